/** What a channel's prices are made of, in the order in which they are read. */

import type { Price } from '../../staff/types'

type Amount = Exclude<keyof Price, 'channel' | 'since' | 'note'>

export const PARTS: { key: Amount; title: string; says: string; minutes?: true }[] = [
  { key: 'wage_per_minute', title: 'Wage a minute', says: 'What a minute of staff time costs, with everything.' },
  {
    key: 'minutes_each',
    title: 'Minutes each',
    says: 'The time of a contact whose time is not on record.',
    minutes: true,
  },
  { key: 'staff_per_month', title: 'Staff a month', says: 'Paid in any case: for self-service, its curation.' },
  { key: 'systems_per_month', title: 'Systems a month', says: 'Hosting, telephone lines, licences.' },
  { key: 'tools_per_month', title: 'Tools a month', says: 'What only this channel needs.' },
  { key: 'fee_each', title: 'Fee each', says: 'What comes with each contact.' },
]
