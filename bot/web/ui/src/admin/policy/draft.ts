/** A policy while it is being changed: what differs, and whether it can be put in force. Pure. */

import type { Level, Policy, PolicyVersion } from '../../staff/types'

export type Route = Policy['choices'][number]['route']
export type Cells = Record<string, Route>

export interface Draft {
  preset: string
  cells: Cells
  limits: Record<string, number>
}

/** One thing that differs, as people read it. */
export interface Difference {
  key: string
  what: string
  was: string
  now: string
}

/** A place in the table whose cell brings a person less near than a cell of less value or complexity does. */
export interface Disorder {
  key: string
  less: string
}

export const LEVELS: readonly Level[] = ['low', 'medium', 'high']
const REACH: Record<Route, number> = { skill: 0, gather_then_offer: 1, offer: 2, handoff: 3 }
export const PLACES = LEVELS.flatMap((value) => LEVELS.map((complexity) => ({ value, complexity })))

export function keyOf(value: Level, complexity: Level): string {
  return `${value}.${complexity}`
}

/** "Low value, high complexity". */
export function placeName(key: string): string {
  const [value = '', complexity = ''] = key.split('.')
  return `${value.charAt(0).toUpperCase()}${value.slice(1)} value, ${complexity} complexity`
}

export function reachOf(route: Route): number {
  return REACH[route]
}

export function draftOf(policy: Policy): Draft {
  return {
    preset: policy.preset,
    cells: Object.fromEntries(policy.cells.map((cell) => [keyOf(cell.value, cell.complexity), cell.route])),
    limits: Object.fromEntries(policy.limits.map((limit) => [limit.key, limit.now])),
  }
}

export function draftOfVersion(version: PolicyVersion): Draft {
  return { preset: version.preset, cells: version.cells, limits: version.limits }
}

/** The draft as it was delivered with this product: the first preset's cells don't matter, the standard limits do. */
export function delivered(policy: Policy): Draft {
  const preset = policy.presets.find(({ key }) => key === 'balanced') ?? policy.presets[0]
  return {
    preset: preset?.key ?? '',
    cells: preset?.cells ?? {},
    limits: Object.fromEntries(policy.limits.map((limit) => [limit.key, limit.standard])),
  }
}

/** What `now` does otherwise than `was`: cells first, in the table's order, then limits. */
export function differences(was: Draft, now: Draft, policy: Policy): Difference[] {
  const says = (route: Route | undefined) => policy.choices.find((choice) => choice.route === route)?.text ?? '–'
  const cells = PLACES.map(({ value, complexity }) => keyOf(value, complexity))
    .filter((key) => was.cells[key] !== now.cells[key])
    .map((key) => ({ key, what: placeName(key), was: says(was.cells[key]), now: says(now.cells[key]) }))
  const limits = policy.limits
    .filter(({ key }) => was.limits[key] !== now.limits[key])
    .map(({ key, title, unit }) => ({
      key,
      what: title,
      was: `${was.limits[key] ?? '–'} ${unit}`,
      now: `${now.limits[key] ?? '–'} ${unit}`,
    }))
  return [...cells, ...limits]
}

/** Cells in which more value or complexity would lead further from a person, each with one that leads nearer. */
export function outOfOrder(cells: Cells): Disorder[] {
  const found: Disorder[] = []
  for (const high of PLACES) {
    const key = keyOf(high.value, high.complexity)
    const low = PLACES.find(
      ({ value, complexity }) =>
        LEVELS.indexOf(value) <= LEVELS.indexOf(high.value) &&
        LEVELS.indexOf(complexity) <= LEVELS.indexOf(high.complexity) &&
        reach(cells, keyOf(value, complexity)) > reach(cells, key),
    )
    if (low) found.push({ key, less: placeName(keyOf(low.value, low.complexity)).toLowerCase() })
  }
  return found
}

/** How the limits stand: the first that is out of its ends or no whole number. */
export function badLimit(draft: Draft, policy: Policy): Policy['limits'][number] | null {
  return (
    policy.limits.find(({ key, lowest, highest }) => {
      const number = draft.limits[key]
      return number === undefined || !Number.isInteger(number) || number < lowest || number > highest
    }) ?? null
  )
}

/** "Balanced", "Balanced with 2 changes": what a policy is called, by the preset it began from. */
export function nameOf(draft: Draft, policy: Policy): string {
  const preset = policy.presets.find(({ key }) => key === draft.preset)
  if (!preset) return draft.preset
  const standard = Object.fromEntries(policy.limits.map((limit) => [limit.key, limit.standard]))
  const changes = differences({ preset: draft.preset, cells: preset.cells, limits: standard }, draft, policy).length
  return changes === 0 ? preset.title : `${preset.title} with ${changes} change${changes === 1 ? '' : 's'}`
}

function reach(cells: Cells, key: string): number {
  const route = cells[key]
  return route === undefined ? 0 : REACH[route]
}
