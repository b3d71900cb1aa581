/** The three deflection rates, always together, each with its sample, interval and definition. */

import { count, interval, isSmall, share } from '../../staff/figures'
import type { Rate } from '../../staff/types'
import { Range } from './Range'

const TITLES: Record<Rate['name'], string> = { strict: 'Strict', standard: 'Standard', durable: 'Durable' }

export function Deflection({ rates }: { rates: Rate[] }) {
  return (
    <section className="ad-card ov-deflection" aria-labelledby="ov-deflection">
      <h2 id="ov-deflection">Settled without a person</h2>
      <div className="ov-rates">
        {rates.map((rate) => (
          <OneRate key={rate.name} rate={rate} />
        ))}
      </div>
    </section>
  )
}

function OneRate({ rate }: { rate: Rate }) {
  const title = TITLES[rate.name]
  return (
    <div className="ov-rate" data-main={rate.name === 'standard' || undefined}>
      <p className="ov-rate-title">{title}</p>
      <p className="ov-big">{share(rate.rate)}</p>
      {rate.rate !== null && (
        <Range low={rate.interval?.[0] ?? null} high={rate.interval?.[1] ?? null} at={rate.rate} />
      )}
      <p className="st-soft">
        {rate.denominator > 0 ? (
          <>
            {rate.interval && <>{interval(rate.interval)} likely · </>}
            {count(rate.numerator)} of {count(rate.denominator)}
          </>
        ) : (
          'Nothing old enough to count yet'
        )}
      </p>
      {rate.denominator > 0 && isSmall(rate.denominator) && <p className="ov-small">Small sample: read with care</p>}
      <p className="ov-definition">{rate.definition}</p>
    </div>
  )
}
