/** The three lists that the knowledge is kept with. */

import { addressOf } from '../../staff/place'
import { useMe } from '../../staff/session'
import { useCorrections } from '../corrections/data'

type Tab = 'knowledge' | 'golden' | 'corrections'

const TABS: { key: Tab; title: string }[] = [
  { key: 'knowledge', title: 'Articles' },
  { key: 'golden', title: 'Golden questions' },
  { key: 'corrections', title: 'Corrections' },
]

export function KnowledgeTabs({ here }: { here: Tab }) {
  const admin = useMe().role === 'admin'
  const open = useCorrections('open', admin)
  const waiting = open.data?.length ?? 0
  return (
    <nav className="kn-tabs" aria-label="Knowledge">
      {TABS.filter(({ key }) => admin || key !== 'corrections').map(({ key, title }) => (
        <a key={key} href={addressOf(key)} aria-current={key === here ? 'page' : undefined}>
          {title}
          {key === 'corrections' && waiting > 0 && (
            <span className="kn-tab-count">
              {waiting}
              <span className="st-hidden"> open</span>
            </span>
          )}
        </a>
      ))}
    </nav>
  )
}
