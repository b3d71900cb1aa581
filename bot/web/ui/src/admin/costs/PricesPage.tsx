/** What contacts cost on each channel: today, from which day, and who set it. */

import { Button, Table } from '@mantine/core'
import { useState } from 'react'
import { money } from '../../staff/figures'
import { Said } from '../../staff/now'
import { addressOf } from '../../staff/place'
import { Failure, RowsLoading } from '../../staff/states'
import type { Price, Prices } from '../../staff/types'
import { PageHead } from '../PageHead'
import { Sideways } from '../Sideways'
import { usePrices } from './data'
import { PriceDialog } from './PriceDialog'
import { PARTS } from './parts'
import './costs.css'

const TABS = [
  { key: 'prices', title: 'Prices' },
  { key: 'imports', title: 'Imports' },
] as const

export function CostTabs({ here }: { here: (typeof TABS)[number]['key'] }) {
  return (
    <nav className="kn-tabs" aria-label="Costs">
      {TABS.map(({ key, title }) => (
        <a key={key} href={addressOf(key)} aria-current={key === here ? 'page' : undefined}>
          {title}
        </a>
      ))}
    </nav>
  )
}

export function PricesPage() {
  const { data, error, refetch } = usePrices()
  return (
    <>
      <PageHead
        title="Costs"
        says="What contacts cost on each channel. Savings and costs per contact are reckoned with these, each from its day on."
      />
      <CostTabs here="prices" />
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <RowsLoading rows={6} height={44} />}
      {data && <Told prices={data} />}
    </>
  )
}

function Told({ prices }: { prices: Prices }) {
  const [setting, setSetting] = useState<Prices['channels'][number] | null>(null)
  return (
    <>
      <section className="ad-card" aria-labelledby="co-now">
        <h2 id="co-now">Today</h2>
        <p className="st-soft">Without prices, the stated price of the settings counts (FIRSTLINE_COST_…).</p>
        <Sideways label="Prices today">
          <Table>
            <PriceHead first="Channel" last="" />
            <Table.Tbody>
              {prices.channels.map((channel) => (
                <Table.Tr key={channel.channel}>
                  <Table.Td>
                    {channel.title}
                    {channel.price && <div className="st-soft">since {channel.price.since}</div>}
                  </Table.Td>
                  <PriceCells price={channel.price} />
                  <Table.Td className="st-number">
                    <Button
                      size="xs"
                      variant="default"
                      onClick={() => setSetting(channel)}
                      aria-label={`Set the prices of ${channel.title}`}
                    >
                      Set
                    </Button>
                  </Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Sideways>
      </section>
      {prices.versions.length > 0 && (
        <section className="ad-card" aria-labelledby="co-set">
          <h2 id="co-set">What was set</h2>
          <Sideways label="Prices that were set">
            <Table>
              <PriceHead first="Channel, from" last="Set by" />
              <Table.Tbody>
                {prices.versions.map((version) => (
                  <Table.Tr key={version.number}>
                    <Table.Td>
                      {version.title}, from {version.since}
                      {version.note && <div className="st-soft">{version.note}</div>}
                    </Table.Td>
                    <PriceCells price={version} />
                    <Table.Td className="st-number">
                      {version.by} <Said at={version.at} className="st-soft" />
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
          </Sideways>
        </section>
      )}
      <PriceDialog channel={setting} onClose={() => setSetting(null)} />
    </>
  )
}

function PriceHead({ first, last }: { first: string; last: string }) {
  return (
    <Table.Thead>
      <Table.Tr>
        <Table.Th>{first}</Table.Th>
        {PARTS.map(({ key, title }) => (
          <Table.Th key={key} className="st-number">
            {title}
          </Table.Th>
        ))}
        <Table.Th className="st-number">{last || <span className="st-hidden">Change</span>}</Table.Th>
      </Table.Tr>
    </Table.Thead>
  )
}

function PriceCells({ price }: { price: Price | null }) {
  return PARTS.map(({ key, minutes }) => (
    <Table.Td key={key} className="st-number">
      {!price || price[key] === 0 ? (
        <span className="st-soft">–</span>
      ) : minutes ? (
        `${price[key]} min`
      ) : (
        money(price[key])
      )}
    </Table.Td>
  ))
}
