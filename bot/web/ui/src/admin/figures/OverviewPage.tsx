/** One glance: how much was settled without a person, what it saved, are visitors happy, is anyone waiting. */

import { SummarySwitch } from '../alerts/SummarySwitch'
import { DaysChart } from './charts/lazy'
import { useOverview } from './data'
import { FigureCard, FigureLines } from './FigureCard'
import type { Filter } from './filter'
import { Money } from './Money'
import { Outcomes } from './Outcomes'
import { Nothing, Page } from './Page'
import { Pulse } from './Pulse'
import type { Figure, Overview, Which } from './types'

export const DEFLECTION = ['strict', 'standard', 'durable']
/** The groups of figures below, in the order in which they are read. */
const GROUPS: { title: string; groups: Figure['group'][] }[] = [
  { title: 'Settled and come back', groups: ['deflection'] },
  { title: 'People', groups: ['people'] },
  { title: 'Time', groups: ['time'] },
  { title: 'Volume', groups: ['volume'] },
  { title: 'Invitations', groups: ['invitations'] },
  { title: 'Sales', groups: ['sales'] },
  { title: 'What visitors said', groups: ['surveys'] },
  { title: 'Cost', groups: ['money'] },
]

export function OverviewPage({ filter }: { filter: Filter }) {
  const query = useOverview(filter)
  return (
    <Page filter={filter} query={query}>
      {(overview, open) => (
        <>
          {overview.counts.total === 0 ? (
            <>
              <Pulse overview={overview} onOpen={open} />
              <Nothing filter={filter} />
            </>
          ) : (
            <Told overview={overview} onOpen={open} />
          )}
          <SummarySwitch />
        </>
      )}
    </Page>
  )
}

function Told({ overview, onOpen }: { overview: Overview; onOpen: (which: Which) => void }) {
  const rates = DEFLECTION.flatMap((key) => overview.figures.find((figure) => figure.key === key) ?? [])
  return (
    <>
      <div className="ov-top">
        <section className="ad-card" aria-labelledby="fg-deflection">
          <h2 id="fg-deflection">Settled without a person</h2>
          <div className="ov-rates">
            {rates.map((figure) => (
              <FigureCard key={figure.key} figure={figure} onOpen={onOpen} main={figure.key === 'standard'} />
            ))}
          </div>
        </section>
        <Money money={overview.money} early={!rates.some(({ key, sample }) => key === 'durable' && sample > 0)} />
      </div>
      <Pulse overview={overview} onOpen={onOpen} />
      <Outcomes overview={overview} onOpen={onOpen} />
      <section className="ad-card" aria-labelledby="fg-days">
        <h2 id="fg-days">Episodes by day</h2>
        <DaysChart days={overview.days} onOpen={onOpen} />
      </section>
      <div className="fg-groups">
        {GROUPS.map(({ title, groups }) => (
          <FigureLines
            key={title}
            title={title}
            figures={overview.figures.filter(({ key, group }) => groups.includes(group) && !DEFLECTION.includes(key))}
            onOpen={onOpen}
          />
        ))}
      </div>
    </>
  )
}
