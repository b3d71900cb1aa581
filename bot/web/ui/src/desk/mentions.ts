/** "@" in a note: which colleagues fit what is typed, and the note with the chosen one in it; pure. */

import type { Colleague } from '../staff/types'

/** The name being typed right before the cursor ("@be" → "be"); null where none is. */
export function mentionQuery(text: string, cursor: number): string | null {
  const [, typed] = text.slice(0, cursor).match(/(?:^|[\s(])@([\p{L}\p{N}'-]*(?: [\p{L}\p{N}'-]*)?)$/u) ?? []
  return typed ?? null
}

/** Colleagues of whose name a word begins with what is typed. */
export function colleaguesMatching(people: readonly Colleague[], typed: string): Colleague[] {
  const wanted = typed.trim().toLowerCase()
  return people.filter(({ name }) => {
    const whole = name.toLowerCase()
    return whole.startsWith(wanted) || whole.split(' ').some((word) => word.startsWith(wanted))
  })
}

/** The text with "@be" before the cursor become "@Ben Ochs ", and where the cursor is then. */
export function withMention(text: string, cursor: number, name: string): { text: string; cursor: number } {
  const typed = mentionQuery(text, cursor)
  if (typed === null) return { text, cursor }
  const start = cursor - typed.length
  const put = `${name} `
  return { text: text.slice(0, start) + put + text.slice(cursor), cursor: start + put.length }
}
