/** What the queue says out loud and in the tab's title; pure. */

import { plural } from '../staff/figures'
import type { Nudge, QueueItem } from '../staff/types'

/** How a visitor without a name is called. */
export function visitorName(name: string | null | undefined): string {
  return name?.trim() || 'Visitor'
}

/** Those in `now` that were not in `before`. */
export function newcomers(before: readonly QueueItem[], now: readonly QueueItem[]): QueueItem[] {
  const known = new Set(before.map((item) => item.conversation_id))
  return now.filter((item) => !known.has(item.conversation_id))
}

/** What a screen reader hears about them: short, the important first. */
export function announcement(items: readonly QueueItem[]): string {
  const [only] = items
  if (!only) return ''
  if (items.length > 1) return `${plural(items.length, 'person', 'people')} more are waiting.`
  const what = only.reason_title ?? 'no reason known yet'
  const value = only.value === 'high' ? ', high value' : ''
  const complexity = only.complexity === 'high' ? ', high complexity' : ''
  return `${visitorName(only.visitor)} is waiting: ${what}${value}${complexity}.`
}

/** "(3) Desk": the number waiting, where the agent sees it from another tab. */
export function tabTitle(waiting: number, unread: number): string {
  const total = waiting + unread
  return total > 0 ? `(${total}) Desk · Firstline` : 'Desk · Firstline'
}

/** Seconds waited until `now`; none where the start is unknown. */
export function waited(since: string | null | undefined, now: Date): number | null {
  if (!since) return null
  return Math.max(0, (now.getTime() - new Date(since).getTime()) / 1000)
}

/** The key `step` places after (or before) the one chosen; stays inside the list. */
export function neighbour(keys: readonly string[], chosen: string | null, step: number): string | null {
  if (keys.length === 0) return null
  const at = chosen === null ? -1 : keys.indexOf(chosen)
  if (at === -1) return (step > 0 ? keys[0] : keys[keys.length - 1]) ?? null
  return keys[Math.min(keys.length - 1, Math.max(0, at + step))] ?? null
}

/** What a colleague wants, as a sentence. */
export function nudgeText({ kind, by_name }: Pick<Nudge, 'kind' | 'by_name'>): string {
  const wants: Record<Nudge['kind'], string> = {
    mention: 'mentioned you in a note',
    passed_on: 'passed a visitor on to you',
    taken_over: 'has taken a chat of yours over',
    whisper: 'whispers to you',
  }
  return `${by_name} ${wants[kind]}`
}
