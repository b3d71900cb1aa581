/** What an admin writes into the alerts: as they read it (percent, points), and as the server takes it; pure. */

import type { AlertLine, Alerts, AlertWishes } from '../../staff/types'

export interface Draft {
  on: Record<string, boolean>
  /** In the unit that is shown: seconds, points of a hundred, points of five. */
  limits: Record<string, number>
  recipients: string[]
  webhook: string
}

/** What one unit that is shown is to the server. */
const SCALE: Record<AlertLine['unit'], number> = { seconds: 1, share: 100, points: 1 }
export const UNIT_WORDS: Record<AlertLine['unit'], string> = {
  seconds: 'seconds',
  share: 'points (of 100)',
  points: 'points (of 5)',
}

function round(value: number): number {
  return Math.round(value * 1000) / 1000
}

/** A limit of the server's in the unit that is shown. */
export function shown(line: Pick<AlertLine, 'unit'>, limit: number): number {
  return round(limit * SCALE[line.unit])
}

export function draftOf(alerts: Alerts): Draft {
  return {
    on: Object.fromEntries(alerts.alerts.map(({ kind, on }) => [kind, on])),
    limits: Object.fromEntries(alerts.alerts.map((line) => [line.kind, shown(line, line.limit)])),
    recipients: alerts.recipients,
    webhook: alerts.webhook,
  }
}

/** What is wrong with a limit, in words; null where nothing is. */
export function limitProblem(line: AlertLine, value: number | undefined): string | null {
  const [low, high] = [shown(line, line.lowest), shown(line, line.highest)]
  if (value !== undefined && value >= low && value <= high) return null
  return `From ${low} to ${high}; ${shown(line, line.standard)} is standard.`
}

export function wishesOf(draft: Draft, alerts: Alerts): AlertWishes {
  return {
    thresholds: Object.fromEntries(
      alerts.alerts.map((line) => [
        line.kind,
        { on: draft.on[line.kind] ?? line.on, limit: round((draft.limits[line.kind] ?? 0) / SCALE[line.unit]) },
      ]),
    ),
    recipients: draft.recipients,
    webhook: draft.webhook.trim(),
    based_on: alerts.number,
  }
}

export function isChanged(draft: Draft, alerts: Alerts): boolean {
  return JSON.stringify(wishesOf(draft, alerts)) !== JSON.stringify(wishesOf(draftOf(alerts), alerts))
}
