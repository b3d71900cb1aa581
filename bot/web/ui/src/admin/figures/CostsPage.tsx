/** What contacts cost by channel, what a matter costs before and since self-service, and what was saved. */

import { Table } from '@mantine/core'
import { count, money } from '../../staff/figures'
import { addressOf } from '../../staff/place'
import { useMe } from '../../staff/session'
import { Empty } from '../../staff/states'
import { exact } from '../../staff/times'
import { Sideways } from '../Sideways'
import { BarsChart } from './charts/lazy'
import { useOverview } from './data'
import { FigureCard } from './FigureCard'
import type { Filter } from './filter'
import { SavingsTold } from './Money'
import { Page } from './Page'
import type { Costs, Overview } from './types'

const PARTS = [
  { key: 'staff', name: 'Staff', color: 'var(--fl-outcome-handed-off)' },
  { key: 'systems', name: 'Systems', color: 'var(--fl-outcome-assumed)' },
  { key: 'tools', name: 'Tools', color: 'var(--fl-outcome-abandoned)' },
  { key: 'fees', name: 'Per contact', color: 'var(--fl-outcome-pending)' },
] as const

export function CostsPage({ filter }: { filter: Filter }) {
  const query = useOverview(filter)
  return (
    <Page filter={filter} query={query}>
      {(overview, open) => (
        <>
          <FiguresOfMoney overview={overview} onOpen={open} />
          {filter.channel !== null && (
            <p className="st-soft">
              What a matter costs, and the cost by channel, are of all channels: of the filters, period, department and
              reason narrow them.
            </p>
          )}
          <Cases costs={overview.money.costs} />
          <Channels costs={overview.money.costs} />
          <section className="ad-card" aria-labelledby="fg-saved">
            <h2 id="fg-saved">What was saved, with every term</h2>
            <SavingsTold savings={overview.money.savings} />
          </section>
        </>
      )}
    </Page>
  )
}

function FiguresOfMoney({
  overview,
  onOpen,
}: { overview: Overview } & Pick<Parameters<typeof FigureCard>[0], 'onOpen'>) {
  const figures = overview.figures.filter(({ group }) => group === 'money' || group === 'sales')
  if (figures.length === 0) return null
  return (
    <section className="ad-card" aria-labelledby="fg-cost-figures">
      <h2 id="fg-cost-figures">Cost and value</h2>
      <div className="fg-cards">
        {figures.map((figure) => (
          <FigureCard key={figure.key} figure={figure} onOpen={onOpen} />
        ))}
      </div>
    </section>
  )
}

function Cases({ costs }: { costs: Costs }) {
  const columns = [
    { title: 'In this period', one: costs.cases },
    { title: 'Before self-service', one: costs.before_self_service },
    { title: 'Since self-service', one: costs.since_self_service },
  ]
  return (
    <section className="ad-card" aria-labelledby="fg-cases">
      <h2 id="fg-cases">What a matter costs, before and since</h2>
      <p className="st-soft">
        The cost of all channels, divided by cases: visitors use several channels for one matter.
        {costs.self_service_began && ` Self-service began ${exact(new Date(costs.self_service_began))}.`}
      </p>
      <div className="fg-cards">
        {columns.map(({ title, one }) => (
          <section key={title} className="fg-card" aria-label={title}>
            <h3>{title}</h3>
            <p className="ov-big">{one && typeof one.each === 'number' ? money(one.each) : '–'}</p>
            <p className="st-soft">
              {one && one.cases > 0
                ? `${money(one.total)} for ${count(one.cases)} cases with ${count(one.contacts)} contacts`
                : 'nothing on record'}
            </p>
          </section>
        ))}
      </div>
    </section>
  )
}

function Channels({ costs }: { costs: Costs }) {
  const { channels } = costs
  const admin = useMe().role === 'admin'
  return (
    <section className="ad-card" aria-labelledby="fg-channels">
      <h2 id="fg-channels">Cost per contact by channel</h2>
      {admin && (
        <p className="st-soft fg-unprinted">
          From the prices that an admin sets under <a href={addressOf('prices')}>Costs</a>, and from{' '}
          <a href={addressOf('imports')}>contacts of other channels</a>.
        </p>
      )}
      {channels.length === 0 ? (
        <Empty title="No costs yet">They stand here as soon as there are contacts in this period.</Empty>
      ) : (
        <>
          <BarsChart
            rows={channels.map((channel) => ({
              name: channel.title,
              ...Object.fromEntries(
                PARTS.map(({ key, name }) => [name, channel.contacts > 0 ? round(channel[key] / channel.contacts) : 0]),
              ),
            }))}
            series={PARTS.map(({ name, color }) => ({ name, color }))}
            axis="Dollars a contact"
            lying
            legend
            height={110 + channels.length * 34}
            format={(value) => money(value)}
          />
          <Sideways label="Table of costs by channel">
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Channel</Table.Th>
                  <Table.Th className="st-number">Contacts</Table.Th>
                  {PARTS.map(({ key, name }) => (
                    <Table.Th key={key} className="st-number">
                      {name}
                    </Table.Th>
                  ))}
                  <Table.Th className="st-number">In all</Table.Th>
                  <Table.Th className="st-number">Each</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {channels.map((channel) => (
                  <Table.Tr key={channel.channel}>
                    <Table.Td>
                      {channel.title}
                      {channel.stated && <span className="st-soft"> (stated price)</span>}
                    </Table.Td>
                    <Table.Td className="st-number">{count(channel.contacts)}</Table.Td>
                    {PARTS.map(({ key }) => (
                      <Table.Td key={key} className="st-number">
                        {money(channel[key])}
                      </Table.Td>
                    ))}
                    <Table.Td className="st-number">{money(channel.total)}</Table.Td>
                    <Table.Td className="st-number">
                      <strong>{typeof channel.each === 'number' ? money(channel.each) : '–'}</strong>
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Sideways>
        </>
      )}
    </section>
  )
}

function round(value: number): number {
  return Math.round(value * 100) / 100
}
