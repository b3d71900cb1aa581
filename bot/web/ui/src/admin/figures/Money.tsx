/** What it saved: low, expected, high; the terms it is made of are one click away. */

import { Button, Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { money as dollars, inUnit } from '../../staff/figures'
import { spelledOut } from '../words'
import { Changed } from './Changed'
import type { Overview, Saving, Term } from './types'

export function Money({ money, early }: { money: Overview['money']; early: boolean }) {
  const [opened, { open, close }] = useDisclosure(false)
  const net = money.savings.find(({ key }) => key === 'net_saving')
  const others = money.savings.filter(({ key }) => key !== 'net_saving')
  return (
    <section className="ad-card ov-money" aria-labelledby="fg-money">
      <h2 id="fg-money">Net saving</h2>
      {early || !net || typeof net.value !== 'number' ? (
        <div>
          <p className="ov-big">–</p>
          <p className="st-soft">
            Too early to say: only what stays settled for 7 days counts. Before that and before all costs it is the
            gross below.
          </p>
        </div>
      ) : (
        <>
          <div>
            <p className="fg-value">
              <span className="ov-big">{dollars(net.value)}</span>
              <Changed of="net_saving" change={net.change} unit="dollars" />
            </p>
            <p className="st-soft">expected</p>
          </div>
          <SavingRange saving={net} />
        </>
      )}
      <dl className="ov-savings">
        {!early && net && <Amount name="Low" value={net.low} />}
        {!early && net && <Amount name="High" value={net.high} />}
        {others.map((saving) => (
          <Amount key={saving.key} name={saving.title.replace(/ saving$/i, '')} value={saving.value} />
        ))}
      </dl>
      <Button variant="default" size="xs" onClick={open} className="ov-how">
        How this is reckoned
      </Button>
      <Drawer opened={opened} onClose={close} title="How the saving is reckoned" size="md">
        <SavingsTold savings={money.savings} />
      </Drawer>
    </section>
  )
}

function Amount({ name, value }: { name: string; value: number | null | undefined }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{typeof value === 'number' ? dollars(value) : '–'}</dd>
    </div>
  )
}

function SavingRange({ saving }: { saving: Saving }) {
  const { low, high, value } = saving
  if (typeof low !== 'number' || typeof high !== 'number' || typeof value !== 'number') return null
  const width = Math.max(high - low, 1e-9)
  const at = Math.min(100, Math.max(0, ((value - low) / width) * 100))
  return (
    <svg className="ov-range" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect x="0" y="2" width="100" height="8" className="ov-range-band" />
      <rect x={Math.min(99.2, at)} y="0" width="0.8" height="12" className="ov-range-at" />
    </svg>
  )
}

/** Each saving with its definition, its note and every term. */
export function SavingsTold({ savings }: { savings: Saving[] }) {
  return (
    <div className="ov-terms">
      {savings.map((saving) => (
        <section key={saving.key} aria-label={saving.title}>
          <h3>
            {saving.title}
            {typeof saving.value === 'number' && <>, {dollars(saving.value)}</>}
          </h3>
          {typeof saving.low === 'number' && typeof saving.high === 'number' && (
            <p className="st-soft">
              Low {dollars(saving.low)}, high {dollars(saving.high)}.
            </p>
          )}
          {saving.interval && (
            <p className="st-soft">
              Likely between {dollars(saving.interval[0])} and {dollars(saving.interval[1])}.
            </p>
          )}
          <p className="st-soft">{saving.definition}</p>
          <Terms terms={saving.terms} />
          <p className="st-soft">{saving.note}</p>
        </section>
      ))}
    </div>
  )
}

export function Terms({ terms }: { terms: Term[] }) {
  return (
    <table className="ad-plain-table">
      <tbody>
        {terms.map((term) => (
          <tr key={term.name}>
            <th scope="row">
              {spelledOut(term.name)}
              {term.note && <div className="st-soft">{term.note}</div>}
            </th>
            <td className="st-number">{inUnit(term.value, term.unit)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
