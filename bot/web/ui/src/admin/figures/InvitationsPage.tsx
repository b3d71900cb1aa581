/** Invitations: how many were sent and accepted, and what came of each; they are in no rate of the other pages. */

import { Empty } from '../../staff/states'
import { type Column, SAYS } from './columns'
import { useBreakdown, useOverview } from './data'
import { FigureCard } from './FigureCard'
import type { Filter } from './filter'
import { Page } from './Page'
import { RowsTable } from './RowsTable'
import type { Row } from './types'

/** The figures of invitations: the others leave out what an invitation started. */
function columnsOf(row: Row | undefined): Column[] {
  return (row?.figures ?? [])
    .filter(({ key, group }) => group === 'invitations' && key !== 'invited')
    .map(({ key, title }) => ({ key, title }))
}

export function InvitationsPage({ filter }: { filter: Filter }) {
  const query = useOverview(filter)
  const rows = useBreakdown('invitation', filter)
  return (
    <Page filter={filter} query={query}>
      {(overview, open) => (
        <>
          <section className="ad-card" aria-labelledby="fg-invited">
            <h2 id="fg-invited">Sent and accepted</h2>
            <div className="fg-cards">
              {overview.figures
                .filter(({ group }) => group === 'invitations')
                .map((figure) => (
                  <FigureCard key={figure.key} figure={figure} onOpen={open} />
                ))}
            </div>
          </section>
          <section className="ad-card" aria-labelledby="fg-invitations">
            <h2 id="fg-invitations">By invitation</h2>
            {rows.data && rows.data.rows.length > 0 ? (
              <RowsTable
                label="Figures by invitation"
                one="Invitation"
                rows={rows.data.rows}
                columns={columnsOf(rows.data.rows[0])}
                counts="invited"
                onOpen={open}
              />
            ) : (
              <Empty title={SAYS.invitation?.none ?? ''}>{SAYS.invitation?.noneSays}</Empty>
            )}
          </section>
        </>
      )}
    </Page>
  )
}
