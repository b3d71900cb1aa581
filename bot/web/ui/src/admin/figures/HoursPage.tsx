/** When visitors write: a heat map of weekdays and hours, and the weekdays with their figures. */

import { SegmentedControl, Tooltip, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { inUnit } from '../../staff/figures'
import { Sideways } from '../Sideways'
import { COLUMNS } from './columns'
import { useBreakdown } from './data'
import type { Filter } from './filter'
import { grid, HOURS, largest, STEPS, step, WEEKDAYS, when } from './heat'
import { Page } from './Page'
import { RowsTable } from './RowsTable'
import type { Breakdown, Row, Which } from './types'

const MEASURES = [
  { key: 'episodes', title: 'Episodes', unit: 'count', opens: 'visitor_initiated' },
  { key: 'handed_off', title: 'Handed off', unit: 'count', opens: 'escalation_rate' },
  { key: 'time_to_accept', title: 'Wait', unit: 'seconds', opens: 'time_to_accept' },
  { key: 'offline_requests', title: 'While closed', unit: 'count', opens: 'offline_requests' },
] as const
type Measure = (typeof MEASURES)[number]

function numberOf(row: Row, measure: Measure): number | null {
  if (measure.key === 'episodes') return row.episodes
  if (measure.key === 'handed_off') return row.outcomes.handed_off ?? 0
  return row.figures.find(({ key }) => key === measure.key)?.value ?? null
}

export function HoursPage({ filter }: { filter: Filter }) {
  const cells = useBreakdown('hour_weekday', filter)
  const days = useBreakdown('weekday', filter)
  return (
    <Page filter={filter} query={cells} empty={(breakdown) => breakdown.rows.length === 0}>
      {(breakdown, open) => (
        <>
          <HeatMap breakdown={breakdown} onOpen={open} />
          {days.data && (
            <section className="ad-card" aria-labelledby="fg-weekdays">
              <h2 id="fg-weekdays">By weekday</h2>
              <RowsTable
                label="Figures by weekday"
                one="Weekday"
                rows={days.data.rows}
                columns={COLUMNS.weekday ?? []}
                inOrder
                onOpen={open}
              />
            </section>
          )}
        </>
      )}
    </Page>
  )
}

function HeatMap({ breakdown, onOpen }: { breakdown: Breakdown; onOpen: (which: Which) => void }) {
  const [chosen, setChosen] = useState<Measure['key']>('episodes')
  const measure = MEASURES.find(({ key }) => key === chosen) ?? MEASURES[0]
  const cells = grid(new Map(breakdown.rows.map((row) => [row.key, numberOf(row, measure)])))
  const most = largest(cells)
  const say = (value: number | null) => (value === null ? 'none' : inUnit(value, measure.unit))
  return (
    <section className="ad-card" aria-labelledby="fg-heat">
      <div className="fg-heat-head">
        <h2 id="fg-heat">By weekday and hour</h2>
        <SegmentedControl
          size="xs"
          aria-label="What the colours show"
          value={chosen}
          onChange={(value) => setChosen(value as Measure['key'])}
          data={MEASURES.map(({ key, title }) => ({ value: key, label: title }))}
        />
      </div>
      <p className="st-soft">The clocks of {breakdown.timezone}. Choose an hour to see its episodes.</p>
      <Sideways label={`${measure.title} by weekday and hour`}>
        <table className="fg-heat">
          <caption className="st-hidden">
            {measure.title} by weekday and hour, {breakdown.timezone}
          </caption>
          <thead>
            <tr>
              <td />
              {HOURS.map((hour) => (
                <th key={hour} scope="col">
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {cells.map((row, day) => (
              <tr key={WEEKDAYS[day]}>
                <th scope="row">{WEEKDAYS[day]?.slice(0, 3)}</th>
                {row.map((cell) => {
                  const label = `${when(cell)}: ${say(cell.value)}`
                  const strength = step(cell.value, most)
                  return (
                    <td key={cell.hour}>
                      {strength === 0 ? (
                        <span className="fg-heat-cell" data-step={0}>
                          <span className="st-hidden">{label}</span>
                        </span>
                      ) : (
                        <Tooltip label={label} openDelay={0}>
                          <UnstyledButton
                            className="fg-heat-cell"
                            data-step={strength}
                            aria-label={`${label}. Open the episodes.`}
                            onClick={() =>
                              onOpen({
                                title: `${when(cell)}: ${measure.title.toLowerCase()}`,
                                figure: measure.opens,
                                narrowed: { weekday: String(cell.weekday), hour: String(cell.hour) },
                              })
                            }
                          />
                        </Tooltip>
                      )}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
      <p className="fg-heat-scale st-soft" aria-hidden="true">
        none
        {Array.from({ length: STEPS + 1 }, (_, index) => index).map((each) => (
          <i key={each} className="fg-heat-cell" data-step={each} />
        ))}
        {say(most)}
      </p>
    </section>
  )
}
