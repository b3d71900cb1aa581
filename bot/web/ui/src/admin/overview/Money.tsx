/** What it saved: low, expected, high; the terms it is made of are one click away. */

import { Button, Drawer } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { money as dollars, inUnit } from '../../staff/figures'
import type { Report, Term } from '../../staff/types'
import { spelledOut } from './words'

export function Money({ money, early }: { money: Report['money']; early: boolean }) {
  const [opened, { open, close }] = useDisclosure(false)
  const { net_saving: net, gross_saving: gross, currency } = money
  const say = (value: number) => dollars(value, currency)
  return (
    <section className="ad-card ov-money" aria-labelledby="ov-money">
      <h2 id="ov-money">Net saving</h2>
      {early ? (
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
            <p className="ov-big">{say(net.expected)}</p>
            <p className="st-soft">expected</p>
          </div>
          <SavingRange low={net.low} expected={net.expected} high={net.high} />
        </>
      )}
      <dl className="ov-savings">
        {!early && (
          <>
            <div>
              <dt>Low</dt>
              <dd>{say(net.low)}</dd>
            </div>
            <div>
              <dt>High</dt>
              <dd>{say(net.high)}</dd>
            </div>
          </>
        )}
        <div>
          <dt>Gross</dt>
          <dd>{say(gross.value)}</dd>
        </div>
      </dl>
      <Button variant="default" size="xs" onClick={open} className="ov-how">
        How this is reckoned
      </Button>
      <Drawer opened={opened} onClose={close} title="How the saving is reckoned" size="md">
        <div className="ov-terms">
          <h3>Net saving, expected {say(net.expected)}</h3>
          <p className="st-soft">{net.note}</p>
          <Terms terms={net.terms} />
          <p className="st-soft">
            Low, {say(net.low)}: only episodes the visitor confirmed. High, {say(net.high)}: all that were settled by
            the standard rate.
          </p>
          <h3>Gross saving, {say(gross.value)}</h3>
          <p className="st-soft">Before the cost of all tries, and as if every one of them would have become a chat.</p>
          <Terms terms={gross.terms} />
        </div>
      </Drawer>
    </section>
  )
}

function SavingRange({ low, expected, high }: { low: number; expected: number; high: number }) {
  const width = Math.max(high - low, 1e-9)
  const at = Math.min(100, Math.max(0, ((expected - low) / width) * 100))
  return (
    <svg className="ov-range" viewBox="0 0 100 12" preserveAspectRatio="none" aria-hidden="true">
      <rect x="0" y="2" width="100" height="8" className="ov-range-band" />
      <rect x={Math.min(99.2, at)} y="0" width="0.8" height="12" className="ov-range-at" />
    </svg>
  )
}

function Terms({ terms }: { terms: Term[] }) {
  return (
    <table className="ad-plain-table">
      <tbody>
        {terms.map((term) => (
          <tr key={term.name}>
            <th scope="row">{spelledOut(term.name)}</th>
            <td className="st-number">{inUnit(term.value, term.unit)}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}
