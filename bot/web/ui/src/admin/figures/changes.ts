/** How a figure changed since the period before, in words, and whether that is good; pure. */

import { inUnit, interval as percents } from '../../staff/figures'
import type { Change, Figure } from './types'

const MORE_IS_BETTER = new Set([
  'strict',
  'standard',
  'durable',
  'containment',
  'resolution_rate',
  'first_contact_resolution',
  'first_response_in_time',
  'csat',
  'happy_chats',
  'nps',
  'invitation_acceptance',
  'conversion_rate',
  'quote_rate',
  'invitation_sales',
  'value_of_happy_chats',
  'average_order_value',
  'value_of_chat_visitor',
  'confirmed',
  'assumed',
])
const LESS_IS_BETTER = new Set([
  'come_backs',
  'wrong_answers',
  'queue_abandonment',
  'first_response_time',
  'time_to_accept',
  'bot_response_time',
  'short_sessions',
  'cart_abandonment',
  'cost_per_contact',
  'total_cost_per_contact',
  'negative',
  'abandoned',
])

export type Feeling = 'good' | 'bad' | 'plain'

/** Whether a change is good news. Only what is more than chance has a feeling. */
export function feelingOf(key: string, change: Change): Feeling {
  if (!change.clear || !change.difference) return 'plain'
  const up = change.difference > 0
  if (MORE_IS_BETTER.has(key)) return up ? 'good' : 'bad'
  if (LESS_IS_BETTER.has(key)) return up ? 'bad' : 'good'
  return 'plain'
}

function signed(text: string, value: number): string {
  return value > 0 ? `+${text}` : value < 0 ? `−${text}` : text
}

function points(value: number): string {
  const size = Math.abs(value * 100)
  return size > 0 && size < 1 ? size.toFixed(1) : String(Math.round(size))
}

/** "+3 points", "−12 s", "+$4": how much it changed. */
export function difference(value: number, unit: string): string {
  if (unit === 'score') return signed(scored(Math.abs(value)), value)
  if (unit === 'share') return signed(`${points(value)} ${points(value) === '1' ? 'point' : 'points'}`, value)
  return signed(inUnit(Math.abs(value), unit), value)
}

function scored(value: number): string {
  return value >= 10 ? String(Math.round(value)) : value.toFixed(value < 1 ? 2 : 1)
}

/** The short words beside a figure; null where nothing can be compared. */
export function shortWords(change: Change | null | undefined, unit: string): string | null {
  if (!change || change.difference === null || change.difference === undefined) return null
  if (change.difference === 0) return 'as before'
  return difference(change.difference, unit)
}

/** The whole story of a change, for those who want to know. */
export function longWords(change: Change, unit: string): string {
  if (change.before === null || change.before === undefined) return 'Nothing to compare with in the period before.'
  const before = `The period before: ${inUnit(change.before, unit)}${
    change.sample_before && unit !== 'count' ? ` of ${change.sample_before.toLocaleString('en-US')}` : ''
  }.`
  if (!change.interval) return before
  const [low, high] = change.interval
  const verdict = change.clear ? 'more than chance' : 'within what chance does'
  return `${before} The difference is likely between ${difference(low, unit)} and ${difference(high, unit)}: ${verdict}.`
}

/** The interval of a figure in its unit: "31 to 54 %", "40 s to 1 min 10 s". */
export function intervalWords(figure: Pick<Figure, 'key' | 'interval' | 'unit'>): string {
  if (!figure.interval) return ''
  if (figure.unit === 'share') return percents(figure.interval)
  const [low, high] = figure.interval
  if (figure.unit === 'score') {
    // Few ratings give an interval wider than the scale.
    const [least, most] = figure.key === 'csat' ? [1, 5] : [-100, 100]
    const say = (value: number) => value.toFixed(figure.key === 'csat' ? 1 : 0).replace('-', '−')
    return `${say(Math.max(least, low))} to ${say(Math.min(most, high))}`
  }
  return `${inUnit(low, figure.unit)} to ${inUnit(high, figure.unit)}`
}

/** A figure's value as people read it. */
export function valueWords(figure: Pick<Figure, 'key' | 'value' | 'unit'>): string {
  const { key, value, unit } = figure
  if (value === null || value === undefined) return '–'
  if (key === 'csat') return `${value.toFixed(1)} of 5`
  if (key === 'nps') return signed(Math.abs(Math.round(value)).toString(), Math.round(value))
  return inUnit(value, unit)
}

/** What a figure was made of: "123 of 456", "of 80". */
export function sampleWords(figure: Pick<Figure, 'numerator' | 'denominator' | 'sample' | 'unit'>): string {
  const { numerator, denominator, sample, unit } = figure
  if (typeof numerator === 'number' && typeof denominator === 'number') {
    return `${numerator.toLocaleString('en-US')} of ${denominator.toLocaleString('en-US')}`
  }
  if (unit === 'count' || !sample) return ''
  return `of ${sample.toLocaleString('en-US')}`
}
