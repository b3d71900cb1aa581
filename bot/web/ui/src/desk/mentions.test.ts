import { describe, expect, it } from 'vitest'
import type { Colleague } from '../staff/types'
import { colleaguesMatching, mentionQuery, withMention } from './mentions'

const people = ['Ada Byron', 'Ben Ochs'].map((name) => ({ name }) as Colleague)

describe('a mention', () => {
  it.each([
    ['@be', 3, 'be'],
    ['Hello @', 7, ''],
    ['Hello @Ben Oc', 13, 'Ben Oc'],
    ['mail@ben', 8, null],
    ['@ben look here now', 18, null],
    ['@ben', 2, 'b'],
  ])('in %j at %i is %j', (text, cursor, typed) => {
    expect(mentionQuery(text, cursor)).toBe(typed)
  })

  it('fits whose first or last name begins so', () => {
    expect(colleaguesMatching(people, 'och').map(({ name }) => name)).toEqual(['Ben Ochs'])
    expect(colleaguesMatching(people, '')).toHaveLength(2)
  })

  it('becomes the whole name, with what stands around it kept', () => {
    expect(withMention('ask @be, please', 7, 'Ben Ochs')).toEqual({ text: 'ask @Ben Ochs , please', cursor: 14 })
  })
})
