/** The decided outcomes in a fixed order, with whole percentages that add to 100; pure. */

import { wholePercents } from '../../staff/figures'
import type { Outcome } from '../../staff/types'
import type { OutcomeRow } from './types'

export const ORDER: Outcome[] = ['confirmed', 'assumed', 'handed_off', 'negative', 'abandoned']

export interface Part {
  outcome: Outcome
  count: number
  percent: number
  interval: OutcomeRow['interval']
  change: OutcomeRow['change']
}

export function partsOf(outcomes: readonly OutcomeRow[]): Part[] {
  const found = ORDER.map((outcome) => outcomes.find((each) => each.outcome === outcome))
  const percents = wholePercents(found.map((each) => each?.count ?? 0))
  return ORDER.map((outcome, index) => ({
    outcome,
    count: found[index]?.count ?? 0,
    percent: percents[index] ?? 0,
    interval: found[index]?.interval ?? null,
    change: found[index]?.change ?? null,
  }))
}
