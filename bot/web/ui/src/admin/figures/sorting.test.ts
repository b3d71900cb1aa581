import { expect, it } from 'vitest'
import { chosen, sorted } from './sorting'
import type { Row } from './types'

const row = (title: string, episodes: number, csat: number | null) =>
  ({
    key: title,
    title,
    episodes,
    outcomes: {},
    narrowed_by: {},
    figures: [{ key: 'csat', value: csat }],
  }) as unknown as Row

const ROWS = [row('Beta', 3, null), row('alpha', 9, 4.1), row('Gamma', 5, 4.8)]
const titles = (by: string, down: boolean) => sorted(ROWS, { by, down }).map(({ title }) => title)

it('sorts by words, by episodes and by a figure, with rows that have none last', () => {
  expect(titles('title', false)).toEqual(['alpha', 'Beta', 'Gamma'])
  expect(titles('episodes', true)).toEqual(['alpha', 'Gamma', 'Beta'])
  expect(titles('csat', true)).toEqual(['Gamma', 'alpha', 'Beta'])
  expect(titles('csat', false)).toEqual(['alpha', 'Gamma', 'Beta'])
})

it('begins with the largest, and with A', () => {
  expect(chosen({ by: 'episodes', down: true }, 'csat')).toEqual({ by: 'csat', down: true })
  expect(chosen({ by: 'csat', down: true }, 'csat')).toEqual({ by: 'csat', down: false })
  expect(chosen({ by: 'csat', down: true }, 'title')).toEqual({ by: 'title', down: false })
})
