import type { Author, Message } from './types'

export interface Group {
  key: string
  author: Author
  name: string
  at: string
  messages: Message[]
}

/** Neighbouring messages of one sender within one minute stand together under one name and time. */
export function group(messages: Message[], botName: string): Group[] {
  const groups: Group[] = []
  for (const message of messages) {
    const last = groups.at(-1)
    const name = message.author === 'agent' ? (message.agent_name ?? '') : message.author === 'bot' ? botName : ''
    const together =
      last !== undefined &&
      last.author === message.author &&
      last.name === name &&
      minute(last.messages.at(-1)?.at ?? last.at) === minute(message.at)
    if (together) last.messages.push(message)
    else groups.push({ key: `${message.seq}`, author: message.author, name, at: message.at, messages: [message] })
  }
  return groups
}

function minute(at: string): string {
  return at.slice(0, 16)
}
