/** Bars: one or several series over named rows, standing or lying. What they say stands in a table beside them. */

import { BarChart } from '@mantine/charts'

export interface Series {
  name: string
  color: string
}

interface Props {
  rows: Record<string, string | number>[]
  series: Series[]
  /** What the length of a bar is. */
  axis: string
  lying?: boolean
  height?: number
  legend?: boolean
  format?: (value: number) => string
}

export default function BarsChart({ rows, series, axis, lying = false, height = 240, legend = false, format }: Props) {
  const names = { minTickGap: 4, interval: lying ? 0 : undefined } as const
  const lengths = { allowDecimals: false } as const
  return (
    <div aria-hidden="true">
      <BarChart
        h={height}
        data={rows}
        dataKey="name"
        type="stacked"
        orientation={lying ? 'vertical' : 'horizontal'}
        series={series}
        withLegend={legend}
        legendProps={{ verticalAlign: 'top', height: 36, itemSorter: null }}
        gridColor="var(--fl-line)"
        textColor="var(--fl-text-soft)"
        {...(lying ? { xAxisLabel: axis } : { yAxisLabel: axis })}
        tickLine="none"
        gridAxis={lying ? 'y' : 'x'}
        maxBarWidth={lying ? 20 : 40}
        strokeDasharray="0"
        valueFormatter={format}
        barProps={{ isAnimationActive: false }}
        barChartProps={{ accessibilityLayer: false }}
        xAxisProps={lying ? lengths : names}
        yAxisProps={lying ? { ...names, width: 180 } : lengths}
      />
    </div>
  )
}
