/** Canned messages: which ones fit what is typed after "/", with the names filled in; pure. */

import type { Canned } from '../staff/types'

export interface Names {
  visitor: string | null
  agent: string | null
  /** What was gathered, by its name: {order_number}. */
  facts?: Readonly<Record<string, string>>
}

/** What is searched for, when the text is a call for canned messages ("/", "/so", "/ sorry"). */
export function cannedQuery(text: string): string | null {
  return text.startsWith('/') && !text.includes('\n') ? text.slice(1).trim() : null
}

function plainWords(text: string): string[] {
  return text
    .toLowerCase()
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .split(/[^\p{L}\p{N}]+/u)
    .filter(Boolean)
}

function score(message: Canned, wanted: string[]): number {
  const title = plainWords(message.title)
  const moment = plainWords(message.moment)
  const text = plainWords(message.text)
  let total = 0
  for (const word of wanted) {
    if (title.some((other) => other.startsWith(word))) total += 3
    else if (moment.some((other) => other.startsWith(word))) total += 2
    else if (text.some((other) => other.startsWith(word))) total += 1
    else return 0
  }
  return total
}

/** The messages in which every typed word begins a word; titles first, then moments, then the text. */
export function cannedMatching(messages: readonly Canned[], query: string): Canned[] {
  const wanted = plainWords(query)
  if (wanted.length === 0) return [...messages]
  return messages
    .map((message, index) => ({ message, index, score: score(message, wanted) }))
    .filter((found) => found.score > 0)
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map((found) => found.message)
}

function first(name: string | null): string {
  return name?.trim().split(/\s+/)[0] ?? ''
}

/**
 * The text with its placeholders replaced: {visitor}, {name}, {first_name} and {agent}. Where the
 * visitor's name isn't known, the placeholder goes together with the comma or blank before it
 * ("Hello {visitor}," becomes "Hello,"). A fact that was gathered is put in; one that was not becomes
 * "[order number]", which the agent fills in (see `gapIn`).
 */
export function filledIn(text: string, names: Names): string {
  const visitor = first(names.visitor)
  const agent = first(names.agent)
  return text
    .replace(/(,?[ \t]*)\{\{?\s*(visitor|name|first_name|visitor_name)\s*\}\}?/gi, (_all, lead) =>
      visitor ? `${lead}${visitor}` : '',
    )
    .replace(/\{\{?\s*(agent|agent_name)\s*\}\}?/gi, agent)
    .replace(/\{([a-z][a-z0-9_]*)\}/g, (_all, name: string) => names.facts?.[name] ?? `[${name.replace(/_/g, ' ')}]`)
    .trim()
}

/** Where the first thing still to be filled in stands; null where all is. */
export function gapIn(text: string): [number, number] | null {
  const found = /\[[a-z][a-z0-9 ]*\]/.exec(text)
  return found ? [found.index, found.index + found[0].length] : null
}

export const MOMENTS: Record<string, string> = {
  greeting: 'Greeting',
  acknowledgement: 'Acknowledgement',
  empathy: 'Empathy',
  apology: 'Apology',
  pause: 'Pause',
  satisfaction: 'Satisfaction',
  closing: 'Closing',
}

/** The moment of a conversation a canned message is for, in words. */
export function momentTitle(moment: string): string {
  return MOMENTS[moment] ?? moment.replace(/_/g, ' ').replace(/^./, (letter) => letter.toUpperCase())
}
