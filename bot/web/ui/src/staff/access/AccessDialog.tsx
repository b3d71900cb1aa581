/** One's own sign-in: the second factor, and where one is signed in. */

import { Button, Modal } from '@mantine/core'
import { Said } from '../now'
import { Failure, RowsLoading } from '../states'
import type { StaffSession } from '../types'
import { browserName } from './browser'
import { useAccess, useEnd, useEndOthers } from './data'
import { SecondFactor } from './SecondFactor'
import './access.css'

export function AccessDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Sign-in and sessions" size="lg">
      <Content />
    </Modal>
  )
}

function Content() {
  const { data, error, refetch } = useAccess()
  if (error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (!data) return <RowsLoading rows={3} height={56} />
  return (
    <div className="ac">
      <section aria-labelledby="ac-factor">
        <h3 id="ac-factor">Second factor</h3>
        <SecondFactor on={data.second_factor} left={data.recovery_codes_left} />
      </section>
      <section aria-labelledby="ac-sessions">
        <h3 id="ac-sessions">Where you are signed in</h3>
        <SessionList sessions={data.sessions} />
      </section>
    </div>
  )
}

function SessionList({ sessions }: { sessions: StaffSession[] }) {
  const end = useEnd()
  const endOthers = useEndOthers()
  return (
    <>
      <ul className="ac-sessions">
        {sessions.map((session) => (
          <li key={session.id}>
            <div>
              <strong>{browserName(session.browser)}</strong>
              {session.here && <span className="st-soft"> (here)</span>}
              <div className="st-soft">
                by {session.way}, last seen <Said at={session.seen_at} />
                {session.address && (
                  <>
                    , from <code>{session.address}</code>
                  </>
                )}
              </div>
            </div>
            {!session.here && (
              <Button
                size="xs"
                variant="default"
                loading={end.isPending && end.variables === session.id}
                aria-label={`Sign out ${browserName(session.browser)}`}
                onClick={() => end.mutate(session.id)}
              >
                Sign out
              </Button>
            )}
          </li>
        ))}
      </ul>
      {sessions.length > 1 && (
        <Button size="xs" variant="default" loading={endOthers.isPending} onClick={() => endOthers.mutate(undefined)}>
          Sign out everywhere else
        </Button>
      )}
    </>
  )
}
