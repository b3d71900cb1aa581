/** What visitors said afterwards: satisfaction and recommendation, how ratings are spread, and whose they are. */

import { Empty } from '../../staff/states'
import { BarsChart } from './charts/lazy'
import { COLUMNS, SAYS } from './columns'
import { useBreakdown, useOverview } from './data'
import { FigureCard } from './FigureCard'
import type { Filter } from './filter'
import { Page } from './Page'
import { RowsTable } from './RowsTable'
import type { Breakdown, Which } from './types'

const RATINGS = ['1', '2', '3', '4', '5']

export function SurveysPage({ filter }: { filter: Filter }) {
  const query = useOverview(filter)
  const ratings = useBreakdown('survey', filter)
  return (
    <Page filter={filter} query={query}>
      {(overview, open) => (
        <>
          <section className="ad-card" aria-labelledby="fg-surveys">
            <h2 id="fg-surveys">Satisfaction and recommendation</h2>
            <div className="fg-cards">
              {overview.figures
                .filter(({ group }) => group === 'surveys')
                .map((figure) => (
                  <FigureCard key={figure.key} figure={figure} onOpen={open} />
                ))}
            </div>
          </section>
          {ratings.data && <Ratings ratings={ratings.data} onOpen={open} />}
        </>
      )}
    </Page>
  )
}

function Ratings({ ratings, onOpen }: { ratings: Breakdown; onOpen: (which: Which) => void }) {
  if (ratings.rows.length === 0) {
    return (
      <section className="ad-card">
        <Empty title={SAYS.survey?.none ?? ''}>{SAYS.survey?.noneSays}</Empty>
      </section>
    )
  }
  const rows = ratings.rows.map((row) => ({ ...row, title: `${row.key} of 5` }))
  return (
    <>
      <section className="ad-card" aria-labelledby="fg-ratings">
        <h2 id="fg-ratings">Ratings, 1 to 5</h2>
        <BarsChart
          rows={RATINGS.map((name) => ({
            name,
            Ratings: ratings.rows.find(({ key }) => key === name)?.episodes ?? 0,
          }))}
          series={[{ name: 'Ratings', color: 'var(--fl-accent)' }]}
          axis="Ratings"
        />
      </section>
      <section className="ad-card" aria-labelledby="fg-by-rating">
        <h2 id="fg-by-rating">What stood behind a rating</h2>
        <RowsTable
          label="Figures by rating"
          one="Rating"
          rows={rows}
          columns={COLUMNS.survey ?? []}
          inOrder
          onOpen={onOpen}
        />
      </section>
    </>
  )
}
