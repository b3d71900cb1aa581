/** What is kept about those who work here, and about those whom they keep out. */

import { addressOf } from '../../staff/place'
import { useMe } from '../../staff/session'

const TABS = [
  { key: 'people', title: 'People', admins: true },
  { key: 'departments', title: 'Departments', admins: true },
  { key: 'audit', title: 'Audit log', admins: true },
  { key: 'blocked', title: 'Blocked', admins: false },
] as const

export function PeopleTabs({ here }: { here: (typeof TABS)[number]['key'] }) {
  const admin = useMe().role === 'admin'
  return (
    <nav className="kn-tabs" aria-label="People">
      {TABS.filter(({ admins }) => admin || !admins).map(({ key, title }) => (
        <a key={key} href={addressOf(key)} aria-current={key === here ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  )
}
