/** What the overview reads. */

import { useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { api, part } from '../../staff/api'
import type { Episode, EpisodeDetail, Queue, Report } from '../../staff/types'
import type { Period } from './period'

export function useReport(period: Period) {
  return useQuery({
    queryKey: ['report', period],
    queryFn: () => api.get<Report>('/admin/report', { ...period }),
    placeholderData: (before) => before,
    refetchInterval: 60_000,
  })
}

export function useWaiting() {
  return useQuery({
    queryKey: ['queue'],
    queryFn: () => api.get<Queue>('/desk/queue'),
    refetchInterval: 10_000,
  })
}

/** Which episodes: an outcome or a class of those left out, a cause, a reason; `title` says it in words. */
export interface Which {
  title: string
  outcome?: string
  cause?: string
  reason?: string
}

const PAGE = 50
const MOST = 500

/** The episodes behind a figure; asking for more asks for a longer list. */
export function useEpisodes(which: Which, period: Period) {
  return useInfiniteQuery({
    queryKey: ['episodes', which, period],
    initialPageParam: PAGE,
    queryFn: ({ pageParam }) =>
      api.get<{ episodes: Episode[]; total: number }>('/admin/episodes', {
        outcome: which.outcome,
        cause: which.cause,
        reason: which.reason,
        ...period,
        limit: pageParam,
      }),
    getNextPageParam: (last, _pages, limit) =>
      last.episodes.length < last.total && limit < MOST ? Math.min(MOST, limit * 2) : null,
  })
}

export function useEpisode(id: string) {
  return useQuery({
    queryKey: ['episode', id],
    queryFn: () => api.get<EpisodeDetail>(`/admin/episodes/${part(id)}`),
  })
}
