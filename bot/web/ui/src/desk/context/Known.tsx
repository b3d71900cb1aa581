/** Who the visitor is and what they did: facts gathered, customer and orders, pages, cart, history. */

import { IconCircleCheck, IconUserQuestion } from '@tabler/icons-react'
import { money } from '../../staff/figures'
import { OutcomeTag } from '../../staff/levels'
import { Said } from '../../staff/now'
import { addressOf } from '../../staff/place'
import type { Packet, PacketCustomer } from '../../staff/types'
import { factsOf, identityText, pagesOf, spelled } from './packetFacts'
import { Facts, Section } from './Section'

const PAGES_SHOWN = 6

function Identity({ packet }: { packet: Packet }) {
  const { identity } = packet
  const verified = identity.level === 'verified'
  const Icon = verified ? IconCircleCheck : IconUserQuestion
  return (
    <Section title="Who it is">
      <p className="dk-identity" data-verified={verified || undefined}>
        <Icon size={16} aria-hidden /> {identityText(identity.level)}
      </p>
      <Facts
        facts={[
          { name: 'Name', value: identity.name ?? packet.customer?.name },
          { name: 'E-mail', value: identity.email },
          { name: 'Customer', value: identity.customer_id },
        ]}
      />
    </Section>
  )
}

function orderTotal(total: number | string): string {
  const amount = Number(total)
  return Number.isFinite(amount) ? money(amount) : String(total)
}

function Customer({ customer }: { customer: PacketCustomer }) {
  return (
    <Section title="Customer">
      <Facts
        facts={[
          { name: 'Tier', value: customer.tier ? spelled(customer.tier) : null },
          { name: 'Since', value: customer.since ? <Said at={customer.since} /> : null },
        ]}
      />
      {customer.orders && customer.orders.length > 0 && (
        <table className="dk-orders">
          <thead>
            <tr>
              <th>Order</th>
              <th>Status</th>
              <th className="st-number">Total</th>
            </tr>
          </thead>
          <tbody>
            {customer.orders.map((order) => (
              <tr key={order.number}>
                <td>
                  #{order.number.replace(/^#/, '')}
                  <br />
                  <Said at={order.placed_at} className="st-soft" />
                </td>
                <td>{spelled(order.status)}</td>
                <td className="st-number">{orderTotal(order.total)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
    </Section>
  )
}

export function Known({ packet }: { packet: Packet }) {
  const gathered = [...factsOf(packet.slots), ...factsOf(packet.pre_chat)]
  const pages = pagesOf(packet.pages)
  return (
    <>
      {gathered.length > 0 && (
        <Section title="Gathered so far">
          <Facts facts={gathered} />
        </Section>
      )}
      <Identity packet={packet} />
      {packet.customer && <Customer customer={packet.customer} />}
      {(pages.length > 0 || packet.cart_value) && (
        <Section title="On the site">
          {packet.cart_value ? <Facts facts={[{ name: 'Cart', value: money(packet.cart_value) }]} /> : null}
          <ol className="dk-pages">
            {pages.slice(0, PAGES_SHOWN).map((page, index) => (
              <li key={page.key} title={page.address}>
                {page.title}
                {index === 0 && <span className="st-soft"> now</span>}
              </li>
            ))}
          </ol>
        </Section>
      )}
      {packet.history.length > 0 && (
        <Section title="Earlier contacts">
          <ul className="dk-history">
            {packet.history.map((contact) => (
              <li key={`${contact.conversation_id}-${contact.at}`}>
                <a href={addressOf('done', contact.conversation_id)}>{contact.reason_title || 'No reason noted'}</a>
                <span className="dk-history-foot">
                  {contact.outcome && <OutcomeTag outcome={contact.outcome} />}
                  <Said at={contact.at} className="st-soft" />
                </span>
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}
