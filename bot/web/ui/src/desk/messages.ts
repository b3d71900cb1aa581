/** Merging what the server sent, what arrives live and what is still on its way; pure. */

import type { Message } from '../staff/types'

/** The agent's own message before the server has confirmed it. */
export interface Outgoing {
  client_message_id: string
  text: string
  at: string
  /** sending: now; waiting: is tried again by itself; failed: needs the agent. */
  delivery: 'sending' | 'waiting' | 'failed'
  problem?: string | undefined
}

/**
 * One list without doubles, by sequence number. A later copy of a message wins, because the server
 * may have added to it (rendered HTML, used buttons).
 */
export function merged(known: readonly Message[], arrived: readonly Message[]): Message[] {
  const bySeq = new Map<number, Message>()
  for (const message of [...known, ...arrived]) {
    const before = bySeq.get(message.seq)
    bySeq.set(message.seq, before ? { ...before, ...message } : message)
  }
  return [...bySeq.values()].sort((a, b) => a.seq - b.seq)
}

/** What is still on its way: everything the transcript doesn't hold yet. */
export function stillOutgoing(outgoing: readonly Outgoing[], messages: readonly Message[]): Outgoing[] {
  const kept = new Set(messages.map((message) => message.client_message_id).filter(Boolean))
  return outgoing.filter((message) => !kept.has(message.client_message_id))
}

export type Row =
  | { kind: 'day'; key: string; at: string }
  | { kind: 'line'; key: string; message: Message }
  | { kind: 'group'; key: string; author: Message['author']; name: string; messages: Message[] }

const GROUP_GAP = 3 * 60 * 1000

/**
 * The transcript as rows: a heading per day, system lines alone, and bubbles grouped by sender while
 * they follow each other within three minutes.
 */
export function rowsOf(messages: readonly Message[], visitor: string): Row[] {
  const rows: Row[] = []
  let day = ''
  for (const message of messages) {
    const thisDay = new Date(message.at).toDateString()
    if (thisDay !== day) {
      rows.push({ kind: 'day', key: `day-${thisDay}`, at: message.at })
      day = thisDay
    }
    if (message.author === 'system') {
      rows.push({ kind: 'line', key: `m-${message.seq}`, message })
      continue
    }
    const name = authorName(message, visitor)
    const last = rows[rows.length - 1]
    if (last?.kind === 'group' && continues(last, message, name)) last.messages.push(message)
    else {
      const key = `m-${message.seq}`
      rows.push({ kind: 'group', key, author: message.author, name, messages: [message] })
    }
  }
  return rows
}

function continues(group: Extract<Row, { kind: 'group' }>, next: Message, name: string): boolean {
  const previous = group.messages[group.messages.length - 1]
  if (!previous || group.author !== next.author || group.name !== name) return false
  return new Date(next.at).getTime() - new Date(previous.at).getTime() < GROUP_GAP
}

/** Who wrote it, as the agent should read it. */
export function authorName(message: Message, visitor: string): string {
  if (message.author === 'visitor') return visitor
  if (message.author === 'bot') return message.agent_name || 'Bot'
  if (message.payload?.kind === 'whisper') return `Whisper from ${message.agent_name || 'a colleague'}`
  if (message.author === 'note') return message.agent_name ? `Note by ${message.agent_name}` : 'Note'
  return message.agent_name || 'Agent'
}

export interface Receipt {
  seq: number
  seen: boolean
}

/** Whether the visitor has seen the agent's last words; none once they have answered, which says it too. */
export function receiptOf(messages: readonly Message[], seen: number): Receipt | null {
  const spoken = messages.filter(({ author }) => author === 'agent' || author === 'visitor')
  const last = spoken[spoken.length - 1]
  return last?.author === 'agent' ? { seq: last.seq, seen: last.seq <= seen } : null
}
