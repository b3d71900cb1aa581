/** Bot first compared with person first: both arms, their difference with its interval, and how far to trust it. */

import { Alert, Table } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { count, interval, inUnit, money, share } from '../../staff/figures'
import { addressOf } from '../../staff/place'
import { Empty } from '../../staff/states'
import { Sideways } from '../Sideways'
import { difference } from './changes'
import { useOverview } from './data'
import { type Filter, isNarrowed } from './filter'
import { Page } from './Page'
import type { Holdout } from './types'

export function HoldoutPage({ filter }: { filter: Filter }) {
  const query = useOverview(filter)
  return (
    <Page filter={filter} query={query}>
      {({ holdout }) =>
        holdout.state === 'off' ? <Off holdout={holdout} /> : <Told holdout={holdout} narrowed={isNarrowed(filter)} />
      }
    </Page>
  )
}

function Off({ holdout }: { holdout: Holdout }) {
  return (
    <section className="ad-card">
      <Empty title="No holdout is running">
        {holdout.note ||
          'An operator sets FIRSTLINE_HOLDOUT_SHARE, such as 0.1: so many visitors are offered a person first.'}{' '}
        The stated share who would otherwise have contacted is used meanwhile; see{' '}
        <a href={addressOf('overview', 'costs')}>Costs</a>.
      </Empty>
    </section>
  )
}

function Told({ holdout, narrowed }: { holdout: Holdout; narrowed: boolean }) {
  return (
    <>
      {holdout.warnings.map((warning) => (
        <Alert key={warning} color="warn" variant="light" icon={<IconAlertTriangle />} title="Read with care">
          {warning}
        </Alert>
      ))}
      <section className="ad-card" aria-labelledby="fg-differences">
        <h2 id="fg-differences">Bot first less person first, per visitor</h2>
        <p className="st-soft">{holdout.definition}</p>
        {narrowed && (
          <p className="st-soft">
            Of all visitors of the period: the draw made the arms alike as a whole, so the other filters don’t narrow
            them.
          </p>
        )}
        <div className="fg-cards">
          {holdout.differences.map((one) => (
            <section key={one.key} className="fg-card" aria-label={one.title}>
              <h3>{one.title}</h3>
              <p className="ov-big">{typeof one.value === 'number' ? difference(one.value, one.unit) : '–'}</p>
              <p className="st-soft">
                {one.interval
                  ? `likely between ${difference(one.interval[0], one.unit)} and ${difference(one.interval[1], one.unit)}: ${
                      one.clear ? 'more than chance' : 'within what chance does'
                    }`
                  : 'too few visitors for an interval'}
              </p>
              {typeof one.needed === 'number' && (
                <p className="st-soft">
                  {count(one.needed)} visitors of each arm would show such a difference (80 % power).
                </p>
              )}
            </section>
          ))}
        </div>
      </section>
      <section className="ad-card" aria-labelledby="fg-arms">
        <h2 id="fg-arms">The two arms</h2>
        <Sideways label="Arms of the holdout">
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Arm</Table.Th>
                <Table.Th className="st-number">Visitors</Table.Th>
                <Table.Th className="st-number">Human contacts each, 7 days</Table.Th>
                <Table.Th className="st-number">Cost each, 7 days</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {holdout.arms.map((arm) => (
                <Table.Tr key={arm.arm}>
                  <Table.Td>{arm.title}</Table.Td>
                  <Table.Td className="st-number">{count(arm.visitors)}</Table.Td>
                  <Table.Td className="st-number">{inUnit(arm.human_contacts, 'count')}</Table.Td>
                  <Table.Td className="st-number">{typeof arm.cost === 'number' ? money(arm.cost) : '–'}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Sideways>
        <Trust holdout={holdout} />
      </section>
    </>
  )
}

function Trust({ holdout }: { holdout: Holdout }) {
  const { balance, would_contact: contact } = holdout
  return (
    <dl className="fg-trust">
      {balance && (
        <div>
          <dt>Split</dt>
          <dd>
            {share(balance.share)} person first, {share(balance.expected_share)} expected
            {typeof balance.p_value === 'number' && ` (p = ${balance.p_value.toFixed(3)})`}
            {balance.unbalanced ? ': out of balance' : ': in balance'}
          </dd>
        </div>
      )}
      {typeof contact === 'number' && (
        <div>
          <dt>Would otherwise have contacted</dt>
          <dd>{interval([contact, contact])}, as measured here and used for the net saving</dd>
        </div>
      )}
      <div>
        <dt>Method</dt>
        <dd>{holdout.method}</dd>
      </div>
      <div>
        <dt>What it says</dt>
        <dd>{holdout.note}</dd>
      </div>
    </dl>
  )
}
