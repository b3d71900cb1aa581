/** The audit log, page by page. */

import { useInfiniteQuery } from '@tanstack/react-query'
import { api } from '../../staff/api'
import type { AuditLog } from '../../staff/types'

export interface Wanted {
  who: string | null
  action: string | null
  from: string | null
  to: string | null
}

export function useAuditLog(wanted: Wanted) {
  return useInfiniteQuery({
    queryKey: ['audit', wanted],
    queryFn: ({ pageParam }) => api.get<AuditLog>('/admin/audit', { ...wanted, before: pageParam, limit: 50 }),
    initialPageParam: null as number | null,
    getNextPageParam: (last) => (last.more ? (last.entries.at(-1)?.id ?? null) : null),
  })
}

/** The first moment of a day, and of the day after it, for a day as "2026-03-02". */
export function dayStart(day: string, plus = 0): string | null {
  if (!day) return null
  const [year = 0, month = 1, date = 1] = day.split('-').map(Number)
  return new Date(year, month - 1, date + plus).toISOString()
}
