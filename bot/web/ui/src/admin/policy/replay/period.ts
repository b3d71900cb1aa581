/** The period a report is about: whole days in the reader's time zone, today included; pure. */

export const PERIODS = [7, 30, 90] as const
export type Days = (typeof PERIODS)[number]

export interface Period {
  from: string
  to: string
}

/** From the first midnight of the period to the end of today, so that it stays the same all day. */
export function lastDays(days: number, now: Date): Period {
  const from = new Date(now.getFullYear(), now.getMonth(), now.getDate() - (days - 1))
  const to = new Date(now.getFullYear(), now.getMonth(), now.getDate() + 1)
  return { from: from.toISOString(), to: to.toISOString() }
}
