import { describe, expect, it } from 'vitest'
import type { Canned } from '../staff/types'
import { cannedMatching, cannedQuery, filledIn, gapIn } from './canned'

const sorry: Canned = {
  id: '1',
  moment: 'apology',
  title: 'Sorry for the wait',
  text: 'Thanks for waiting, {visitor}.',
}
const hello: Canned = { id: '2', moment: 'greeting', title: 'Hello', text: "Hello {visitor}, I'm {agent}." }
const bye: Canned = { id: '3', moment: 'closing', title: 'Goodbye', text: 'Sorry to see you go!' }

describe('the call for canned messages', () => {
  it('is a slash at the very beginning of one line', () => {
    expect(cannedQuery('/')).toBe('')
    expect(cannedQuery('/sorry wait')).toBe('sorry wait')
    expect(cannedQuery('and/or')).toBeNull()
    expect(cannedQuery('/a\nb')).toBeNull()
  })
})

describe('filtering', () => {
  it('offers everything before anything is typed', () => {
    expect(cannedMatching([sorry, hello], '')).toEqual([sorry, hello])
  })

  it('puts titles before texts', () => {
    expect(cannedMatching([bye, sorry, hello], 'sor')).toEqual([sorry, bye])
  })

  it('wants every word and finds the moment too', () => {
    expect(cannedMatching([sorry, hello, bye], 'apol wait')).toEqual([sorry])
    expect(cannedMatching([sorry, hello, bye], 'apology hello')).toEqual([])
  })

  it('ignores accents and capitals', () => {
    expect(cannedMatching([{ ...hello, title: 'Où ça?' }], 'OU')).toHaveLength(1)
  })
})

describe('filling in', () => {
  it('uses first names', () => {
    expect(filledIn(hello.text, { visitor: 'Mia Lund', agent: 'Ada Reyes' })).toBe("Hello Mia, I'm Ada.")
  })

  it('drops the placeholder with its comma when nobody knows the name', () => {
    expect(filledIn(sorry.text, { visitor: null, agent: 'Ada' })).toBe('Thanks for waiting.')
    expect(filledIn(hello.text, { visitor: '  ', agent: 'Ada' })).toBe("Hello, I'm Ada.")
  })
})

describe('gathered facts', () => {
  const names = { visitor: null, agent: 'Kim', facts: { order_number: '10045' } }

  it('are filled in, and what is missing is left to the agent', () => {
    expect(filledIn('About {order_number} from {city}:', names)).toBe('About 10045 from [city]:')
  })

  it('that are missing can be found in the text', () => {
    expect(gapIn('About [order number]: yes')).toEqual([6, 20])
    expect(gapIn('All is there.')).toBeNull()
  })
})
