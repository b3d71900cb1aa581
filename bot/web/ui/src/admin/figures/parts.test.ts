import { expect, it } from 'vitest'
import { partsOf } from './parts'
import type { OutcomeRow } from './types'

const row = (outcome: string, count: number): OutcomeRow => ({
  outcome,
  title: outcome,
  count,
  share: null,
  interval: null,
  change: null,
})

it('shows the outcomes in one order, in whole percents that add to 100', () => {
  const parts = partsOf([row('abandoned', 1), row('handed_off', 1), row('confirmed', 1), row('pending', 9)])
  expect(parts.map(({ outcome }) => outcome)).toEqual(['confirmed', 'assumed', 'handed_off', 'negative', 'abandoned'])
  expect(parts.map(({ percent }) => percent)).toEqual([34, 0, 33, 0, 33])
})
