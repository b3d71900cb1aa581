import { useState } from 'preact/hooks'
import { useSession, useSessionState } from './hooks'
import { Icon } from './icons'

/** "Talk to a person", always there; when one is there already, it says so. */
export function Footer({ onAsked }: { onAsked: () => void }) {
  const session = useSession()
  const { conversation, topics } = useSessionState()
  const [busy, setBusy] = useState(false)
  const standing = conversation?.state
  if (standing === 'human' || standing === 'assigned') {
    return (
      <div class="foot">
        <p class="with-person">
          <Icon name="person" /> You’re talking to {conversation?.agent?.name ?? 'a person'}
        </p>
      </div>
    )
  }
  if (standing === 'queued') {
    return (
      <div class="foot">
        <p class="with-person">
          <Icon name="person" /> A person is on the way
        </p>
      </div>
    )
  }
  const deskOpen = conversation?.desk_open ?? topics?.desk_open ?? true
  return (
    <div class="foot">
      <button
        type="button"
        class="person"
        aria-busy={busy}
        onClick={async () => {
          if (busy) return
          setBusy(true)
          onAsked()
          await session.askForPerson()
          setBusy(false)
        }}
      >
        <Icon name="person" />
        <span>Talk to a person</span>
        {!deskOpen && <small>Leave a message: nobody is in right now</small>}
      </button>
    </div>
  )
}
