import { expect, it } from 'vitest'
import { backoff } from './backoff'
import { group } from './grouping'
import { Kept } from './storage'
import { clock, localeOf, opening, waitInWords } from './times'
import type { Author, Message } from './types'
import { headlineOf, looksLikeEmail, missing, place, plain } from './words'

function message(seq: number, author: Author, at: string, agent?: string): Message {
  return { seq, author, at, text: '', payload: {}, agent_name: agent }
}

it('groups neighbouring messages of one sender in one minute', () => {
  const groups = group(
    [
      message(1, 'bot', '2026-03-01T10:00:05Z'),
      message(2, 'bot', '2026-03-01T10:00:50Z'),
      message(3, 'bot', '2026-03-01T10:01:00Z'),
      message(4, 'agent', '2026-03-01T10:01:10Z', 'Ada'),
      message(5, 'agent', '2026-03-01T10:01:20Z', 'Ben'),
    ],
    'Wren',
  )
  expect(groups.map(({ name, messages }) => [name, messages.length])).toEqual([
    ['Wren', 2],
    ['Wren', 1],
    ['Ada', 1],
    ['Ben', 1],
  ])
})

it('says times as people do', () => {
  const now = new Date(2026, 2, 10, 15, 0)
  expect(clock(new Date(2026, 2, 10, 14, 5).toISOString(), now, 'en-GB')).toBe('14:05')
  expect(clock(new Date(2026, 2, 9, 23, 59).toISOString(), now, 'en-GB')).toBe('yesterday 23:59')
  expect(clock(new Date(2026, 1, 3, 8, 0).toISOString(), now, 'en-GB')).toMatch(/^3 Feb 0?8:00$/)
  expect(clock(new Date(2025, 1, 3, 8, 0).toISOString(), now, 'en-GB')).toContain('2025')
  expect(clock('nonsense', now, 'en-GB')).toBe('')
})

it('takes the region from the browser when its language is the page’s', () => {
  expect(localeOf('en', 'en-GB')).toBe('en-GB')
  expect(localeOf('de', 'en-GB')).toBe('de')
  expect(localeOf('en-US', 'en-GB')).toBe('en-US')
  expect(localeOf('', 'fr-CH')).toBe('fr-CH')
})

it('says an expected wait without false precision', () => {
  expect(waitInWords([10, 40])).toBe('less than a minute')
  expect(waitInWords([20, 170])).toBe('up to 3 min')
  expect(waitInWords([60, 60])).toBe('about 1 min')
  expect(waitInWords([110, 290])).toBe('about 2 to 5 min')
  expect(place({ position: 1, expected_wait: null })).toBe('You’re next')
  expect(place({ position: 3, expected_wait: null })).toBe('You’re number 3 in line')
})

it('names each thing that is missing in a message to be left', () => {
  expect(Object.keys(missing({ name: ' ', email: 'ada', text: '' }))).toEqual(['name', 'email', 'text'])
  expect(missing({ name: 'Ada', email: ' ada@mail.com ', text: 'Hi' })).toEqual({})
})

it.each([
  ['ada@mail.com', true],
  ['ada@mail', false],
  ['ada mail@x.com', false],
  ['ada@@mail.com', false],
])('judges %s as an address: %s', (text, good) => {
  expect(looksLikeEmail(text)).toBe(good)
})

it('makes a heading of the greeting’s first sentence', () => {
  expect(headlineOf("Hi! I'm Wren, a bot. Ask me anything; I'm here.")).toEqual([
    "Hi! I'm Wren, a bot.",
    "Ask me anything; I'm here.",
  ])
  expect(headlineOf('Hello')).toEqual(['Hello', ''])
})

it('strips Markdown for a line of plain text', () => {
  expect(plain('**3 to 5** days, see [the table](/help/x).\n- `Express`')).toBe('3 to 5 days, see the table. - Express')
})

it('waits longer each time, up to half a minute, never the same for everybody', () => {
  expect(backoff(0, () => 0)).toBe(400)
  expect(backoff(0, () => 1)).toBe(800)
  expect(backoff(3, () => 1)).toBe(6_400)
  expect(backoff(40, () => 1)).toBe(30_000)
})

it('keeps values without storage too, and is not upset by what others wrote', () => {
  const forgetful = new Kept(null)
  forgetful.write('draft', 'hello')
  expect(forgetful.read('draft')).toBe('hello')
  localStorage.setItem('firstline.draft', '{broken')
  expect(new Kept(localStorage).read('draft')).toBeNull()
})

it('when the desk is back, as people say it', () => {
  const now = new Date(2026, 2, 2, 20, 0)
  const at = (day: number, hour: number) => new Date(2026, 2, day, hour).toISOString()
  expect(opening(at(2, 21), now, 'en-GB')).toBe('today at 21:00')
  expect(opening(at(3, 9), now, 'en-GB')).toBe('tomorrow at 9:00')
  expect(opening(at(6, 9), now, 'en-GB')).toBe('on Friday at 9:00')
  expect(opening(at(20, 9), now, 'en-GB')).toBe('on 20 March at 9:00')
})
