import { describe, expect, it } from 'vitest'
import { calendarDays, dayTitle, lasted, patience, said } from './times'

const now = new Date(2026, 2, 18, 14, 30, 0)
const ago = (seconds: number) => new Date(now.getTime() - seconds * 1000)

describe('said', () => {
  it("says 'just now' for the last moments", () => {
    expect(said(ago(10), now)).toBe('just now')
  })

  it('counts minutes within the hour and never says zero minutes', () => {
    expect(said(ago(46), now)).toBe('1 min ago')
    expect(said(ago(12 * 60), now)).toBe('12 min ago')
  })

  it('gives the clock for earlier today', () => {
    expect(said(new Date(2026, 2, 18, 9, 5), now)).toMatch(/^0?9:05/)
  })

  it('says yesterday by the calendar, even when that is under a day ago', () => {
    expect(said(new Date(2026, 2, 17, 23, 50), now)).toMatch(/^yesterday .*50/)
  })

  it('names the year only when it is another one', () => {
    expect(said(new Date(2026, 0, 3), now)).not.toContain('2026')
    expect(said(new Date(2025, 0, 3), now)).toContain('2025')
  })

  it("does not call a moment in the future 'just now'", () => {
    expect(said(ago(-7200), now)).not.toBe('just now')
  })
})

describe('lasted', () => {
  it.each([
    [0, '0 s'],
    [59, '59 s'],
    [125, '2 min 05 s'],
    [1500, '25 min'],
    [4800, '1 h 20 min'],
    [7200, '2 h'],
    [200_000, '2 d'],
    [-5, '0 s'],
  ])('says %d seconds as %s', (seconds, words) => {
    expect(lasted(seconds)).toBe(words)
  })
})

describe('patience', () => {
  it('turns at two and at five minutes', () => {
    expect([119, 120, 299, 300].map(patience)).toEqual(['fresh', 'warm', 'warm', 'late'])
  })
})

describe('days', () => {
  it('are counted between midnights', () => {
    expect(calendarDays(new Date(2026, 2, 17, 23, 59), now)).toBe(1)
    expect(calendarDays(new Date(2026, 2, 18, 0, 1), now)).toBe(0)
  })

  it('are named by the nearest word', () => {
    expect(dayTitle(now, now)).toBe('Today')
    expect(dayTitle(new Date(2026, 2, 17), now)).toBe('Yesterday')
    expect(dayTitle(new Date(2026, 2, 10), now)).toContain('10')
  })
})
