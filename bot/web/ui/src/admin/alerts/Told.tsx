/** What was told lately, newest first. */

import { IconBell } from '@tabler/icons-react'
import { Said } from '../../staff/now'
import { Empty } from '../../staff/states'
import type { Alerts } from '../../staff/types'

const WHAT: Record<Alerts['told'][number]['what'], { title: string; tag: string }> = {
  raised: { title: 'Raised', tag: 'ad-tag-warn' },
  still: { title: 'Still so', tag: 'ad-tag-warn' },
  cleared: { title: 'Over', tag: 'ad-tag-ok' },
}

export function Told({ alerts }: { alerts: Alerts }) {
  return (
    <section className="ad-card" aria-labelledby="al-told">
      <h2 id="al-told">What was told</h2>
      {alerts.told.length === 0 ? (
        <Empty icon={IconBell} title="All quiet">
          What was out of the ordinary stands here, with its reason.
        </Empty>
      ) : (
        <ul className="al-told">
          {alerts.told.map((one) => (
            <li key={one.id}>
              <span className={`ad-tag ${WHAT[one.what].tag}`}>{WHAT[one.what].title}</span>
              <div>
                <strong>{one.title}</strong>
                <p className="st-soft">{one.because}</p>
              </div>
              <Said at={one.at} className="st-soft" />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}
