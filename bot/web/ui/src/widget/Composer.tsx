import { useEffect, useLayoutEffect, useRef, useState } from 'preact/hooks'
import { useSession, useSessionState } from './hooks'
import { Icon } from './icons'
import { personOwns, takesFiles } from './state'
import type { Kept } from './storage'

const MOST = 4_000
const WARN_FROM = 3_600

/** Where the visitor writes. What was typed survives a reload. Enter sends, Shift+Enter begins a line. */
export function Composer({ kept, focus, onSaid }: { kept: Kept; focus: boolean; onSaid: () => void }) {
  const session = useSession()
  const state = useSessionState()
  const [text, setText] = useState(() => kept.read<string>('draft') ?? '')
  const input = useRef<HTMLTextAreaElement>(null)
  const standing = state.conversation?.state
  // From the moment somebody accepts, not only once they have written: they are shown what stands in the input.
  const watched = personOwns(state)
  const agent = watched ? state.conversation?.agent?.name : null

  useLayoutEffect(() => {
    const element = input.current
    if (!element) return
    element.style.height = 'auto'
    element.style.height = `${Math.min(element.scrollHeight, 132)}px`
  })
  useEffect(() => {
    if (focus) input.current?.focus({ preventScroll: true })
  }, [focus])

  const change = (value: string) => {
    setText(value)
    kept.write('draft', value)
    session.typing(value)
  }
  const send = () => {
    if (!text.trim()) return
    session.say(text)
    kept.forget('draft')
    setText('')
    onSaid()
    input.current?.focus()
  }

  return (
    <form
      class="composer"
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      {takesFiles(state) && (
        <label class="attach" title="Send a file">
          <input
            type="file"
            class="hidden"
            aria-label="Send a file"
            multiple
            onChange={(event) => {
              for (const file of event.currentTarget.files ?? []) session.sendFile(file)
              event.currentTarget.value = ''
            }}
          />
          <Icon name="clip" />
        </label>
      )}
      <label class="hidden" for="fl-message">
        Your message
      </label>
      <textarea
        id="fl-message"
        ref={input}
        rows={1}
        dir="auto"
        maxLength={MOST}
        enterkeyhint="send"
        placeholder={
          standing === 'closed' ? 'Write to start again' : agent ? `Write to ${agent}` : 'Write your message'
        }
        value={text}
        onInput={(event) => change(event.currentTarget.value)}
        onKeyDown={(event) => {
          // While an input method is composing (Japanese, Korean …), Enter belongs to it.
          if (event.key !== 'Enter' || event.shiftKey || event.isComposing) return
          event.preventDefault()
          send()
        }}
      />
      <button type="submit" class="send" aria-label="Send" disabled={!text.trim()}>
        <Icon name="send" />
      </button>
      {text.length >= WARN_FROM && (
        <span class="count" role="status">
          {MOST - text.length} characters left
        </span>
      )}
      {watched && <small class="hint">{agent ?? 'A person'} can see what you’re writing.</small>}
    </form>
  )
}
