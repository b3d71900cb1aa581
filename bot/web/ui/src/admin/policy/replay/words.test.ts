import { describe, expect, it } from 'vitest'
import type { ReplayFigure } from './types'
import { between, changes, inUnit, likelihood } from './words'

describe('figures', () => {
  it('are said in their units', () => {
    expect(inUnit(177.6, 'count')).toBe('178')
    expect(inUnit(1929.6, 'dollars')).toBe('$1,930')
    expect(inUnit(12.4, 'dollars')).toBe('$12.40')
    expect(inUnit(null, 'seconds')).toBe('–')
  })

  it('have an interval only where it is more than one value', () => {
    expect(between({ value: 150, interval: [145.2, 154.9] }, 'count')).toBe('145 to 155')
    expect(between({ value: 150, interval: [149.8, 150.2] }, 'count')).toBe('')
    expect(between({ value: 150, interval: null }, 'count')).toBe('')
    expect(between(null, 'count')).toBe('')
  })
})

describe('likelihood', () => {
  it('is certain only where it is so in every run', () => {
    expect(likelihood(1)).toBe('In every run')
    expect(likelihood(0.98)).toBe('In 98 % of the runs')
    expect(likelihood(0.004)).toBe('In less than 1 % of the runs')
  })
})

describe('a difference', () => {
  const figure = { difference: null } as ReplayFigure
  it('is none where nothing changes or nothing is known', () => {
    expect(changes(figure)).toBe(false)
    expect(changes({ ...figure, difference: 'As it was' })).toBe(false)
    expect(changes({ ...figure, difference: '3 more' })).toBe(true)
  })
})
