/** Reading the looser parts of a packet: slots, pages, pre-chat answers; pure. */

import type { Packet } from '../../staff/types'

/** "order_number" as "Order number". */
export function spelled(key: string): string {
  const words = key.replace(/_/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}

/** A gathered value as one line; nothing for what was not gathered. */
export function valueText(value: unknown): string | null {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'boolean') return value ? 'Yes' : 'No'
  if (Array.isArray(value)) return value.map(valueText).filter(Boolean).join(', ') || null
  if (typeof value === 'object') {
    return (
      Object.entries(value)
        .map(([name, inner]) => [name, valueText(inner)] as const)
        .filter(([, inner]) => inner)
        .map(([name, inner]) => `${spelled(name)}: ${inner}`)
        .join(', ') || null
    )
  }
  return String(value)
}

/** Gathered facts as names and lines, without the empty ones. */
export function factsOf(values: Record<string, unknown> | null | undefined): { name: string; value: string }[] {
  return Object.entries(values ?? {}).flatMap(([key, value]) => {
    const text = valueText(value)
    return text === null ? [] : [{ name: spelled(key), value: text }]
  })
}

export interface Page {
  key: string
  address: string
  title: string
}

/** The pages a visitor saw, last first, the same one in a row only once. */
export function pagesOf(pages: Packet['pages'] | null | undefined): Page[] {
  const seen: Page[] = []
  for (const page of pages ?? []) {
    const address = typeof page === 'string' ? page : (page.url ?? page.path ?? '')
    const title = (typeof page === 'string' ? '' : page.title) || shortAddress(address)
    if (address && seen[0]?.address !== address) seen.unshift({ key: `${seen.length} ${address}`, address, title })
  }
  return seen
}

function shortAddress(address: string): string {
  try {
    const url = new URL(address, 'https://here.invalid')
    return decodeURI(url.pathname + url.search)
  } catch {
    return address
  }
}

const IDENTITY: Record<string, string> = {
  anonymous: 'Not identified',
  known: 'Known by e-mail, not verified',
  verified: 'Verified',
}

/** How sure we are who it is, in words. */
export function identityText(level: string): string {
  return IDENTITY[level] ?? spelled(level)
}

/** The goal, and apart from it the visitor's own words where the goal ends with them. */
export function goalOf({ goal, reason_title }: Pick<Packet, 'goal' | 'reason_title'>): { goal: string; quote: string } {
  const [, says, words] = goal?.match(/^(.+?): (“.+”)$/s) ?? []
  if (says && words) return { goal: says, quote: words }
  return { goal: goal || reason_title || 'The goal is not known yet', quote: '' }
}
