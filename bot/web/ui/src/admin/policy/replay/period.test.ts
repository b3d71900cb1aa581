import { describe, expect, it } from 'vitest'
import { lastDays } from './period'

describe('the last seven days', () => {
  const period = lastDays(7, new Date(2026, 2, 18, 14, 30))

  it('begin at midnight six days ago', () => {
    expect(new Date(period.from)).toEqual(new Date(2026, 2, 12))
  })

  it('end when today does', () => {
    expect(new Date(period.to)).toEqual(new Date(2026, 2, 19))
  })

  it('are the same at any hour of the day, so that figures are not fetched anew each second', () => {
    expect(lastDays(7, new Date(2026, 2, 18, 0, 1))).toEqual(period)
  })
})
