/** What the figures are of: a period and what narrows it, kept in the address; pure. */

export const PERIODS = [7, 30, 90] as const
export const NARROWED = ['channel', 'department', 'reason'] as const
export type Narrowing = (typeof NARROWED)[number]

export interface Filter {
  /** The last so many days, today included; null where days were chosen. */
  days: number | null
  /** "2026-03-01": the first and the last day, both included. */
  from: string | null
  to: string | null
  channel: string | null
  department: string | null
  reason: string | null
}

export const STANDARD: Filter = { days: 30, from: null, to: null, channel: null, department: null, reason: null }

const DAY = /^\d{4}-\d{2}-\d{2}$/

function isDay(text: string | null): text is string {
  if (!text || !DAY.test(text)) return false
  const at = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(at.getTime()) && at.toISOString().startsWith(text)
}

/** A day so many days later. */
export function plusDays(day: string, days: number): string {
  const at = new Date(`${day}T00:00:00Z`)
  at.setUTCDate(at.getUTCDate() + days)
  return at.toISOString().slice(0, 10)
}

/** The filter that an address names; what makes no sense in it is as if it were not there. */
export function filterOf(query: URLSearchParams): Filter {
  const [from, to] = [query.get('from'), query.get('to')]
  const chosen = isDay(from) && isDay(to) && from <= to
  const days = Number(query.get('days'))
  return {
    days: chosen ? null : Number.isInteger(days) && days >= 1 && days <= 366 ? days : STANDARD.days,
    from: chosen ? from : null,
    to: chosen ? to : null,
    channel: query.get('channel') || null,
    department: query.get('department') || null,
    reason: query.get('reason') || null,
  }
}

/** The filter for an address: only what differs from the standard. */
export function inAddress(filter: Filter): string {
  const query = new URLSearchParams()
  if (filter.from && filter.to) {
    query.set('from', filter.from)
    query.set('to', filter.to)
  } else if (filter.days !== STANDARD.days) query.set('days', String(filter.days))
  for (const name of NARROWED) {
    const value = filter[name]
    if (value) query.set(name, value)
  }
  const text = query.toString()
  return text ? `?${text}` : ''
}

/** The filter as the server takes it; there the end is the first day after the period. */
export function forServer(filter: Filter): Record<string, string | number | null> {
  const period: Record<string, string | number | null> =
    filter.from && filter.to
      ? { from: filter.from, to: plusDays(filter.to, 1) }
      : { days: filter.days ?? STANDARD.days }
  return { ...period, channel: filter.channel, department: filter.department, reason: filter.reason }
}

export function isNarrowed(filter: Filter): boolean {
  return NARROWED.some((name) => filter[name] !== null)
}

function dayWords(day: string): string {
  return new Date(`${day}T12:00:00Z`).toLocaleDateString('en-GB', {
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    timeZone: 'UTC',
  })
}

/** "the last 30 days", "1 Mar 2026 to 31 Mar 2026". */
export function periodWords(filter: Filter): string {
  if (!filter.from || !filter.to) return filter.days === 1 ? 'today' : `the last ${filter.days} days`
  return filter.from === filter.to ? dayWords(filter.from) : `${dayWords(filter.from)} to ${dayWords(filter.to)}`
}
