/** A replay's figures as people read them; pure. */

import { count, money } from '../../../staff/figures'
import { lasted } from '../../../staff/times'
import type { Estimate, ReplayFigure } from './types'

type Unit = ReplayFigure['unit']

/** "178", "$1,930", "40 s"; a dash for what isn't known. */
export function inUnit(value: number | null, unit: Unit): string {
  if (value === null) return '–'
  if (unit === 'dollars') return money(Math.abs(value) < 100 ? value : Math.round(value))
  if (unit === 'seconds') return lasted(value)
  return count(Math.round(value))
}

/** "145 to 155"; nothing where it is one value. */
export function between(estimate: Estimate | null, unit: Unit): string {
  if (!estimate?.interval) return ''
  const [low, high] = estimate.interval.map((end) => inUnit(end, unit))
  return low === high ? '' : `${low} to ${high}`
}

/** How surely an episode counts: "in 4 of 10 runs" as a share of the runs. */
export function likelihood(share: number): string {
  if (share >= 0.995) return 'In every run'
  const percent = Math.round(share * 100)
  return percent < 1 ? 'In less than 1 % of the runs' : `In ${percent} % of the runs`
}

/** Whether a difference is one: colour and arrow only where something changes. */
export function changes(figure: ReplayFigure): boolean {
  return figure.difference !== null && figure.difference !== 'As it was'
}
