/** The limits an admin may set between two ends, and beside them what no policy can switch off. */

import { NumberInput } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import type { Policy } from '../../staff/types'

interface Props {
  limits: Policy['limits']
  guards: Policy['guards']
  numbers: Record<string, number>
  onChange: (key: string, number: number) => void
}

export function Limits({ limits, guards, numbers, onChange }: Props) {
  return (
    <div className="po-pair">
      <section className="ad-card" aria-labelledby="po-limits">
        <h2 id="po-limits">Limits</h2>
        <div className="po-limits">
          {limits.map(({ key, title, text, unit, lowest, highest, standard }) => {
            const number = numbers[key] ?? Number.NaN
            const fits = Number.isInteger(number) && number >= lowest && number <= highest
            return (
              <NumberInput
                key={key}
                label={title}
                description={text}
                suffix={` ${unit}`}
                min={lowest}
                max={highest}
                clampBehavior="none"
                allowDecimal={false}
                allowNegative={false}
                value={Number.isNaN(number) ? '' : number}
                error={
                  fits
                    ? null
                    : lowest === highest
                      ? `${lowest} ${unit}.`
                      : `From ${lowest} to ${highest} ${unit}; ${standard} is standard.`
                }
                onChange={(value) => onChange(key, typeof value === 'number' ? value : Number.NaN)}
              />
            )
          })}
        </div>
      </section>
      <section className="ad-card" aria-labelledby="po-guards">
        <h2 id="po-guards">What no policy can switch off</h2>
        <ul className="po-guards">
          {guards.map((guard) => (
            <li key={guard}>
              <IconShieldCheck size={18} stroke={1.7} aria-hidden />
              {guard}
            </li>
          ))}
        </ul>
      </section>
    </div>
  )
}
