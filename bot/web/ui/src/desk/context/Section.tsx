import type { ReactNode } from 'react'

/** A titled part of the context; parts without content are left out by whoever draws them. */
export function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="dk-section">
      <h3>{title}</h3>
      {children}
    </section>
  )
}

export interface Fact {
  name: string
  value: ReactNode
}

/** Names and values; those without a value are not drawn. */
export function Facts({ facts }: { facts: Fact[] }) {
  const known = facts.filter(({ value }) => value !== null && value !== undefined && value !== '')
  if (known.length === 0) return null
  return (
    <dl className="dk-facts">
      {known.map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  )
}
