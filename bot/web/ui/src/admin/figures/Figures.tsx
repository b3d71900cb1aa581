/** The figures: one page a question, all by the filter in the address. */

import { addressOf } from '../../staff/place'
import { PageHead } from '../PageHead'
import { ByPage } from './ByPage'
import { CostsPage } from './CostsPage'
import { useFilter } from './data'
import { Exports } from './Exports'
import { FilterBar } from './FilterBar'
import { inAddress, periodWords } from './filter'
import { HoldoutPage } from './HoldoutPage'
import { HoursPage } from './HoursPage'
import { InvitationsPage } from './InvitationsPage'
import { OverviewPage } from './OverviewPage'
import { SurveysPage } from './SurveysPage'

const TABS = [
  { key: '', title: 'Overview', says: 'How much was settled without a person, what it saved, and are visitors happy.' },
  { key: 'reasons', title: 'Reasons', says: 'Why visitors write, and how each reason ends.' },
  { key: 'articles', title: 'Articles', says: 'What the articles that were shown achieved.' },
  { key: 'agents', title: 'Agents', says: 'Chats with people: how fast, how long, how they ended.' },
  { key: 'departments', title: 'Departments', says: 'What goes where, and how it ends there.' },
  { key: 'hours', title: 'Hours', says: 'When visitors write, and when they wait.' },
  { key: 'invitations', title: 'Invitations', says: 'Which invitations were accepted, and what came of them.' },
  { key: 'surveys', title: 'Surveys', says: 'What visitors said afterwards.' },
  { key: 'costs', title: 'Costs', says: 'What contacts cost by channel, what a matter costs, and what was saved.' },
  { key: 'holdout', title: 'Holdout', says: 'Bot first compared with person first, among visitors who write.' },
] as const

export function Figures({ tab }: { tab: string }) {
  const here = TABS.find(({ key }) => key === tab) ?? TABS[0]
  const [filter, change] = useFilter(here.key)
  return (
    <>
      <PageHead title={here.title} says={here.says}>
        <Exports filter={filter} tab={here.key} />
      </PageHead>
      <nav className="kn-tabs fg-tabs" aria-label="Figures">
        {TABS.map(({ key, title }) => (
          <a
            key={key}
            href={addressOf('overview', key) + inAddress(filter)}
            aria-current={key === here.key ? 'page' : undefined}
          >
            {title}
          </a>
        ))}
      </nav>
      <FilterBar filter={filter} onChange={change} />
      <p className="fg-printed">
        {here.title}, {periodWords(filter)}
        {filter.channel && `, channel ${filter.channel}`}
        {filter.department && `, department ${filter.department}`}
        {filter.reason && `, reason ${filter.reason}`}
      </p>
      {here.key === '' && <OverviewPage filter={filter} />}
      {here.key === 'reasons' && <ByPage key="reason" by="reason" filter={filter} />}
      {here.key === 'articles' && <ByPage key="article" by="article" filter={filter} />}
      {here.key === 'agents' && <ByPage key="agent" by="agent" filter={filter} />}
      {here.key === 'departments' && <ByPage key="department" by="department" filter={filter} />}
      {here.key === 'hours' && <HoursPage filter={filter} />}
      {here.key === 'invitations' && <InvitationsPage filter={filter} />}
      {here.key === 'surveys' && <SurveysPage filter={filter} />}
      {here.key === 'costs' && <CostsPage filter={filter} />}
      {here.key === 'holdout' && <HoldoutPage filter={filter} />}
    </>
  )
}
