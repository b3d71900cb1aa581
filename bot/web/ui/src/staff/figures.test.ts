import { describe, expect, it } from 'vitest'
import { interval, inUnit, isSmall, money, plural, share, wholePercents } from './figures'

describe('money', () => {
  it('shows cents only below a hundred dollars', () => {
    expect(money(12.4)).toBe('$12.40')
    expect(money(1240.4)).toBe('$1,240')
    expect(money(12)).toBe('$12')
    expect(money(-3.2)).toBe('-$3.20')
  })
})

describe('share', () => {
  it('is a whole percentage, or a dash where there is none', () => {
    expect(share(0.418)).toBe('42 %')
    expect(share(0.004)).toBe('0.4 %')
    expect(share(0)).toBe('0 %')
    expect(share(null)).toBe('–')
  })
})

describe('interval', () => {
  it('gives both ends, and one where they are equal', () => {
    expect(interval([0.311, 0.54])).toBe('31 to 54 %')
    expect(interval([0.5, 0.501])).toBe('50 %')
    expect(interval(null)).toBe('')
  })
})

describe('whole percents', () => {
  it('add to a hundred where plain rounding gives 99 or 101', () => {
    expect(wholePercents([1, 1, 1])).toEqual([34, 33, 33])
    const shares = wholePercents([7, 7, 7, 7, 7])
    expect(shares.reduce((sum, value) => sum + value, 0)).toBe(100)
  })

  it('stay zero when nothing was counted', () => {
    expect(wholePercents([0, 0])).toEqual([0, 0])
  })

  it('never give a share to what did not occur', () => {
    expect(wholePercents([0, 3, 0, 4])).toEqual([0, 43, 0, 57])
  })
})

describe('units and samples', () => {
  it('says each unit its own way', () => {
    expect(inUnit(0.5, 'share')).toBe('50 %')
    expect(inUnit(90, 'seconds')).toBe('1 min 30 s')
    expect(inUnit(4, 'dollars')).toBe('$4')
    expect(inUnit(null, 'count')).toBe('–')
    expect(inUnit(0.6, '$/min')).toBe('0.6 $/min')
  })

  it('calls fewer than thirty small', () => {
    expect([isSmall(29), isSmall(30)]).toEqual([true, false])
  })

  it('speaks of one and of many', () => {
    expect(plural(1, 'episode')).toBe('1 episode')
    expect(plural(0, 'person', 'people')).toBe('0 people')
  })
})
