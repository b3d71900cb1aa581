/** Episodes a day, split by who settled them; the same numbers as a table for those who can't see the chart. */

import { BarChart } from '@mantine/charts'
import type { Report } from '../../staff/types'

const SERIES = [
  { name: 'Settled without a person', color: 'var(--fl-outcome-assumed)' },
  { name: 'Handed off', color: 'var(--fl-outcome-handed-off)' },
  { name: 'Other', color: 'var(--fl-outcome-pending)' },
]

function dayLabel(day: string): string {
  return new Date(`${day.slice(0, 10)}T12:00:00`).toLocaleDateString(undefined, { day: 'numeric', month: 'short' })
}

export function ByDay({ days }: { days: Report['by_day'] }) {
  if (days.every(({ episodes }) => episodes === 0)) return null
  const rows = days.map(({ day, episodes, handed_off, deflected }) => ({
    day: dayLabel(day),
    [SERIES[0]?.name ?? '']: deflected,
    [SERIES[1]?.name ?? '']: handed_off,
    [SERIES[2]?.name ?? '']: Math.max(0, episodes - handed_off - deflected),
  }))
  return (
    <section className="ad-card" aria-labelledby="ov-days">
      <h2 id="ov-days">Episodes by day</h2>
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
      <div className="st-hidden">
        <table>
          <caption>Episodes by day</caption>
          <thead>
            <tr>
              <th>Day</th>
              <th>Episodes</th>
              <th>Settled without a person</th>
              <th>Handed off</th>
            </tr>
          </thead>
          <tbody>
            {days.map(({ day, episodes, handed_off, deflected }) => (
              <tr key={day}>
                <th scope="row">{dayLabel(day)}</th>
                <td>{episodes}</td>
                <td>{deflected}</td>
                <td>{handed_off}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
