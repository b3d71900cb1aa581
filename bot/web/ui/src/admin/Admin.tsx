/** The admin page: a calm navigation by job on the left, one job on the right. */

import { NavLink } from '@mantine/core'
import {
  IconBan,
  IconBell,
  IconBolt,
  IconBook2,
  IconChartBar,
  IconCoin,
  IconMessages,
  IconScale,
  IconToggleRight,
  IconUsers,
  type TablerIcon,
} from '@tabler/icons-react'
import { useEffect } from 'react'
import { AccountMenu, Mark } from '../staff/Account'
import { addressOf, usePlace } from '../staff/place'
import { useMe } from '../staff/session'
import type { Role } from '../staff/types'
import { AlertsPage } from './alerts/AlertsPage'
import { TokensPage } from './alerts/TokensPage'
import { AuditPage } from './audit/AuditPage'
import { BlocksPage } from './blocks/BlocksPage'
import { CannedPage } from './canned/CannedPage'
import { Corrections } from './corrections/Corrections'
import { ImportsPage } from './costs/ImportsPage'
import { PricesPage } from './costs/PricesPage'
import { DepartmentsPage } from './departments/DepartmentsPage'
import { Figures } from './figures/Figures'
import { GoldenQuestions } from './golden/GoldenQuestions'
import { Knowledge } from './knowledge/Knowledge'
import { People } from './people/People'
import { PolicyPage } from './policy/PolicyPage'
import { Reasons } from './reasons/Reasons'
import { SwitchesPage } from './switches/SwitchesPage'

interface Job {
  key: string
  title: string
  Icon: TablerIcon
  /** Pages of the same job with an address of their own. */
  also?: string[]
  writers?: boolean
  /** Where others have it as a part of another job. */
  only?: Role
}

const JOBS: Job[] = [
  { key: 'overview', title: 'Overview', Icon: IconChartBar, writers: true },
  { key: 'knowledge', title: 'Knowledge', Icon: IconBook2, also: ['golden', 'corrections'], writers: true },
  { key: 'reasons', title: 'Reasons', Icon: IconMessages },
  { key: 'policy', title: 'Policy', Icon: IconScale },
  { key: 'switches', title: 'Switches', Icon: IconToggleRight },
  { key: 'prices', title: 'Costs', Icon: IconCoin, also: ['imports'] },
  { key: 'alerts', title: 'Alerts', Icon: IconBell, also: ['api'] },
  { key: 'canned', title: 'Canned messages', Icon: IconBolt },
  { key: 'people', title: 'People', Icon: IconUsers, also: ['departments', 'audit', 'blocked'] },
  { key: 'blocked', title: 'Blocked', Icon: IconBan, only: 'supervisor' },
]

export function Admin() {
  const me = useMe()
  const [place, go] = usePlace()
  const jobs = JOBS.filter(({ writers, only }) => (only ? me.role === only : writers || me.role === 'admin'))
  const [page = ''] = place
  const job = jobs.find(({ key, also }) => key === page || also?.includes(page)) ?? jobs[0]
  const shown = job?.also?.includes(page) ? page : job?.key
  const title = job?.title ?? 'Admin'

  useEffect(() => {
    document.title = `${title} · Firstline`
    // On a phone the jobs lie in a row that is longer than the screen.
    document.querySelector('.ad-nav [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [title])

  return (
    <div className="ad">
      <header className="ad-side">
        <Mark page="Admin" />
        <nav aria-label="Jobs" className="ad-nav">
          {jobs.map(({ key, title: name, Icon }) => (
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
        {shown === 'overview' && <Figures tab={place[1] ?? ''} />}
        {shown === 'knowledge' && (
          <Knowledge id={place[1] ?? null} tab={place[2] ?? ''} onOpen={(id, tab) => go('knowledge', id, tab)} />
        )}
        {shown === 'golden' && <GoldenQuestions />}
        {shown === 'corrections' && <Corrections />}
        {shown === 'reasons' && <Reasons id={place[1] ?? null} />}
        {shown === 'policy' && <PolicyPage />}
        {shown === 'switches' && <SwitchesPage />}
        {shown === 'canned' && <CannedPage />}
        {shown === 'prices' && <PricesPage />}
        {shown === 'imports' && <ImportsPage />}
        {shown === 'alerts' && <AlertsPage />}
        {shown === 'api' && <TokensPage />}
        {shown === 'people' && <People />}
        {shown === 'departments' && <DepartmentsPage />}
        {shown === 'audit' && <AuditPage />}
        {shown === 'blocked' && <BlocksPage />}
      </main>
    </div>
  )
}
