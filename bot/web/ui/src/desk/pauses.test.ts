import { expect, it } from 'vitest'
import type { DeskConversation } from '../staff/types'
import { promiseOf, toRemindOf } from './pauses'

const NOW = new Date('2026-03-01T10:00:00Z')
const chat = (id: string, paused_until: string | null) => ({ conversation_id: id, paused_until }) as DeskConversation

it('reminds of each promise once, when its time has come', () => {
  const due = chat('a', '2026-03-01T09:59:00Z')
  const chats = [due, chat('b', '2026-03-01T10:01:00Z'), chat('c', null)]
  expect(toRemindOf(chats, new Set(), NOW)).toEqual([due])
  expect(toRemindOf(chats, new Set([promiseOf(due)]), NOW)).toEqual([])
})

it('reminds again of a new promise in the same conversation', () => {
  const first = chat('a', '2026-03-01T09:00:00Z')
  const second = chat('a', '2026-03-01T09:30:00Z')
  expect(toRemindOf([second], new Set([promiseOf(first)]), NOW)).toEqual([second])
})
