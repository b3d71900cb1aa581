/**
 * How times are written: in the page's language, and where that is the browser's too, by the browser's region
 * (an English page shows "2:05 PM" in New York and "14:05" in London).
 */
export function localeOf(page: string, browser: string): string {
  const wanted = page || browser
  return browser.split('-')[0] === wanted.split('-')[0] && !wanted.includes('-') ? browser : wanted
}

/** "14:05" today, "yesterday 14:05", else "12 Mar 14:05", in the visitor's language and time zone. */
export function clock(at: string, now: Date, locale: string): string {
  const when = new Date(at)
  if (Number.isNaN(when.getTime())) return ''
  const time = when.toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' })
  const days = Math.round((midnight(now) - midnight(when)) / 86_400_000)
  if (days === 0) return time
  if (days === 1) return `${new Intl.RelativeTimeFormat(locale, { numeric: 'auto' }).format(-1, 'day')} ${time}`
  const date = when.toLocaleDateString(locale, {
    day: 'numeric',
    month: 'short',
    year: when.getFullYear() === now.getFullYear() ? undefined : 'numeric',
  })
  return `${date} ${time}`
}

export function exact(at: string, locale: string): string {
  const when = new Date(at)
  return Number.isNaN(when.getTime()) ? '' : when.toLocaleString(locale, { dateStyle: 'full', timeStyle: 'medium' })
}

function midnight(when: Date): number {
  return new Date(when.getFullYear(), when.getMonth(), when.getDate()).getTime()
}

/** An expected wait as people say it. Seconds in, words out. */
export function waitInWords([shortest, longest]: [number, number]): string {
  if (longest < 60) return 'less than a minute'
  const low = Math.max(1, Math.round(shortest / 60))
  const high = Math.max(low, Math.ceil(longest / 60))
  if (shortest < 60 && high > 1) return `up to ${high} min`
  return low === high ? `about ${low} min` : `about ${low} to ${high} min`
}

/** When the desk opens next, on the visitor's own clock: "tomorrow at 9:00 AM", "on Monday at 9:00 AM". */
export function opening(at: string, now: Date, locale: string): string {
  const when = new Date(at)
  const time = when.toLocaleTimeString(locale, { hour: 'numeric', minute: '2-digit' })
  const days = Math.round((midnight(when) - midnight(now)) / 86_400_000)
  if (days <= 0) return `today at ${time}`
  if (days === 1) return `tomorrow at ${time}`
  const day: Intl.DateTimeFormatOptions = days < 7 ? { weekday: 'long' } : { day: 'numeric', month: 'long' }
  return `on ${when.toLocaleDateString(locale, day)} at ${time}`
}
