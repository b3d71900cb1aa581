/** What a replay answers: docs/api/replay.schema.json. */

import type { Level, Outcome } from '../../../staff/types'

export interface Estimate {
  value: number
  /** The middle 95 % of all runs; null where chance has no part in it. */
  interval: [number, number] | null
}

export interface Behind {
  total: number
  /** The likeliest first, and before them those that are new; `share` of the runs. */
  episodes: { episode_id: string; share: number }[]
}

export interface ReplayFigure {
  key: string
  title: string
  unit: 'count' | 'dollars' | 'seconds'
  definition: string
  happened: number | null
  simulated: Estimate | null
  replayed: Estimate | null
  /** Such as "12 fewer (9 to 15)". */
  difference: string | null
  behind: { happened: Behind; replayed: Behind } | null
}

export interface ListedEpisode {
  episode_id: string
  started_at: string
  reason_title: string
  value: Level
  outcome: Outcome
  evidence: string
}

export interface Replay {
  policy_version: string
  period: { from: string; to: string }
  enough: boolean
  headline: string
  episodes: { decided: number; replayable: number; needed: number; differing: number }
  decisions: { made_again: number; elsewhere: number }
  figures: ReplayFigure[]
  listed: ListedEpisode[]
  measured: { name: string; value: number | null; unit: string; sample: number }[]
  assumptions: string[]
  runs: number
  agents: number | null
}

/** The policy asked about: a preset, or its cells and limits as an admin changed them. */
export interface Wanted {
  preset: string
  cells?: Record<string, string>
  limits?: Record<string, number>
}
