import { describe, expect, it } from 'vitest'
import type { QueueItem } from '../staff/types'
import { announcement, neighbour, newcomers, tabTitle, waited } from './queue'

function item(id: string, facts: Partial<QueueItem> = {}): QueueItem {
  return {
    conversation_id: id,
    visitor: 'Mia',
    goal: 'wants a new chair',
    reason: 'damage',
    reason_title: 'Damaged item',
    value: 'high',
    complexity: 'high',
    handoff_reason: null,
    handoff_reason_text: '',
    department: null,
    waiting_since: null,
    last_text: '',
    ...facts,
  }
}

describe('newcomers', () => {
  it('are those the last look did not have', () => {
    expect(newcomers([item('a')], [item('b'), item('a')])).toEqual([item('b')])
  })
})

describe('the announcement', () => {
  it('says who, why, and what is high', () => {
    expect(announcement([item('a', { complexity: 'low' })])).toBe('Mia is waiting: Damaged item, high value.')
  })

  it('counts when several came at once and is silent for none', () => {
    expect(announcement([item('a'), item('b')])).toBe('2 people more are waiting.')
    expect(announcement([])).toBe('')
  })
})

describe("the tab's title", () => {
  it('carries the number only when somebody waits', () => {
    expect(tabTitle(2, 1)).toMatch(/^\(3\) /)
    expect(tabTitle(0, 0)).not.toContain('(')
  })
})

describe('waiting', () => {
  it('is counted in seconds and never negative', () => {
    const now = new Date('2026-03-18T14:00:30Z')
    expect(waited('2026-03-18T14:00:00Z', now)).toBe(30)
    expect(waited('2026-03-18T14:01:00Z', now)).toBe(0)
    expect(waited(null, now)).toBeNull()
  })
})

describe('walking through a list', () => {
  it('starts at the near end and stops at the far one', () => {
    const keys = ['a', 'b', 'c']
    expect(neighbour(keys, null, 1)).toBe('a')
    expect(neighbour(keys, null, -1)).toBe('c')
    expect(neighbour(keys, 'b', 1)).toBe('c')
    expect(neighbour(keys, 'c', 1)).toBe('c')
    expect(neighbour([], 'c', 1)).toBeNull()
  })

  it('starts anew when the chosen one has left the list', () => {
    expect(neighbour(['a', 'b'], 'gone', 1)).toBe('a')
  })
})
