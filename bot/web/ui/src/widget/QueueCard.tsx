import { useState } from 'preact/hooks'
import { useSession } from './hooks'
import { Icon } from './icons'
import { waitInWords } from './times'
import type { Queue } from './types'
import { place } from './words'

/** Where the visitor stands in line; renewed by the server while waiting. */
export function QueueCard({ queue }: { queue: Queue }) {
  const session = useSession()
  const [busy, setBusy] = useState(false)
  return (
    <section class="card queue" aria-label="Waiting for a person">
      <div class="card-head">
        <Icon name="clock" />
        <div role="status">
          <b>{place(queue)}</b>
          <span>
            {queue.expected_wait
              ? `Expected wait: ${waitInWords(queue.expected_wait)}`
              : 'Someone will be with you soon.'}
          </span>
        </div>
      </div>
      <div class="progress" aria-hidden="true">
        <i />
      </div>
      <p class="soft">You can close this window: your place is kept, and we’ll show you when someone answers.</p>
      <div class="card-actions">
        <button type="button" class="button plain" onClick={() => session.showLeaveMessage(true)}>
          Leave a message instead
        </button>
        <button
          type="button"
          class="button plain"
          aria-busy={busy}
          onClick={async () => {
            if (busy) return
            setBusy(true)
            await session.leaveQueue()
            setBusy(false)
          }}
        >
          Stop waiting
        </button>
      </div>
    </section>
  )
}
