/** Asking for a replay. */

import { useMutation } from '@tanstack/react-query'
import { api } from '../../../staff/api'
import { lastDays } from './period'
import type { Replay, Wanted } from './types'

export interface Question {
  policy: Wanted
  /** What it is called. */
  title: string
  days: number
  /** As many as on record where nothing is said. */
  agents: number | null
}

export function useReplay() {
  return useMutation({
    mutationFn: ({ policy, days, agents }: Question) =>
      api.post<Replay>('/admin/policy/replay', { ...policy, from: lastDays(days, new Date()).from, agents }),
  })
}
