/** Figures as people read them: money, shares, intervals, levels of evidence. */

import { lasted } from './times'

/** "$1,240", "$12.40", "−$3.20": cents only where they matter. */
export function money(value: number, currency = 'USD'): string {
  const cents = Math.abs(value) < 100 && !Number.isInteger(value)
  return value.toLocaleString('en-US', {
    style: 'currency',
    currency,
    minimumFractionDigits: cents ? 2 : 0,
    maximumFractionDigits: cents ? 2 : 0,
  })
}

/** "42 %", and one decimal where whole points would hide it ("0.4 %"). */
export function share(value: number | null | undefined): string {
  if (value === null || value === undefined || Number.isNaN(value)) return '–'
  const points = value * 100
  const digits = points > 0 && points < 1 ? 1 : 0
  return `${points.toFixed(digits)} %`
}

/** "31 to 54 %". */
export function interval(range: readonly [number, number] | null | undefined): string {
  if (!range) return ''
  const low = Math.round(range[0] * 100)
  const high = Math.round(range[1] * 100)
  return low === high ? `${low} %` : `${low} to ${high} %`
}

export function count(value: number): string {
  return value.toLocaleString('en-US')
}

export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`
}

/** A value with its unit, as the report names units. */
export function inUnit(value: number | null | undefined, unit: string): string {
  if (value === null || value === undefined) return '–'
  if (unit === 'share') return share(value)
  if (unit === 'seconds') return lasted(value)
  if (unit === 'dollars') return money(value)
  const rounded = count(Math.round(value * 100) / 100)
  return unit === 'count' || unit === 'score' || unit === '' ? rounded : `${rounded} ${unit}`
}

/** Below this many episodes a rate says more about luck than about the bot. */
export const SMALL_SAMPLE = 30

export function isSmall(sample: number): boolean {
  return sample < SMALL_SAMPLE
}

/**
 * Whole percentages that add to exactly 100 (largest remainder), so that a reader's sum works out.
 * All zeros stay zeros.
 */
export function wholePercents(counts: readonly number[]): number[] {
  const total = counts.reduce((sum, value) => sum + value, 0)
  if (total === 0) return counts.map(() => 0)
  const raw = counts.map((value) => (value / total) * 100)
  const floors = raw.map(Math.floor)
  const missing = 100 - floors.reduce((sum, value) => sum + value, 0)
  const order = raw
    .map((value, index) => ({ index, rest: value - Math.floor(value) }))
    .sort((a, b) => b.rest - a.rest || a.index - b.index)
  for (const { index } of order.slice(0, missing)) floors[index] = (floors[index] ?? 0) + 1
  return floors
}

/** "340 kB", "2.4 MB". */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1_000))} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
