/** Times as people say them; pure, so `now` is always given. */

const MINUTE = 60
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

function clock(at: Date): string {
  return at.toLocaleTimeString(undefined, { hour: '2-digit', minute: '2-digit', hourCycle: 'h23' })
}

function midnight(at: Date): number {
  return new Date(at.getFullYear(), at.getMonth(), at.getDate()).getTime()
}

/** Whole days between two moments as a calendar counts them, in the reader's time zone. */
export function calendarDays(at: Date, now: Date): number {
  return Math.round((midnight(now) - midnight(at)) / (DAY * 1000))
}

/** How long ago: "just now", "2 min ago", "14:05", "yesterday 14:05", "Mon 14:05", "3 Mar". */
export function said(at: Date, now: Date): string {
  const seconds = (now.getTime() - at.getTime()) / 1000
  const days = calendarDays(at, now)
  if (seconds >= 0 && seconds < 45) return 'just now'
  if (seconds >= 0 && seconds < HOUR) return `${Math.max(1, Math.round(seconds / MINUTE))} min ago`
  if (days === 0) return clock(at)
  if (days === 1) return `yesterday ${clock(at)}`
  if (days > 1 && days < 7) {
    return `${at.toLocaleDateString(undefined, { weekday: 'short' })} ${clock(at)}`
  }
  const sameYear = at.getFullYear() === now.getFullYear()
  return at.toLocaleDateString(undefined, {
    day: 'numeric',
    month: 'short',
    ...(sameYear ? {} : { year: 'numeric' }),
  })
}

/** A length of time in the two units that matter: "40 s", "2 min 05 s", "1 h 20 min", "3 d". */
export function lasted(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds))
  if (whole < MINUTE) return `${whole} s`
  if (whole < 10 * MINUTE) {
    const rest = whole % MINUTE
    return `${Math.floor(whole / MINUTE)} min ${String(rest).padStart(2, '0')} s`
  }
  if (whole < HOUR) return `${Math.round(whole / MINUTE)} min`
  if (whole < DAY) {
    const minutes = Math.floor((whole % HOUR) / MINUTE)
    return minutes ? `${Math.floor(whole / HOUR)} h ${minutes} min` : `${Math.floor(whole / HOUR)} h`
  }
  return `${Math.floor(whole / DAY)} d`
}

export type Patience = 'fresh' | 'warm' | 'late'

/**
 * How a wait feels to the visitor: an acknowledgement within 30 s keeps people and five minutes is
 * what most of them give; so the colour turns at two and at five minutes.
 */
export function patience(seconds: number): Patience {
  if (seconds < 2 * MINUTE) return 'fresh'
  return seconds < 5 * MINUTE ? 'warm' : 'late'
}

/** Day, date, time with seconds and zone: what the tooltip says. */
export function exact(at: Date): string {
  return at.toLocaleString(undefined, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
    second: '2-digit',
    timeZoneName: 'short',
  })
}

/** The heading above a day's messages: "Today", "Yesterday", "Mon, 3 March". */
export function dayTitle(at: Date, now: Date): string {
  const days = calendarDays(at, now)
  if (days === 0) return 'Today'
  if (days === 1) return 'Yesterday'
  return at.toLocaleDateString(undefined, { weekday: 'short', day: 'numeric', month: 'long' })
}

/** The hour and minute alone. */
export function timeOfDay(at: Date): string {
  return clock(at)
}
