import { describe, expect, it } from 'vitest'
import type { Policy } from '../../staff/types'
import { badLimit, type Cells, type Draft, differences, draftOf, keyOf, nameOf, outOfOrder, PLACES } from './draft'

const TEXTS = {
  skill: 'The bot settles it',
  gather_then_offer: 'The bot, then an offer',
  offer: 'A person is offered',
  handoff: 'Straight to a person',
} as const

/** A table from its rows by value, a letter for each complexity. */
function table(low: string, medium: string, high: string): Cells {
  const routes = { s: 'skill', g: 'gather_then_offer', o: 'offer', h: 'handoff' } as const
  const letters = [...low, ...medium, ...high] as (keyof typeof routes)[]
  return Object.fromEntries(
    PLACES.map(({ value, complexity }, index) => [keyOf(value, complexity), routes[letters[index] ?? 's']]),
  )
}

const BALANCED = table('sgo', 'sgo', 'ohh')
const EVERYONE = table('ooo', 'ooh', 'hhh')

const POLICY: Policy = {
  policy_version: 'balanced-0',
  number: 0,
  preset: 'balanced',
  cells: PLACES.map(({ value, complexity }) => {
    const route = BALANCED[keyOf(value, complexity)] ?? 'skill'
    return { value, complexity, route, text: TEXTS[route] }
  }),
  choices: Object.entries(TEXTS).map(([route, text]) => ({ route: route as keyof typeof TEXTS, text })),
  presets: [
    { key: 'balanced', title: 'Balanced', text: '', cells: BALANCED },
    { key: 'chat_for_everyone', title: 'Chat for everyone', text: '', cells: EVERYONE },
  ],
  limits: [
    {
      key: 'turn_limit',
      title: "The bot's turns in a row",
      text: '',
      unit: 'turns',
      lowest: 6,
      highest: 60,
      standard: 30,
      now: 30,
    },
  ],
  guards: [],
}

const now: Draft = draftOf(POLICY)
const changed = (cells: Cells, limits = now.limits): Draft => ({ ...now, cells: { ...now.cells, ...cells }, limits })

describe('what differs', () => {
  it('is nothing between a policy and itself', () => {
    expect(differences(now, draftOf(POLICY), POLICY)).toEqual([])
  })

  it('is said in the words of the page, cells before limits', () => {
    const draft = changed({ 'low.medium': 'offer' }, { turn_limit: 12 })
    expect(differences(now, draft, POLICY)).toEqual([
      {
        key: 'low.medium',
        what: 'Low value, medium complexity',
        was: 'The bot, then an offer',
        now: 'A person is offered',
      },
      { key: 'turn_limit', what: "The bot's turns in a row", was: '30 turns', now: '12 turns' },
    ])
  })
})

describe('the order of the cells', () => {
  it('holds in every preset', () => {
    for (const { cells } of POLICY.presets) expect(outOfOrder(cells)).toEqual([])
  })

  it('names the cell that leads further from a person than one of less value or complexity', () => {
    expect(outOfOrder(changed({ 'medium.low': 'offer' }).cells)).toEqual([
      { key: 'medium.medium', less: 'medium value, low complexity' },
    ])
    const found = outOfOrder(changed({ 'high.high': 'skill' }).cells)
    expect(found.map(({ key }) => key)).toEqual(['high.high'])
  })
})

describe('limits', () => {
  it.each([[5], [61], [12.5], [Number.NaN]])('refuses %s turns', (turns) => {
    expect(badLimit(changed({}, { turn_limit: turns }), POLICY)?.key).toBe('turn_limit')
  })

  it('takes what lies between their ends', () => {
    for (const turns of [6, 60]) expect(badLimit(changed({}, { turn_limit: turns }), POLICY)).toBeNull()
  })
})

describe('the name', () => {
  it('is the preset’s, with how much was changed', () => {
    expect(nameOf(now, POLICY)).toBe('Balanced')
    expect(nameOf(changed({ 'low.medium': 'offer' }), POLICY)).toBe('Balanced with 1 change')
    expect(nameOf(changed({ 'low.medium': 'offer' }, { turn_limit: 9 }), POLICY)).toBe('Balanced with 2 changes')
    expect(nameOf({ ...now, preset: 'chat_for_everyone', cells: EVERYONE }, POLICY)).toBe('Chat for everyone')
  })
})
