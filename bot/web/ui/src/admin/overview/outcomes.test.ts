import { describe, expect, it } from 'vitest'
import { partsOf } from './Outcomes'

const outcome = (name: 'confirmed' | 'handed_off' | 'pending', count: number) => ({
  outcome: name,
  count,
  share: null,
  interval: null,
})

describe('the parts of the bar', () => {
  const parts = partsOf({ outcomes: [outcome('handed_off', 2), outcome('confirmed', 1), outcome('pending', 50)] })

  it('always come in the same order, also those that did not occur', () => {
    expect(parts.map((part) => part.outcome)).toEqual(['confirmed', 'assumed', 'handed_off', 'negative', 'abandoned'])
  })

  it('add to a hundred without the pending ones', () => {
    expect(parts.map((part) => part.percent)).toEqual([33, 0, 67, 0, 0])
  })
})
