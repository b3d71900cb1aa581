import { describe, expect, it } from 'vitest'
import { doubles, pastedInto, tidied } from './variants'

describe('what is kept of the ways to ask', () => {
  it('is trimmed, without gaps and without doubles', () => {
    expect(tidied(['  How  long? ', '', 'how long?', 'Where?'])).toEqual(['How long?', 'Where?'])
  })
})

describe('a paste', () => {
  it('of several lines becomes several rows, without their bullets', () => {
    expect(pastedInto(['a', '', 'c'], 1, '- one\n2. two\n\n• three')).toEqual(['a', 'one', 'two', 'three', 'c'])
  })

  it('keeps numbers that belong to the question', () => {
    expect(pastedInto([''], 0, '30 days return?')).toEqual(['30 days return?'])
  })
})

describe('doubles', () => {
  it('are the later ones, and empty rows are none', () => {
    expect([...doubles(['Where?', '', 'where? ', ''])]).toEqual([2])
  })
})
