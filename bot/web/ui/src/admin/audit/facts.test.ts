import { expect, test } from 'vitest'
import { factsInWords } from './facts'

test('facts are said as words', () => {
  expect(factsInWords({ role: 'supervisor', active: false })).toBe('role: supervisor, active: no')
  expect(factsInWords({ fields: ['title', 'value'] })).toBe('fields: title and value')
  expect(factsInWords({ department: null })).toBe('department: none')
})

test('an action without facts says nothing', () => {
  expect(factsInWords({})).toBe('')
})
