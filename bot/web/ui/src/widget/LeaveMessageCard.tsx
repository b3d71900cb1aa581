import { useRef, useState } from 'preact/hooks'
import type { RequestFailed } from './api'
import { useSession, useSessionState } from './hooks'
import { Icon } from './icons'
import { opening } from './times'
import { type Left, missing } from './words'

const fields = [
  { name: 'name', label: 'Your name', inputMode: 'text', autocomplete: 'name' },
  { name: 'email', label: 'E-mail', inputMode: 'email', autocomplete: 'email' },
] as const

/** The message is on its way to a person. */
export function MessageLeftCard({ email }: { email: string }) {
  return (
    <section class="card" role="status">
      <div class="card-head">
        <Icon name="check" />
        <div>
          <b>Your message is with our team</b>
          <span>We’ll answer at {email}.</span>
        </div>
      </div>
    </section>
  )
}

/** Name, e-mail and message for the team, when nobody can chat now. */
export function LeaveMessageCard({ locale }: { locale: string }) {
  const session = useSession()
  const state = useSessionState()
  const opensAt = state.conversation?.desk_open ? null : state.conversation?.opens_at
  const form = useRef<HTMLFormElement>(null)
  const [left, setLeft] = useState<Left>({ name: '', email: '', text: '' })
  const [wrong, setWrong] = useState<Partial<Record<keyof Left, string>>>({})
  const [failure, setFailure] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)

  const change = (name: keyof Left) => (event: { currentTarget: HTMLInputElement | HTMLTextAreaElement }) => {
    setLeft({ ...left, [name]: event.currentTarget.value })
    if (wrong[name]) setWrong({ ...wrong, [name]: undefined })
  }
  const send = async (event: Event) => {
    event.preventDefault()
    if (busy) return
    const found = missing(left)
    setWrong(found)
    const first = (['name', 'email', 'text'] as const).find((name) => found[name])
    if (first) {
      form.current?.querySelector<HTMLElement>(`[name=${first}]`)?.focus()
      return
    }
    setBusy(true)
    setFailure(null)
    try {
      await session.leaveMessage({ name: left.name.trim(), email: left.email.trim(), text: left.text.trim() })
    } catch (error) {
      const failed = error as RequestFailed
      if (failed.field && failed.field in left) setWrong({ [failed.field]: failed.message })
      else setFailure(failed.message)
      setBusy(false)
    }
  }
  const problem = (name: keyof Left) =>
    wrong[name] && (
      <span class="wrong" id={`fl-${name}-wrong`}>
        {wrong[name]}
      </span>
    )

  return (
    <form class="card" ref={form} noValidate onSubmit={send} aria-label="Leave a message">
      <div class="card-head">
        <Icon name="mail" />
        <div>
          <b>Leave a message</b>
          <span>
            {opensAt && `We’re back ${opening(opensAt, new Date(), locale)}. `}A person reads it and answers by e-mail.
          </span>
        </div>
      </div>
      {fields.map(({ name, label, inputMode, autocomplete }) => (
        <label class="field" key={name}>
          <span>{label}</span>
          <input
            name={name}
            type="text"
            inputMode={inputMode}
            autocomplete={autocomplete}
            maxLength={200}
            value={left[name]}
            aria-invalid={Boolean(wrong[name])}
            aria-describedby={wrong[name] ? `fl-${name}-wrong` : undefined}
            onInput={change(name)}
          />
          {problem(name)}
        </label>
      ))}
      <label class="field">
        <span>Message</span>
        <textarea
          name="text"
          rows={3}
          maxLength={4000}
          dir="auto"
          value={left.text}
          aria-invalid={Boolean(wrong.text)}
          aria-describedby={wrong.text ? 'fl-text-wrong' : undefined}
          onInput={change('text')}
        />
        {problem('text')}
      </label>
      {failure && (
        <p class="wrong" role="alert">
          {failure}
        </p>
      )}
      <div class="card-actions">
        <button type="submit" class="button" aria-busy={busy}>
          {busy ? 'Sending…' : 'Send message'}
        </button>
        {state.leaving && (
          <button type="button" class="button plain" onClick={() => session.showLeaveMessage(false)}>
            Cancel
          </button>
        )}
      </div>
    </form>
  )
}
