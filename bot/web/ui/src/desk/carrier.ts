/**
 * Carries an agent's messages to the server: in order, kept in the browser until the server has them, and tried
 * again under the same id, which the server knows to keep once. What the server refuses needs the agent.
 */

import { Problem, sentence } from '../staff/api'
import type { Message } from '../staff/types'
import type { Outgoing } from './messages'

/** What a browser's storage can do; a test gives its own. */
export type Shelf = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>

export interface CarrierDuties {
  /** Hands one message to the server; throws a Problem. */
  deliver(conversation: string, message: Outgoing): Promise<Message>
  delivered(conversation: string, message: Message): void
  later(act: () => void, milliseconds: number): void
}

const NONE: Outgoing[] = []
const INDEX = 'firstline-outgoing'
const FIRST_WAIT = 1_000
const LONGEST_WAIT = 15_000

/** Whether the same request may succeed later. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Problem)) return false
  return error.offline || [408, 425, 429].includes(error.status) || error.status >= 500
}

export class Carrier {
  private readonly waiting = new Map<string, Outgoing[]>()
  private readonly busy = new Set<string>()
  private readonly readers = new Set<() => void>()

  constructor(
    private readonly shelf: Shelf,
    private readonly duties: CarrierDuties,
  ) {
    for (const [conversation, messages] of Object.entries(this.read())) {
      this.waiting.set(
        conversation,
        messages.map((message) => ({ ...message, delivery: 'sending' })),
      )
    }
  }

  subscribe = (reader: () => void): (() => void) => {
    this.readers.add(reader)
    return () => this.readers.delete(reader)
  }

  of(conversation: string): Outgoing[] {
    return this.waiting.get(conversation) ?? NONE
  }

  send(conversation: string, message: Outgoing): void {
    this.put(conversation, [...this.of(conversation), message])
    void this.carry(conversation)
  }

  /** Everything that waits is tried now: the connection is back, or the page was opened again. */
  carryAll(): void {
    for (const conversation of this.waiting.keys()) void this.carry(conversation)
  }

  retry(conversation: string, id: string): void {
    this.mark(conversation, id, { delivery: 'sending', problem: undefined })
    void this.carry(conversation)
  }

  forget(conversation: string, id: string): void {
    this.put(
      conversation,
      this.of(conversation).filter((each) => each.client_message_id !== id),
    )
  }

  private async carry(conversation: string, tries = 0): Promise<void> {
    if (this.busy.has(conversation)) return
    this.busy.add(conversation)
    try {
      for (let next = this.next(conversation); next; next = this.next(conversation)) {
        if (!(await this.carryOne(conversation, next, tries))) return
        tries = 0
      }
    } finally {
      this.busy.delete(conversation)
    }
  }

  private next(conversation: string): Outgoing | undefined {
    const [first] = this.of(conversation)
    // What was refused waits for the agent, and so does what was written after it: order is kept.
    return first?.delivery === 'failed' ? undefined : first
  }

  /** True when the following message may be carried too. */
  private async carryOne(conversation: string, message: Outgoing, tries: number): Promise<boolean> {
    const id = message.client_message_id
    try {
      const kept = await this.duties.deliver(conversation, message)
      this.duties.delivered(conversation, kept)
      this.forget(conversation, id)
      return true
    } catch (error) {
      if (isPassing(error)) {
        this.mark(conversation, id, { delivery: 'waiting' })
        const wait = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** tries)
        this.duties.later(() => void this.carry(conversation, tries + 1), wait)
      } else this.mark(conversation, id, { delivery: 'failed', problem: sentence(error) })
      return false
    }
  }

  private mark(conversation: string, id: string, change: Partial<Outgoing>): void {
    this.put(
      conversation,
      this.of(conversation).map((each) => (each.client_message_id === id ? { ...each, ...change } : each)),
    )
  }

  private put(conversation: string, messages: Outgoing[]): void {
    if (messages.length > 0) this.waiting.set(conversation, messages)
    else this.waiting.delete(conversation)
    this.write()
    for (const reader of this.readers) reader()
  }

  private read(): Record<string, Outgoing[]> {
    try {
      const found: unknown = JSON.parse(this.shelf.getItem(INDEX) ?? '{}')
      return typeof found === 'object' && found !== null ? (found as Record<string, Outgoing[]>) : {}
    } catch {
      return {}
    }
  }

  private write(): void {
    try {
      if (this.waiting.size > 0) this.shelf.setItem(INDEX, JSON.stringify(Object.fromEntries(this.waiting)))
      else this.shelf.removeItem(INDEX)
    } catch {
      // A browser that keeps nothing still lets the agent write.
    }
  }
}
