import { describe, expect, it } from 'vitest'
import type { ReasonEdit, ReasonLine } from '../../staff/types'
import { byGroup, keyOf, linesOf, settledBy, told } from './words'

const EDIT: ReasonEdit = {
  number: 3,
  kind: 'changed',
  before: {},
  after: {},
  phrases: [],
  by: 'Ada',
  at: '2026-03-02T09:00:00Z',
  undoes: null,
  undone: false,
}

describe('a key', () => {
  it('is made of the title, in letters that the server takes', () => {
    expect(keyOf('Repairs & spare parts')).toBe('repairs_spare_parts')
    expect(keyOf('  2nd-hand: Möbel!! ')).toBe('nd_hand_mo_bel')
    expect(keyOf('???')).toBe('')
    expect(keyOf('a'.repeat(99))).toHaveLength(60)
  })
})

describe('lines', () => {
  it('are what says something, without the marks of a list', () => {
    expect(linesOf('fix my chair\n\n - it wobbles \n* a leg came off\n-5 screws')).toEqual([
      'fix my chair',
      'it wobbles',
      'a leg came off',
      '-5 screws',
    ])
    expect(linesOf(' \n ')).toEqual([])
  })
})

describe('groups', () => {
  it('keep the order in which they and their reasons come', () => {
    const reasons = ['b1', 'a1', 'b2'].map((key) => ({ key, group: key[0] }) as ReasonLine)
    expect(byGroup(reasons).map(([group, rows]) => [group, rows.map(({ key }) => key)])).toEqual([
      ['b', ['b1', 'b2']],
      ['a', ['a1']],
    ])
  })
})

describe('a change in words', () => {
  it('says what was and what is', () => {
    const change = { ...EDIT, before: { value: 'low', goal: 'x' }, after: { value: 'high', goal: 'y' } }
    expect(told(change)).toBe('value from “low” to “high”; goal from “x” to “y”')
    expect(told({ ...EDIT, before: { always_person: false }, after: { always_person: true } })).toBe('always a person')
  })

  it('counts phrases and says what takes another one back', () => {
    expect(told({ ...EDIT, kind: 'phrases_added', phrases: ['a'] })).toBe('added 1 phrase')
    expect(told({ ...EDIT, kind: 'phrases_removed', phrases: ['a', 'b'], undoes: 1 })).toBe(
      'Taken back: removed 2 phrases',
    )
  })
})

describe('who settles it', () => {
  it('is an article, a person or a flow', () => {
    expect(['answer', 'person', 'order_status'].map(settledBy)).toEqual([
      'An article',
      'A person',
      'Flow: order status',
    ])
  })
})
