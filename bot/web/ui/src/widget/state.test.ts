import { describe, expect, it } from 'vitest'
import {
  hasGap,
  keptOut,
  nothing,
  openCard,
  type State,
  unread,
  usableButtons,
  withConversation,
  withMessages,
  withSeen,
} from './state'
import type { Conversation, Message } from './types'

function message(seq: number, author: Message['author'] = 'bot', payload: Message['payload'] = {}): Message {
  return { seq, author, text: `message ${seq}`, at: '2026-03-01T10:00:00Z', payload }
}

function conversation(state: Conversation['state'], wait: [number, number] | null = null): Conversation {
  const queue = state === 'queued' ? { position: 1, expected_wait: wait } : null
  return {
    id: 'c',
    state,
    agent: null,
    queue,
    desk_open: true,
    identity: 'anonymous',
    closed_at: null,
    seen_by_agent: 0,
    back_at: null,
  }
}

const seqs = (state: State) => state.messages.map((known) => known.seq)

describe('messages', () => {
  it('are kept once each, in order, however they arrive', () => {
    const state = withMessages(withMessages(nothing, [message(3), message(1)], false), [message(1), message(2)], false)
    expect(seqs(state)).toEqual([1, 2, 3])
  })

  it('that arrive out of turn leave a gap until those between are there', () => {
    const early = withMessages(withMessages(nothing, [message(1)], true), [message(3)], false)
    expect(hasGap(early)).toBe(true)
    expect(early.complete).toBe(1)
    const closed = withMessages(early, [message(2)], false)
    expect(hasGap(closed)).toBe(false)
    expect(closed.complete).toBe(3)
  })

  it('skip numbers that the server keeps to itself once the server has been asked', () => {
    const state = withMessages(nothing, [message(1), message(4)], true)
    expect(hasGap(state)).toBe(false)
    expect(state.complete).toBe(4)
  })

  it('stop the typing dots when the answer is there, not when the own message is', () => {
    const typing: State = { ...nothing, typing: 'bot' }
    expect(withMessages(typing, [message(1, 'visitor')], true).typing).toBe('bot')
    expect(withMessages(typing, [message(1, 'bot')], true).typing).toBeNull()
  })

  it('count as unread when they come from the shop and lie beyond what was seen', () => {
    const state = withMessages(
      { ...nothing, seen: 1 },
      [message(1), message(2), message(3, 'visitor'), message(4, 'agent')],
      true,
    )
    expect(unread(state)).toBe(2)
  })
})

describe('buttons', () => {
  const asked = withMessages(nothing, [message(1, 'bot', { buttons: [{ id: 'y', title: 'Yes' }] })], true)
  const question = asked.messages[0] as Message

  it('can be used while nothing has been said after them', () => {
    expect(usableButtons(asked, question)).toHaveLength(1)
  })

  it('disappear as soon as the visitor has answered, even before the server confirms it', () => {
    expect(usableButtons(withMessages(asked, [message(2, 'visitor')], true), question)).toEqual([])
    const sending = { client_message_id: 'a', text: 'Yes', at: '', status: 'sending' as const, tries: 0 }
    expect(usableButtons({ ...asked, outbox: [sending] }, question)).toEqual([])
  })

  it('stay when the bot adds a second line', () => {
    expect(usableButtons(withMessages(asked, [message(2)], true), question)).toHaveLength(1)
  })

  it('disappear when a person takes over', () => {
    expect(usableButtons(withConversation(asked, conversation('human')), question)).toEqual([])
  })
})

describe('a card to fill in', () => {
  it('is open until the visitor has written something after it', () => {
    const shown = withMessages(nothing, [message(1, 'bot', { kind: 'leave_message' })], true)
    expect(openCard(shown, 'leave_message')?.seq).toBe(1)
    expect(openCard(withMessages(shown, [message(2, 'visitor')], true), 'leave_message')).toBeNull()
    expect(openCard(shown, 'survey')).toBeNull()
  })
})

it('asks about a reopened conversation anew when it closes', () => {
  const closed = { ...withConversation(nothing, conversation('closed')), surveyed: true }
  expect(withConversation(closed, conversation('bot')).surveyed).toBe(false)
})

describe('who is kept out', () => {
  it('is known by the last line, and only once the conversation is closed', () => {
    const told = withMessages(nothing, [message(1, 'visitor'), message(2, 'system', { kind: 'blocked' })], true)
    expect(keptOut(withConversation(told, conversation('closed')))).toBe(true)
    expect(keptOut(withConversation(told, conversation('bot')))).toBe(false)
    const ended = withMessages(nothing, [message(1, 'system', { kind: 'survey' })], true)
    expect(keptOut(withConversation(ended, conversation('closed')))).toBe(false)
  })
})

describe('read marks', () => {
  it('only move forward', () => {
    const read = withSeen({ ...nothing, conversation: conversation('human') }, 4)
    expect(read.conversation?.seen_by_agent).toBe(4)
    expect(withSeen(read, 3)).toBe(read)
    expect(withSeen(nothing, 3)).toBe(nothing)
  })
})
