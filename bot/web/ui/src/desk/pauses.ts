/** Promised times that have come; pure. */

import type { DeskConversation } from '../staff/types'

/** Whether the time that was promised has come. */
export function isDue(until: string | null | undefined, now: Date): boolean {
  return until ? new Date(until).getTime() <= now.getTime() : false
}

/** Those of an agent's conversations whose promise is due and of which they were not reminded yet. */
export function toRemindOf(
  mine: readonly DeskConversation[],
  reminded: ReadonlySet<string>,
  now: Date,
): DeskConversation[] {
  return mine.filter((each) => isDue(each.paused_until, now) && !reminded.has(promiseOf(each)))
}

/** A promise by its name: the same conversation may be paused again. */
export function promiseOf({ conversation_id, paused_until }: DeskConversation): string {
  return `${conversation_id} ${paused_until}`
}
