/** What the figures' pages read. */

import { keepPreviousData, useInfiniteQuery, useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { api, part } from '../../staff/api'
import { addressOf, useQueryInPlace } from '../../staff/place'
import type { Queue } from '../../staff/types'
import { type Filter, filterOf, forServer, inAddress } from './filter'
import type { Breakdown, By, Choices, Episodes, Overview, Timeline, Which } from './types'

const MINUTE = 60_000

/** The filter in the address, and the way to another one on the same page. */
export function useFilter(tab: string): [Filter, (change: Partial<Filter>) => void] {
  const query = useQueryInPlace().toString()
  const filter = useMemo(() => filterOf(new URLSearchParams(query)), [query])
  const change = (some: Partial<Filter>) => {
    window.location.hash = addressOf('overview', tab) + inAddress({ ...filter, ...some })
  }
  return [filter, change]
}

export function useOverview(filter: Filter) {
  return useQuery({
    queryKey: ['analytics', 'overview', filter],
    queryFn: () => api.get<Overview>('/analytics/overview', forServer(filter)),
    placeholderData: keepPreviousData,
    refetchInterval: MINUTE,
  })
}

export function useBreakdown(by: By, filter: Filter) {
  return useQuery({
    queryKey: ['analytics', 'by', by, filter],
    queryFn: () => api.get<Breakdown>(`/analytics/by/${by}`, forServer(filter)),
    placeholderData: keepPreviousData,
    refetchInterval: MINUTE,
  })
}

export function useChoices(filter: Filter) {
  const { days, from, to } = filter
  const period = { ...filter, days, from, to, channel: null, department: null, reason: null }
  return useQuery({
    queryKey: ['analytics', 'choices', days, from, to],
    queryFn: () => api.get<Choices>('/analytics/choices', forServer(period)),
    placeholderData: keepPreviousData,
    staleTime: MINUTE,
  })
}

const PAGE = 50

/** The episodes behind a figure, page by page. */
export function useEpisodes(which: Which, filter: Filter) {
  return useInfiniteQuery({
    queryKey: ['analytics', 'episodes', which, filter],
    initialPageParam: 0,
    queryFn: ({ pageParam }) =>
      api.get<Episodes>('/analytics/episodes', {
        ...forServer(filter),
        ...which.narrowed,
        figure: which.figure,
        part: which.part,
        limit: PAGE,
        offset: pageParam,
      }),
    getNextPageParam: (last) =>
      last.offset + last.rows.length < last.total && last.rows.length > 0 ? last.offset + last.rows.length : null,
  })
}

export function useTimeline(id: string) {
  return useQuery({
    queryKey: ['analytics', 'episode', id],
    queryFn: () => api.get<Timeline>(`/analytics/episodes/${part(id)}`),
  })
}

export function useWaiting() {
  return useQuery({
    queryKey: ['queue'],
    queryFn: () => api.get<Queue>('/desk/queue'),
    refetchInterval: 10_000,
  })
}

/** The address of a file with what the filter says. */
export function fileAddress(what: 'episodes' | 'figures', format: 'csv' | 'parquet', filter: Filter, by?: By): string {
  const query = new URLSearchParams()
  for (const [name, value] of Object.entries({ ...forServer(filter), by })) {
    if (value !== null && value !== undefined) query.set(name, String(value))
  }
  return `/api/v1/analytics/export/${what}.${format}?${query}`
}
