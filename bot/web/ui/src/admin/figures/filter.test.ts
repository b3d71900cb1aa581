import { describe, expect, it } from 'vitest'
import { filterOf, forServer, inAddress, periodWords, plusDays, STANDARD } from './filter'

const of = (text: string) => filterOf(new URLSearchParams(text))

describe('the filter in the address', () => {
  it('is the standard one where nothing is said, and then the address stays short', () => {
    expect(of('')).toEqual(STANDARD)
    expect(inAddress(STANDARD)).toBe('')
  })

  it('comes back as it was written', () => {
    for (const text of ['days=7', 'days=90&channel=web', 'from=2026-02-01&to=2026-02-28&reason=order_status']) {
      expect(inAddress(of(text))).toBe(`?${text}`)
    }
  })

  it('ignores what makes no sense', () => {
    for (const text of [
      'days=0',
      'days=1e9',
      'days=x',
      'from=2026-02-30&to=2026-03-01',
      'from=2026-03-02&to=2026-03-01',
      'from=2026-03-01',
    ]) {
      expect(of(text)).toEqual(STANDARD)
    }
  })
})

describe('the filter for the server', () => {
  it('ends with the first day after the period', () => {
    expect(forServer(of('from=2026-02-01&to=2026-02-28'))).toMatchObject({ from: '2026-02-01', to: '2026-03-01' })
    expect(forServer(STANDARD)).toMatchObject({ days: 30, channel: null })
  })
})

describe('days and words', () => {
  it('counts over months and years', () => {
    expect(plusDays('2026-12-31', 1)).toBe('2027-01-01')
    expect(plusDays('2026-03-29', 1)).toBe('2026-03-30')
  })

  it('says the period', () => {
    expect(periodWords(STANDARD)).toBe('the last 30 days')
    expect(periodWords(of('from=2026-02-01&to=2026-02-28'))).toBe('1 Feb 2026 to 28 Feb 2026')
    expect(periodWords(of('from=2026-02-01&to=2026-02-01'))).toBe('1 Feb 2026')
  })
})
