import { useEffect, useRef, useState } from 'preact/hooks'
import type { RequestFailed } from './api'
import { useSession, useSessionState } from './hooks'
import { type Preferences, sizes } from './preferences'
import { looksLikeEmail } from './words'

interface MenuProps {
  preferences: Preferences
  onPreferences(preferences: Preferences): void
  onClose(): void
}

/** "E-mail this conversation", which becomes a field for the address. */
function MailTranscript() {
  const session = useSession()
  const [step, setStep] = useState<'closed' | 'open' | 'busy' | 'sent'>('closed')
  const [email, setEmail] = useState('')
  const [wrong, setWrong] = useState('')
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    if (step === 'open') field.current?.focus()
  }, [step])

  if (step === 'closed') {
    return (
      <button type="button" onClick={() => setStep('open')}>
        E-mail this conversation
      </button>
    )
  }
  if (step === 'sent') {
    return (
      <p class="menu-said" role="status">
        On its way to {email.trim()}.
      </p>
    )
  }
  const send = async (event: Event) => {
    event.preventDefault()
    if (!looksLikeEmail(email)) return setWrong('That doesn’t look like an e-mail address.')
    setStep('busy')
    try {
      await session.mailTranscript(email.trim())
      setStep('sent')
    } catch (error) {
      setWrong((error as RequestFailed).message)
      setStep('open')
    }
  }
  return (
    <form class="menu-mail" noValidate onSubmit={send}>
      <label class="field">
        <span>Your e-mail address</span>
        <input
          ref={field}
          type="text"
          inputMode="email"
          autocomplete="email"
          maxLength={320}
          value={email}
          aria-invalid={Boolean(wrong)}
          aria-describedby={wrong ? 'fl-mail-wrong' : undefined}
          onInput={(event) => {
            setEmail(event.currentTarget.value)
            setWrong('')
          }}
        />
        {wrong && (
          <span class="wrong" id="fl-mail-wrong" role="alert">
            {wrong}
          </span>
        )}
      </label>
      <button type="submit" class="button" aria-busy={step === 'busy'}>
        Send
      </button>
    </form>
  )
}

const themes = [
  ['system', 'Auto'],
  ['light', 'Light'],
  ['dark', 'Dark'],
] as const

/** Reading settings, the transcript, ending the chat. */
export function Menu({ preferences, onPreferences, onClose }: MenuProps) {
  const session = useSession()
  const state = useSessionState()
  const box = useRef<HTMLDivElement>(null)
  const running = state.conversation !== null && state.messages.length > 0

  useEffect(() => {
    box.current?.querySelector<HTMLElement>('input:checked')?.focus()
  }, [])

  const download = async () => {
    onClose()
    const text = await session.transcript().catch(() => null)
    if (text === null) return
    const link = document.createElement('a')
    link.href = URL.createObjectURL(new Blob([text], { type: 'text/plain' }))
    link.download = 'conversation.txt'
    link.click()
    URL.revokeObjectURL(link.href)
  }

  return (
    <div
      class="menu"
      ref={box}
      id="fl-menu"
      onFocusOut={(event) => {
        const next = event.relatedTarget as HTMLElement | null
        if (next && !box.current?.contains(next) && next.id !== 'fl-menu-button') onClose()
      }}
    >
      <fieldset>
        <legend>Text size</legend>
        <div class="segments">
          {sizes.map((size, index) => (
            <label key={size}>
              <input
                type="radio"
                name="fl-size"
                checked={preferences.size === size}
                onChange={() => onPreferences({ ...preferences, size })}
              />
              <span>{['Normal', 'Larger', 'Largest'][index]}</span>
            </label>
          ))}
        </div>
      </fieldset>
      <fieldset>
        <legend>Colours</legend>
        <div class="segments">
          {themes.map(([theme, title]) => (
            <label key={theme}>
              <input
                type="radio"
                name="fl-theme"
                checked={preferences.theme === theme}
                onChange={() => onPreferences({ ...preferences, theme })}
              />
              <span>{title}</span>
            </label>
          ))}
        </div>
        <label class="check">
          <input
            type="checkbox"
            checked={preferences.contrast}
            onChange={(event) => onPreferences({ ...preferences, contrast: event.currentTarget.checked })}
          />
          <span>More contrast</span>
        </label>
      </fieldset>
      {running && (
        <div class="menu-actions">
          <button type="button" onClick={download}>
            Download this conversation
          </button>
          <MailTranscript />
          {state.conversation?.state !== 'closed' && (
            <button
              type="button"
              class="danger"
              onClick={() => {
                onClose()
                void session.endChat()
              }}
            >
              End this chat
            </button>
          )}
        </div>
      )}
    </div>
  )
}
