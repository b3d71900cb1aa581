/** The admin page: a calm navigation by job on the left, one job on the right. */

import { NavLink } from '@mantine/core'
import { IconBook2, IconChartBar, IconScale, IconUsers, type TablerIcon } from '@tabler/icons-react'
import { useEffect } from 'react'
import { AccountMenu, Mark } from '../staff/Account'
import { addressOf, usePlace } from '../staff/place'
import { Knowledge } from './knowledge/Knowledge'
import { Overview } from './overview/Overview'
import { People } from './people/People'
import { PolicyPage } from './policy/PolicyPage'

const JOBS: { key: string; title: string; Icon: TablerIcon }[] = [
  { key: 'overview', title: 'Overview', Icon: IconChartBar },
  { key: 'knowledge', title: 'Knowledge', Icon: IconBook2 },
  { key: 'policy', title: 'Policy', Icon: IconScale },
  { key: 'people', title: 'People', Icon: IconUsers },
]

export function Admin() {
  const [place, go] = usePlace()
  const job = JOBS.find(({ key }) => key === place[0]) ?? JOBS[0]
  const title = job?.title ?? 'Admin'

  useEffect(() => {
    document.title = `${title} · Firstline`
  }, [title])

  return (
    <div className="ad">
      <header className="ad-side">
        <Mark page="Admin" />
        <nav aria-label="Jobs" className="ad-nav">
          {JOBS.map(({ key, title: name, Icon }) => (
            <NavLink
              key={key}
              href={addressOf(key)}
              label={name}
              leftSection={<Icon size={18} stroke={1.7} aria-hidden />}
              active={key === job?.key}
              aria-current={key === job?.key ? 'page' : undefined}
            />
          ))}
        </nav>
        <div className="ad-me">
          <AccountMenu here="admin" named />
        </div>
      </header>
      <main className="ad-main">
        {job?.key === 'overview' && <Overview />}
        {job?.key === 'knowledge' && <Knowledge id={place[1] ?? null} onOpen={(id) => go('knowledge', id)} />}
        {job?.key === 'policy' && <PolicyPage />}
        {job?.key === 'people' && <People />}
      </main>
    </div>
  )
}
