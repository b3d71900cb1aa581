/** The policy in force and those that were saved. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../staff/api'
import type { Policy, PolicyVersion } from '../../staff/types'
import type { Draft } from './draft'

export function usePolicy() {
  return useQuery({
    queryKey: ['policy'],
    queryFn: () => api.get<Policy>('/admin/policy'),
    staleTime: 60_000,
  })
}

export function useVersions() {
  return useQuery({
    queryKey: ['policy', 'versions'],
    queryFn: async () => (await api.get<{ versions: PolicyVersion[] }>('/admin/policy/versions')).versions,
  })
}

/** A policy to put in force: one that was made here, or an earlier one by its number. */
export interface Wish {
  draft: Draft
  restores: number | null
  note: string
  basedOn: number
}

export function usePutInForce() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ draft, restores, note, basedOn }: Wish) =>
      restores === null
        ? api.post<Policy>('/admin/policy/versions', { ...draft, note, based_on: basedOn })
        : api.post<Policy>(`/admin/policy/versions/${restores}/restore`, { note, based_on: basedOn }),
    onSuccess: (policy) => {
      client.setQueryData(['policy'], policy)
      void client.invalidateQueries({ queryKey: ['policy', 'versions'] })
    },
  })
}
