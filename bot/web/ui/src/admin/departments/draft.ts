/** A department while it is edited, and its hours in words. */

import type { Department } from '../../staff/types'

export interface Span {
  opens: string
  closes: string
}

/** Seven days, Monday first. */
export type Week = Span[][]

export interface Draft {
  key: string
  /** The version that was looked at; none of a new department. */
  version: number | null
  name: string
  timezone: string
  week: Week
  country: string | null
  subdivision: string | null
  closed_days: { day: string; name: string }[]
  assignment: 'pull' | 'push'
  next_department: string | null
  queue_timeout_minutes: number | null
}

export const DAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
export const ALL_DAY: Span = { opens: '00:00', closes: '24:00' }
export const OFFICE: Span = { opens: '09:00', closes: '17:00' }

export const always = (): Week => DAYS.map(() => [{ ...ALL_DAY }])
export const officeHours = (): Week => DAYS.map((_, day) => (day < 5 ? [{ ...OFFICE }] : []))

export function newDraft(timezone: string): Draft {
  return {
    key: '',
    version: null,
    name: '',
    timezone,
    week: officeHours(),
    country: null,
    subdivision: null,
    closed_days: [],
    assignment: 'pull',
    next_department: null,
    queue_timeout_minutes: null,
  }
}

export function draftOf(one: Department): Draft {
  return {
    key: one.key,
    version: one.version,
    name: one.name,
    timezone: one.timezone ?? 'UTC',
    week: one.week,
    country: one.country ?? null,
    subdivision: one.subdivision ?? null,
    closed_days: (one.closed_days ?? []).map(({ day, name }) => ({ day, name: name ?? '' })),
    assignment: one.assignment ?? 'pull',
    next_department: one.next_department ?? null,
    queue_timeout_minutes: one.queue_timeout_minutes ?? null,
  }
}

/** "Spare parts" as "spare_parts". */
export function keyOf(name: string): string {
  return name
    .normalize('NFD')
    .replace(/[\u0300-\u036f]/g, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 40)
}

const short = (day: number) => (DAYS[day] ?? '').slice(0, 3)
const clock = (time: string) => time.replace(/^0(?=\d)/, '')

function spansInWords(spans: Span[]): string {
  if (spans.some(({ opens, closes }) => opens === '00:00' && closes === '24:00')) return 'all day'
  return spans.map(({ opens, closes }) => `${clock(opens)}–${clock(closes)}`).join(', ')
}

/** A week in words: "Mon–Fri 9:00–17:00, Sat 10:00–14:00"; days of a row with the same hours stand together. */
export function weekInWords(week: Week): string {
  const days = week.map(spansInWords)
  if (days.every((hours) => hours === 'all day')) return 'Around the clock'
  const runs: { from: number; to: number; hours: string }[] = []
  days.forEach((hours, day) => {
    const last = runs.at(-1)
    if (last && last.hours === hours && last.to === day - 1) last.to = day
    else runs.push({ from: day, to: day, hours })
  })
  const said = runs
    .filter(({ hours }) => hours)
    .map(({ from, to, hours }) => `${from === to ? short(from) : `${short(from)}–${short(to)}`} ${hours}`)
  return said.join(', ') || 'Never open'
}
