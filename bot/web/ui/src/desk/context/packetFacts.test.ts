import { describe, expect, it } from 'vitest'
import { factsOf, goalOf, identityText, pagesOf, valueText } from './packetFacts'

describe('gathered facts', () => {
  it('leave out what is empty and spell the names', () => {
    expect(factsOf({ order_number: '10045', email: null, note: '' })).toEqual([
      { name: 'Order number', value: '10045' },
    ])
  })

  it('flatten an address into one line', () => {
    expect(valueText({ street: '5 Elm St', city: 'Bend', unit: null })).toBe('Street: 5 Elm St, City: Bend')
  })

  it('say yes, no, lists, zero', () => {
    expect([true, false, ['a', null, 'b'], 0].map(valueText)).toEqual(['Yes', 'No', 'a, b', '0'])
  })
})

describe('pages', () => {
  it('come last first and without repeats in a row', () => {
    const pages = pagesOf(['/a', '/b', '/b', { url: '/c?x=1', title: 'Chairs' }])
    expect(pages.map((page) => page.title)).toEqual(['Chairs', '/b', '/a'])
  })

  it('show an address without its host', () => {
    expect(pagesOf(['https://larkwood.example/chairs/oak'])[0]?.title).toBe('/chairs/oak')
  })
})

describe('identity', () => {
  it('is in words, also when it is a level this page does not know', () => {
    expect(identityText('anonymous')).toBe('Not identified')
    expect(identityText('signed_in')).toBe('Signed in')
  })
})

describe('the goal', () => {
  const reason_title = 'Legal threat'

  it("stands apart from the visitor's own words", () => {
    expect(goalOf({ goal: 'The visitor speaks of lawyers: “I call my lawyer: now”', reason_title })).toEqual({
      goal: 'The visitor speaks of lawyers',
      quote: '“I call my lawyer: now”',
    })
  })

  it('is the reason, or not known, where nothing was said', () => {
    expect(goalOf({ goal: 'wants to return a chair', reason_title }).goal).toBe('wants to return a chair')
    expect(goalOf({ goal: null, reason_title }).goal).toBe('Legal threat')
    expect(goalOf({ goal: null, reason_title: null }).goal).toBe('The goal is not known yet')
  })
})
