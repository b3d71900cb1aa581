import { describe, expect, it } from 'vitest'
import { difference, feelingOf, intervalWords, longWords, sampleWords, shortWords, valueWords } from './changes'

const change = (value: number, clear = true) => ({
  before: 0.4,
  sample_before: 200,
  difference: value,
  interval: [value - 0.02, value + 0.02] as [number, number],
  clear,
})

describe('a change', () => {
  it('is said in the unit of the figure', () => {
    expect(difference(0.034, 'share')).toBe('+3 points')
    expect(difference(-0.01, 'share')).toBe('−1 point')
    expect(difference(0.004, 'share')).toBe('+0.4 points')
    expect(difference(-12, 'seconds')).toBe('−12 s')
    expect(difference(1.64, 'score')).toBe('+1.6')
    expect(difference(-0.02, 'score')).toBe('−0.02')
    expect(difference(4, 'dollars')).toBe('+$4')
    expect(shortWords({ ...change(0), difference: 0 }, 'share')).toBe('as before')
    expect(shortWords({ ...change(0), difference: null }, 'share')).toBeNull()
    expect(shortWords(null, 'share')).toBeNull()
  })

  it('is good or bad news only where it is more than chance and the direction has a meaning', () => {
    expect(feelingOf('standard', change(0.05))).toBe('good')
    expect(feelingOf('standard', change(-0.05))).toBe('bad')
    expect(feelingOf('queue_abandonment', change(0.05))).toBe('bad')
    expect(feelingOf('queue_abandonment', change(-0.05))).toBe('good')
    expect(feelingOf('cases', change(0.05))).toBe('plain')
    expect(feelingOf('standard', change(0.05, false))).toBe('plain')
  })

  it('is told whole with the period before and the interval', () => {
    expect(longWords(change(0.05), 'share')).toBe(
      'The period before: 40 % of 200. The difference is likely between +3 points and +7 points: more than chance.',
    )
    expect(longWords({ ...change(0.05), before: null }, 'share')).toBe('Nothing to compare with in the period before.')
  })
})

describe('a figure in words', () => {
  it('has its value, its sample and its interval', () => {
    expect(valueWords({ key: 'csat', value: 4.27, unit: 'score' })).toBe('4.3 of 5')
    expect(valueWords({ key: 'nps', value: -12.4, unit: 'score' })).toBe('−12')
    expect(valueWords({ key: 'x', value: null, unit: 'share' })).toBe('–')
    expect(sampleWords({ numerator: 12, denominator: 1234, sample: 1234, unit: 'share' })).toBe('12 of 1,234')
    expect(sampleWords({ numerator: null, denominator: null, sample: 80, unit: 'seconds' })).toBe('of 80')
    expect(intervalWords({ key: 'strict', interval: [0.314, 0.54], unit: 'share' })).toBe('31 to 54 %')
    expect(intervalWords({ key: 'csat', interval: [4.1, 9.5], unit: 'score' })).toBe('4.1 to 5.0')
    expect(intervalWords({ key: 'nps', interval: [-2.9, 10.7], unit: 'score' })).toBe('−3 to 11')
  })
})
