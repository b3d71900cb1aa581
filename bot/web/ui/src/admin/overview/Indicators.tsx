/** The other figures of the field, each with its sample and definition. */

import { count, interval, inUnit, plural } from '../../staff/figures'
import type { Indicator } from '../../staff/types'
import { Definition } from '../Definition'

function sample(indicator: Indicator): string {
  const { numerator, denominator } = indicator
  if (denominator === null || denominator === undefined) return ''
  if (numerator === null || numerator === undefined) return `of ${count(denominator)}`
  return `${count(numerator)} of ${count(denominator)}`
}

function saidValue(indicator: Indicator): string {
  const { key, value, unit } = indicator
  if (key === 'csat' && value !== null) return `${value.toFixed(1)} of 5`
  return inUnit(value, unit)
}

export function Indicators({ indicators }: { indicators: Indicator[] }) {
  const measured = indicators.filter(({ value }) => value !== null)
  const notYet = indicators.filter(({ value }) => value === null)
  if (indicators.length === 0) return null
  return (
    <section className="ad-card" aria-labelledby="ov-indicators">
      <h2 id="ov-indicators">More figures</h2>
      <IndicatorList indicators={measured} />
      {notYet.length > 0 && (
        <details className="ov-not-yet">
          <summary>{plural(notYet.length, 'figure')} without data yet</summary>
          <IndicatorList indicators={notYet} />
        </details>
      )}
    </section>
  )
}

function IndicatorList({ indicators }: { indicators: Indicator[] }) {
  return (
    <ul className="ov-indicators">
      {indicators.map((indicator) => (
        <li key={indicator.key}>
          <span className="ov-indicator-title">
            {indicator.title}
            <Definition of={indicator.title.toLowerCase()}>{indicator.definition}</Definition>
          </span>
          <span className="ov-indicator-sample st-soft">
            {[sample(indicator), interval(indicator.interval)].filter(Boolean).join(' · ')}
          </span>
          <strong className="st-number">{saidValue(indicator)}</strong>
        </li>
      ))}
    </ul>
  )
}
