/** The desk's lists, in the order of their keys. */

import type { Role } from '../../staff/types'

export type ListName = 'queue' | 'mine' | 'all' | 'tickets' | 'done'

export const LISTS: { name: ListName; title: string }[] = [
  { name: 'queue', title: 'Queue' },
  { name: 'mine', title: 'My chats' },
  { name: 'all', title: 'All' },
  { name: 'tickets', title: 'Tickets' },
  { name: 'done', title: 'Done' },
]

/** The lists of somebody's desk: all chats are for those who look after others. */
export function listsFor(role: Role): typeof LISTS {
  return LISTS.filter(({ name }) => name !== 'all' || role !== 'agent')
}

/** The list an address names; the queue where it names none. */
export function listNamed(segment: string | undefined): ListName {
  return LISTS.find((list) => list.name === segment)?.name ?? 'queue'
}
