import { beforeEach, describe, expect, it, vi } from 'vitest'
import { RequestFailed } from './api'
import { Courier, type CourierDuties, type Outgoing } from './courier'
import { Kept } from './storage'
import type { Message } from './types'

function outgoing(id: string, at = '2026-03-01T10:00:00Z'): Outgoing {
  return { client_message_id: id, text: `text ${id}`, at, status: 'sending', tries: 0 }
}

const accepted = (sent: Outgoing): Message => ({
  seq: 1,
  author: 'visitor',
  text: sent.text,
  at: sent.at,
  client_message_id: sent.client_message_id,
  payload: {},
})

let kept: Kept
let delivered: string[]
let later: (() => void)[]
let answers: (RequestFailed | 'ok')[]
let expired: () => Promise<boolean>

function courier(): Courier {
  const duties: CourierDuties = {
    deliver: async (message) => {
      const answer = answers.shift() ?? 'ok'
      if (answer !== 'ok') throw answer
      delivered.push(message.client_message_id)
      return accepted(message)
    },
    delivered: () => {},
    expired: () => expired(),
    changed: () => {},
    later: (act) => later.push(act),
  }
  return new Courier(kept, duties)
}

const settled = () => vi.waitFor(() => expect(later.length + delivered.length).toBeGreaterThan(0))

beforeEach(() => {
  localStorage.clear()
  kept = new Kept(localStorage)
  delivered = []
  later = []
  answers = []
  expired = async () => false
})

describe('a message', () => {
  it('is kept in the browser until the server acknowledges it', async () => {
    answers = [new RequestFailed(0, 'gone')]
    courier().add(outgoing('a'))
    expect(kept.names('out.')).toEqual(['out.a'])
    await settled()
    later[0]?.()
    await vi.waitFor(() => expect(kept.names('out.')).toEqual([]))
    expect(delivered).toEqual(['a'])
  })

  it('survives a reload under its own id, so that the server can tell it is the same', async () => {
    answers = [new RequestFailed(503, 'busy')]
    courier().add(outgoing('a'))
    await settled()
    const afterReload = courier()
    expect(afterReload.waiting.map((message) => message.client_message_id)).toEqual(['a'])
    afterReload.retry()
    await vi.waitFor(() => expect(delivered).toEqual(['a']))
  })

  it('is not overtaken by a later one while the server is out of reach', async () => {
    answers = [new RequestFailed(0, 'gone')]
    const messages = courier()
    messages.add(outgoing('a'))
    messages.add(outgoing('b'))
    await settled()
    expect(delivered).toEqual([])
    later[0]?.()
    await vi.waitFor(() => expect(delivered).toEqual(['a', 'b']))
  })

  it('that the server refuses is given back to the visitor, and does not stop the next', async () => {
    answers = [new RequestFailed(422, 'That is too long.')]
    const messages = courier()
    messages.add(outgoing('a'))
    messages.add(outgoing('b'))
    await vi.waitFor(() => expect(delivered).toEqual(['b']))
    expect(messages.waiting).toMatchObject([{ client_message_id: 'a', status: 'failed', reason: 'That is too long.' }])
  })

  it('is given back after five tries, and goes out when the visitor tries again', async () => {
    answers = Array.from({ length: 5 }, () => new RequestFailed(0, 'gone'))
    const messages = courier()
    messages.add(outgoing('a'))
    for (let tries = 1; tries < 5; tries += 1) {
      await vi.waitFor(() => expect(later).toHaveLength(tries))
      later[tries - 1]?.()
    }
    await vi.waitFor(() => expect(messages.waiting[0]?.status).toBe('failed'))
    messages.retry()
    await vi.waitFor(() => expect(delivered).toEqual(['a']))
  })

  it('goes to a new conversation, without its button, when the old one is gone', async () => {
    answers = [new RequestFailed(401, 'expired')]
    expired = async () => true
    const messages = courier()
    messages.add({ ...outgoing('a'), choice: 'old-button' })
    await vi.waitFor(() => expect(delivered).toEqual(['a']))
  })

  it('begins no new conversation for who is kept out, and says why', async () => {
    answers = [new RequestFailed(403, 'You cannot write until Monday.', null, true)]
    expired = () => Promise.reject(new Error('not to be asked'))
    const messages = courier()
    messages.add(outgoing('a'))
    await vi.waitFor(() => expect(messages.waiting[0]?.status).toBe('failed'))
    expect(messages.waiting[0]?.reason).toBe('You cannot write until Monday.')
  })

  it('seen over the live connection counts as acknowledged', async () => {
    answers = [new RequestFailed(0, 'answer lost')]
    const messages = courier()
    messages.add(outgoing('a'))
    await settled()
    messages.acknowledge('a')
    later[0]?.()
    expect(messages.waiting).toEqual([])
    expect(delivered).toEqual([])
  })
})

it('sends what a former page left behind in the order it was written', async () => {
  kept.write('out.x', outgoing('x', '2026-03-01T10:05:00Z'))
  kept.write('out.w', outgoing('w', '2026-03-01T10:01:00Z'))
  courier().retry()
  await vi.waitFor(() => expect(delivered).toEqual(['w', 'x']))
})
