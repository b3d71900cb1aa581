import { describe, expect, it } from 'vitest'
import type { Message } from '../staff/types'
import { merged, type Outgoing, rowsOf, stillOutgoing } from './messages'

function message(seq: number, facts: Partial<Message> = {}): Message {
  const at = new Date(2026, 2, 18, 14, 0, seq).toISOString()
  return { seq, author: 'visitor', text: `text ${seq}`, at, ...facts }
}

const seqs = (messages: Message[]) => messages.map((each) => each.seq)

describe('merging', () => {
  it('keeps one of each, in order, whatever order they arrive in', () => {
    expect(seqs(merged([message(1), message(3)], [message(3), message(2)]))).toEqual([1, 2, 3])
  })

  it('lets the later copy add to the earlier one', () => {
    const [only] = merged([message(1, { agent_name: 'Ada' })], [message(1, { html: '<p>a</p>' })])
    expect(only).toMatchObject({ agent_name: 'Ada', html: '<p>a</p>' })
  })
})

describe('what is still on its way', () => {
  const mine: Outgoing = { client_message_id: 'c1', text: 'Hi', at: '', delivery: 'sending' }

  it('ends when the transcript holds it', () => {
    expect(stillOutgoing([mine], [message(4, { client_message_id: 'c1' })])).toEqual([])
  })

  it('stays while other messages arrive', () => {
    expect(stillOutgoing([mine], [message(4), message(5, { client_message_id: null })])).toEqual([mine])
  })
})

describe('rows', () => {
  it('begin with the day and group what one person wrote in a row', () => {
    const rows = rowsOf([message(1), message(2), message(3, { author: 'bot' })], 'Mia')
    expect(rows.map((row) => row.kind)).toEqual(['day', 'group', 'group'])
    expect(rows[1]).toMatchObject({ name: 'Mia', messages: [{ seq: 1 }, { seq: 2 }] })
  })

  it('start a new group after a pause of three minutes', () => {
    const later = message(2, { at: new Date(2026, 2, 18, 14, 4).toISOString() })
    expect(rowsOf([message(1), later], 'Mia')).toHaveLength(3)
  })

  it('keep two agents apart and give system lines their own row', () => {
    const rows = rowsOf(
      [
        message(1, { author: 'agent', agent_name: 'Ada' }),
        message(2, { author: 'agent', agent_name: 'Ben' }),
        message(3, { author: 'system' }),
      ],
      'Mia',
    )
    expect(rows.map((row) => (row.kind === 'group' ? row.name : row.kind))).toEqual(['day', 'Ada', 'Ben', 'line'])
  })

  it('show a heading at each new day', () => {
    const next = message(2, { at: new Date(2026, 2, 19, 9).toISOString() })
    expect(rowsOf([message(1), next], 'Mia').filter((row) => row.kind === 'day')).toHaveLength(2)
  })
})
