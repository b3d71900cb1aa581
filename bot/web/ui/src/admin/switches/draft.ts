/** The switches while somebody changes them; pure. */

import type { Switches, SwitchWishes } from '../../staff/types'

export interface Draft {
  bot: boolean
  off: string[]
  notice: string
}

export const MOST_NOTICE = 300

export function draftOf({ bot, skills, notice }: Switches): Draft {
  return { bot, off: skills.filter(({ on }) => !on).map(({ key }) => key), notice }
}

export function switched(draft: Draft, skill: string, on: boolean): Draft {
  const others = draft.off.filter((key) => key !== skill)
  return { ...draft, off: on ? others : [...others, skill] }
}

export function wishesOf({ bot, off, notice }: Draft, { number }: Switches): SwitchWishes {
  return { bot, off: [...off].sort(), notice: notice.trim(), based_on: number }
}

export function isChanged(draft: Draft, switches: Switches): boolean {
  return JSON.stringify(wishesOf(draft, switches)) !== JSON.stringify(wishesOf(draftOf(switches), switches))
}
