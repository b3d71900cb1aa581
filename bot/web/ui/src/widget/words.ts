import { clock } from './times'
import type { Queue } from './types'

/** Sentences that depend on something; the plain ones stand in the components. */

export function place(queue: Queue): string {
  return queue.position <= 1 ? 'You’re next' : `You’re number ${queue.position} in line`
}

/** Who is there, or until when they promised to be back. */
export function standingOf(agent: string, backAt: string | null, now: Date, locale: string): string {
  if (!backAt) return `You’re talking to ${agent === 'A person' ? 'a person' : agent}`
  if (new Date(backAt) <= now) return `${agent} will be back any moment`
  return `${agent} will be back by ${clock(backAt, now, locale)}`
}

/** A greeting's first sentence (a lone "Hi!" is none) for the heading, and what follows it. */
export function headlineOf(greeting: string): [string, string] {
  const end = /^.{12,}?[.!?](?=\s)/s.exec(greeting.trim())?.[0]
  return end ? [end, greeting.trim().slice(end.length).trim()] : [greeting.trim(), '']
}

/** Markdown without its marks, for a line or two of plain text. */
export function plain(markdown: string): string {
  return markdown
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replace(/[*_`#>|]+/g, '')
    .replace(/\s+/g, ' ')
    .trim()
}

export const moods = ['Very bad', 'Bad', 'So-so', 'Good', 'Very good'] as const

/** What a person would call a mail address: something, an @, a dot in what follows. The server decides. */
export function looksLikeEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+\.[^\s@]{2,}$/.test(text.trim())
}

export interface Left {
  name: string
  email: string
  text: string
}

/** What is missing in a message to be left, by field; empty when it can be sent. */
export function missing(left: Left): Partial<Record<keyof Left, string>> {
  const found: Partial<Record<keyof Left, string>> = {}
  if (!left.name.trim()) found.name = 'Please tell us your name.'
  if (!left.email.trim()) found.email = 'We need an e-mail address to answer you.'
  else if (!looksLikeEmail(left.email))
    found.email = 'That doesn’t look like an e-mail address, for example ada@mail.com.'
  if (!left.text.trim()) found.text = 'Please write what we can do for you.'
  return found
}
