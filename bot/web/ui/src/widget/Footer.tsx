import { useState } from 'preact/hooks'
import { useNow, useSession, useSessionState } from './hooks'
import { Icon } from './icons'
import { standingOf } from './words'

/** "Talk to a person", always there; when one is there already, it says so. */
export function Footer({ locale, onAsked }: { locale: string; onAsked: () => void }) {
  const session = useSession()
  const { conversation, topics } = useSessionState()
  const now = useNow()
  const [busy, setBusy] = useState(false)
  const standing = conversation?.state
  if (standing === 'human' || standing === 'assigned') {
    return (
      <div class="foot">
        <p class="with-person">
          <Icon name={conversation?.back_at ? 'clock' : 'person'} />{' '}
          {standingOf(conversation?.agent?.name ?? 'A person', conversation?.back_at ?? null, now, locale)}
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
