import { useEffect, useRef } from 'preact/hooks'
import { useSession, useSessionState } from './hooks'
import { type Preferences, sizes } from './preferences'

interface MenuProps {
  preferences: Preferences
  onPreferences(preferences: Preferences): void
  onClose(): void
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
