/** The figures of each reason, article, agent or department: how they ended as bars, and all numbers in a table. */

import { count, plural } from '../../staff/figures'
import { OUTCOMES } from '../../staff/levels'
import { Empty } from '../../staff/states'
import { BarsChart } from './charts/lazy'
import { COLUMNS, SAYS } from './columns'
import { useBreakdown } from './data'
import { type Filter, isNarrowed } from './filter'
import { Page } from './Page'
import { ORDER } from './parts'
import { RowsTable } from './RowsTable'
import type { Breakdown, By, Row, Which } from './types'

const MOST_BARS = 12
const SERIES = ORDER.map((outcome) => ({
  name: OUTCOMES[outcome].title,
  color: `var(--fl-outcome-${outcome.replace('_', '-')})`,
}))

export function ByPage({ by, filter }: { by: By; filter: Filter }) {
  const query = useBreakdown(by, filter)
  return (
    <Page filter={filter} query={query}>
      {(breakdown, open) => <Told by={by} breakdown={breakdown} filtered={isNarrowed(filter)} onOpen={open} />}
    </Page>
  )
}

interface Props {
  by: By
  breakdown: Breakdown
  filtered: boolean
  onOpen: (which: Which) => void
}

function Told({ by, breakdown, filtered, onOpen }: Props) {
  const says = SAYS[by]
  const rows = breakdown.rows.filter(({ episodes }) => episodes > 0)
  if (rows.length === 0) {
    return (
      <section className="ad-card">
        <Empty title={says?.none ?? 'Nothing here'}>
          {filtered ? 'Nothing fits these filters. Try fewer of them.' : says?.noneSays}
        </Empty>
      </section>
    )
  }
  const shown = rows.slice(0, MOST_BARS)
  const one = says?.one ?? 'Row'
  return (
    <>
      <section className="ad-card" aria-labelledby="fg-bars">
        <h2 id="fg-bars">
          {by === 'agent' ? 'Chats' : 'How they ended'}
          {rows.length > MOST_BARS && `, the ${MOST_BARS} largest`}
        </h2>
        <BarsChart
          rows={shown.map(bar)}
          series={SERIES.filter(({ name }) => shown.some((row) => Number(bar(row)[name]) > 0))}
          axis="Decided episodes"
          lying
          legend
          height={90 + shown.length * 30}
        />
      </section>
      <section className="ad-card" aria-labelledby="fg-rows">
        <h2 id="fg-rows">{plural(rows.length, one.toLowerCase())}</h2>
        <p className="st-soft">
          Choose a number to see its episodes. Changes are shown where they are more than chance; of twenty without a
          cause, one looks so all the same.
          {breakdown.many && ` An episode may stand in several rows, so that they add up to more than all.`}
        </p>
        <RowsTable
          label={`Figures by ${one.toLowerCase()}`}
          one={one}
          rows={rows}
          columns={COLUMNS[by] ?? []}
          onOpen={onOpen}
        />
      </section>
    </>
  )
}

function bar(row: Row): Record<string, string | number> {
  const outcomes = Object.fromEntries(ORDER.map((outcome) => [OUTCOMES[outcome].title, row.outcomes[outcome] ?? 0]))
  const name = row.title.length > 22 ? `${row.title.slice(0, 21)}…` : row.title
  return { name: name || count(row.episodes), ...outcomes }
}
