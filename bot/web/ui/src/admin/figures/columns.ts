/** Which figures stand in the table of each page; pure. */

import type { By } from './types'

export interface Column {
  /** A figure's key. */
  key: string
  /** Shorter than the figure's title, for the head of a column. */
  title: string
}

const SETTLED: Column = { key: 'standard', title: 'Settled' }
const DURABLE: Column = { key: 'durable', title: 'Durably' }
const HANDED_OFF: Column = { key: 'escalation_rate', title: 'Handed off' }
const RESOLVED: Column = { key: 'resolution_rate', title: 'Resolved' }
const FIRST_CONTACT: Column = { key: 'first_contact_resolution', title: 'First contact' }
const CSAT: Column = { key: 'csat', title: 'CSAT' }
const NPS: Column = { key: 'nps', title: 'NPS' }
const FIRST_REPLY: Column = { key: 'first_response_time', title: 'First reply' }
const IN_TIME: Column = { key: 'first_response_in_time', title: 'In time' }
const HANDLE: Column = { key: 'average_handle_time', title: 'Handle time' }
const WAIT: Column = { key: 'time_to_accept', title: 'Wait' }
const LEFT_QUEUE: Column = { key: 'queue_abandonment', title: 'Left the queue' }
const TRANSFERS: Column = { key: 'transfers', title: 'Passed on' }
const SHORT: Column = { key: 'short_sessions', title: 'Short' }
const CAME_BACK: Column = { key: 'come_backs', title: 'Came back' }

export const COLUMNS: Partial<Record<By, Column[]>> = {
  reason: [SETTLED, DURABLE, HANDED_OFF, FIRST_CONTACT, CSAT],
  article: [SETTLED, DURABLE, CAME_BACK, HANDED_OFF, CSAT],
  agent: [FIRST_REPLY, IN_TIME, HANDLE, RESOLVED, TRANSFERS, SHORT, CSAT, NPS],
  department: [SETTLED, HANDED_OFF, WAIT, LEFT_QUEUE, HANDLE, CSAT],
  weekday: [SETTLED, HANDED_OFF, WAIT, LEFT_QUEUE, CSAT],
  channel: [SETTLED, HANDED_OFF, FIRST_CONTACT, CSAT],
  survey: [SETTLED, HANDED_OFF, RESOLVED, FIRST_REPLY, HANDLE],
}

export const SAYS: Partial<Record<By, { one: string; none: string; noneSays: string }>> = {
  reason: { one: 'Reason', none: 'No reasons yet', noneSays: 'They stand here when visitors have written.' },
  article: {
    one: 'Article',
    none: 'No articles were shown',
    noneSays: 'As soon as the bot answers with one, it stands here.',
  },
  agent: {
    one: 'Agent',
    none: 'No chats with people',
    noneSays: 'As soon as somebody accepts a chat, they stand here.',
  },
  department: { one: 'Department', none: 'No departments', noneSays: 'They stand here when visitors have written.' },
  invitation: {
    one: 'Invitation',
    none: 'Nobody was invited',
    noneSays: 'Episodes that an invitation started stand here, apart from all rates.',
  },
  weekday: { one: 'Weekday', none: 'No episodes', noneSays: 'They stand here when visitors have written.' },
  survey: { one: 'Rating', none: 'No ratings yet', noneSays: 'Visitors are asked when a conversation ends.' },
}
