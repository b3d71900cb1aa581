/** The desk's four lists, in the order of their keys 1 to 4. */

export type ListName = 'queue' | 'mine' | 'tickets' | 'done'

export const LISTS: { name: ListName; title: string }[] = [
  { name: 'queue', title: 'Queue' },
  { name: 'mine', title: 'My chats' },
  { name: 'tickets', title: 'Tickets' },
  { name: 'done', title: 'Done' },
]

/** The list an address names; the queue where it names none. */
export function listNamed(segment: string | undefined): ListName {
  return LISTS.find((list) => list.name === segment)?.name ?? 'queue'
}
