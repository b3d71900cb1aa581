/** What is kept about those who work here. */

import { addressOf } from '../../staff/place'

const TABS = [
  { key: 'people', title: 'People' },
  { key: 'audit', title: 'Audit log' },
] as const

export function PeopleTabs({ here }: { here: (typeof TABS)[number]['key'] }) {
  return (
    <nav className="kn-tabs" aria-label="People">
      {TABS.map(({ key, title }) => (
        <a key={key} href={addressOf(key)} aria-current={key === here ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  )
}
