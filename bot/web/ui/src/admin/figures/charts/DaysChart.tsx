/** Episodes a day, split by who settled them; the same numbers as a table for those who can't see the chart. */

import { BarChart } from '@mantine/charts'
import { UnstyledButton } from '@mantine/core'
import { count } from '../../../staff/figures'
import type { Day, Which } from '../types'

const SERIES = [
  { name: 'Settled without a person', color: 'var(--fl-outcome-assumed)' },
  { name: 'Handed off', color: 'var(--fl-outcome-handed-off)' },
  { name: 'Other, or still open', color: 'var(--fl-outcome-pending)' },
]

function dayLabel(day: string): string {
  return new Date(`${day}T12:00:00`).toLocaleDateString('en-GB', { day: 'numeric', month: 'short' })
}

export default function DaysChart({ days, onOpen }: { days: Day[]; onOpen: (which: Which) => void }) {
  const rows = days.map((day) => ({
    day: dayLabel(day.day) + (day.holiday ? ' (holiday)' : ''),
    [SERIES[0]?.name ?? '']: day.deflected,
    [SERIES[1]?.name ?? '']: day.handed_off,
    [SERIES[2]?.name ?? '']: Math.max(0, day.episodes - day.handed_off - day.deflected),
  }))
  return (
    <>
      <div aria-hidden="true">
        <BarChart
          h={240}
          data={rows}
          dataKey="day"
          type="stacked"
          series={SERIES}
          withLegend
          legendProps={{ verticalAlign: 'top', height: 36, itemSorter: null }}
          gridColor="var(--fl-line)"
          textColor="var(--fl-text-soft)"
          yAxisLabel="Episodes"
          tickLine="none"
          maxBarWidth={28}
          strokeDasharray="0"
          barProps={{ isAnimationActive: false }}
          barChartProps={{ accessibilityLayer: false }}
          xAxisProps={{ minTickGap: 24 }}
          yAxisProps={{ allowDecimals: false }}
        />
      </div>
      <details className="fg-as-table">
        <summary>As a table</summary>
        <table className="ad-plain-table fg-days-table">
          <caption className="st-hidden">Episodes by day</caption>
          <thead>
            <tr>
              <th scope="col">Day</th>
              <th scope="col">Episodes</th>
              <th scope="col">Settled without a person</th>
              <th scope="col">Handed off</th>
            </tr>
          </thead>
          <tbody>
            {days.map((day) => (
              <tr key={day.day}>
                <th scope="row">
                  {dayLabel(day.day)}
                  {day.holiday && <span className="st-soft"> holiday</span>}
                </th>
                <td className="st-number">
                  <UnstyledButton
                    className="ov-link"
                    onClick={() =>
                      onOpen({ title: dayLabel(day.day), figure: 'visitor_initiated', narrowed: { day: day.day } })
                    }
                  >
                    {count(day.episodes)}
                    <span className="st-hidden">: open the episodes of {dayLabel(day.day)}</span>
                  </UnstyledButton>
                </td>
                <td className="st-number">{count(day.deflected)}</td>
                <td className="st-number">{count(day.handed_off)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </>
  )
}
