import { describe, expect, it, vi } from 'vitest'
import { Problem } from '../staff/api'
import type { Message } from '../staff/types'
import { Carrier, type Shelf } from './carrier'
import type { Outgoing } from './messages'

function shelf(): Shelf & { kept: Map<string, string> } {
  const kept = new Map<string, string>()
  return {
    kept,
    getItem: (key) => kept.get(key) ?? null,
    setItem: (key, value) => void kept.set(key, value),
    removeItem: (key) => void kept.delete(key),
  }
}

const written = (id: string): Outgoing => ({ client_message_id: id, text: id, at: '', delivery: 'sending' })
const asKept = (message: Outgoing) => ({ seq: 1, client_message_id: message.client_message_id }) as Message

/** A server that answers as told, and what it was given. */
function carrier(answers: (Problem | null)[], place = shelf()) {
  const given: string[] = []
  const later: (() => void)[] = []
  const made = new Carrier(place, {
    deliver: async (_conversation, message) => {
      given.push(message.client_message_id)
      const answer = answers.shift()
      if (answer) throw answer
      return asKept(message)
    },
    delivered: () => undefined,
    later: (act) => later.push(act),
  })
  return { made, given, later, place }
}

const offline = () => new Problem(0, 'No connection')
const refused = () => new Problem(403, "This conversation is Ada's.")

describe('an agent’s messages', () => {
  it('go out in the order in which they were written', async () => {
    const { made, given } = carrier([])
    made.send('c', written('1'))
    made.send('c', written('2'))
    await vi.waitFor(() => expect(made.of('c')).toEqual([]))
    expect(given).toEqual(['1', '2'])
  })

  it('wait where there is no connection, and go out by themselves under the same id', async () => {
    const { made, given, later } = carrier([offline(), null, null])
    made.send('c', written('1'))
    await vi.waitFor(() => expect(made.of('c')[0]?.delivery).toBe('waiting'))
    made.send('c', written('2'))
    await vi.waitFor(() => expect(made.of('c')).toEqual([]))
    later[0]?.()
    expect(given).toEqual(['1', '1', '2'])
  })

  it('outlive a reload of the page', async () => {
    const { made, place } = carrier([offline()])
    made.send('c', written('1'))
    await vi.waitFor(() => expect(made.of('c')[0]?.delivery).toBe('waiting'))
    const after = carrier([], place)
    expect(after.made.of('c')).toHaveLength(1)
    after.made.carryAll()
    await vi.waitFor(() => expect(after.given).toEqual(['1']))
    expect(place.kept.size).toBe(0)
  })

  it('that are refused say why and hold what comes after them until the agent decides', async () => {
    const { made, given } = carrier([refused()])
    made.send('c', written('1'))
    await vi.waitFor(() => expect(made.of('c')[0]?.problem).toContain("Ada's"))
    made.send('c', written('2'))
    expect(given).toEqual(['1'])
    made.forget('c', '1')
    made.carryAll()
    await vi.waitFor(() => expect(given).toEqual(['1', '2']))
  })

  it('of one conversation don’t wait for those of another', async () => {
    const { made, given } = carrier([offline()])
    made.send('a', written('1'))
    await vi.waitFor(() => expect(made.of('a')[0]?.delivery).toBe('waiting'))
    made.send('b', written('2'))
    await vi.waitFor(() => expect(given).toEqual(['1', '2']))
  })
})
