/** The prepared sentences, as admins change them. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, part } from '../../staff/api'
import type { Canned } from '../../staff/types'

export type CannedEdit = Omit<Canned, 'id'>

export function useCanned() {
  return useQuery({
    queryKey: ['canned'],
    queryFn: async () => (await api.get<{ messages: Canned[] }>('/desk/canned')).messages,
  })
}

function useChange<Given>(change: (given: Given) => Promise<unknown>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSettled: () => void client.invalidateQueries({ queryKey: ['canned'] }),
  })
}

export const useSaveCanned = (id: string | null) =>
  useChange((edit: CannedEdit) =>
    id === null ? api.post('/admin/canned', edit) : api.put(`/admin/canned/${part(id)}`, edit),
  )

export const useRemoveCanned = () => useChange((id: string) => api.delete(`/admin/canned/${part(id)}`))
