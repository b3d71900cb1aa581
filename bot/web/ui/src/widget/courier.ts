import type { RequestFailed } from './api'
import { backoff } from './backoff'
import type { Kept } from './storage'
import type { Message } from './types'

/** A message that the server has not acknowledged yet. */
export interface Outgoing {
  client_message_id: string
  text: string
  choice?: string
  at: string
  /** sending: now; waiting: will be tried again by itself; failed: needs the visitor. */
  status: 'sending' | 'waiting' | 'failed'
  tries: number
  reason?: string
}

const TRIES = 5

export interface CourierDuties {
  /** Hands one message to the server; throws RequestFailed. */
  deliver(message: Outgoing): Promise<Message>
  delivered(message: Message, outgoing: Outgoing): void
  /** The conversation is gone. True when a new one was started and the message may go there. */
  expired(): Promise<boolean>
  changed(outbox: Outgoing[]): void
  later(act: () => void, milliseconds: number): void
}

/**
 * Carries messages to the server in order, keeps each in the browser until it is acknowledged, and repeats it
 * under the same client_message_id, which the server knows to keep once.
 * Each message has its own storage entry, so two open pages never overwrite each other's.
 */
export class Courier {
  private outbox: Outgoing[]
  private busy = false

  constructor(
    private readonly kept: Kept,
    private readonly duties: CourierDuties,
  ) {
    this.outbox = kept
      .names('out.')
      .map((name) => kept.read<Outgoing>(name))
      .filter((message): message is Outgoing => message !== null && typeof message.text === 'string')
      .sort((one, other) => one.at.localeCompare(other.at))
      .map((message) => ({ ...message, status: 'waiting', tries: 0 }))
  }

  get waiting(): Outgoing[] {
    return this.outbox
  }

  add(message: Outgoing): void {
    this.outbox = [...this.outbox, message]
    this.kept.write(`out.${message.client_message_id}`, message)
    this.duties.changed(this.outbox)
    void this.carry()
  }

  /** The server has it (seen in an answer or over the live connection). */
  acknowledge(clientMessageId: string): void {
    this.kept.forget(`out.${clientMessageId}`)
    if (!this.outbox.some((message) => message.client_message_id === clientMessageId)) return
    this.outbox = this.outbox.filter((message) => message.client_message_id !== clientMessageId)
    this.duties.changed(this.outbox)
  }

  /** Tries everything again now: the connection is back, or the visitor asked for it. */
  retry(): void {
    this.outbox = this.outbox.map((message) => ({ ...message, status: 'waiting', tries: 0 }))
    this.duties.changed(this.outbox)
    void this.carry()
  }

  discard(clientMessageId: string): void {
    this.acknowledge(clientMessageId)
  }

  private mark(id: string, change: Partial<Outgoing>): void {
    this.outbox = this.outbox.map((message) => (message.client_message_id === id ? { ...message, ...change } : message))
    this.duties.changed(this.outbox)
  }

  private async carry(): Promise<void> {
    if (this.busy) return
    this.busy = true
    try {
      for (let next = this.next(); next; next = this.next()) {
        if (!(await this.carryOne(next))) return
      }
    } finally {
      this.busy = false
    }
  }

  private next(): Outgoing | undefined {
    return this.outbox.find((message) => message.status !== 'failed')
  }

  /** True when the following message may be carried too. */
  private async carryOne(message: Outgoing): Promise<boolean> {
    const id = message.client_message_id
    this.mark(id, { status: 'sending' })
    try {
      const accepted = await this.duties.deliver(message)
      this.duties.delivered(accepted, message)
      this.acknowledge(id)
      return true
    } catch (error) {
      const failure = error as RequestFailed
      const tries = message.tries + 1
      if (failure.expired && tries < TRIES) {
        this.mark(id, { status: 'waiting', tries, choice: undefined })
        if (await this.duties.expired()) return true
        this.mark(id, { status: 'failed', reason: failure.message })
        return false
      }
      if (failure.passing && tries < TRIES) {
        this.mark(id, { status: 'waiting', tries })
        this.duties.later(() => void this.carry(), backoff(tries - 1))
        return false
      }
      this.mark(id, { status: 'failed', tries, reason: failure.passing ? undefined : failure.message })
      return !failure.passing
    }
  }
}
