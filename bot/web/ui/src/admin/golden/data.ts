/** The golden questions. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, part } from '../../staff/api'
import type { Golden } from '../../staff/types'

export interface NewGolden {
  question: string
  decision: Golden['decision']
  article_id: string | null
  why: string
}

export interface GoldenImported {
  added: number
  updated: number
  unchanged: number
  failed: { row: number | null; cause: string }[]
}

export function useGolden() {
  return useQuery({
    queryKey: ['golden'],
    queryFn: async () => (await api.get<{ questions: Golden[] }>('/admin/golden')).questions,
  })
}

function useChange<Given, Got>(change: (given: Given) => Promise<Got>) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    onSuccess: () => {
      for (const key of ['golden', 'gate']) void client.invalidateQueries({ queryKey: [key] })
    },
  })
}

export const useAddGolden = () => useChange((golden: NewGolden) => api.post('/admin/golden', golden))

export const useRemoveGolden = () => useChange((id: string) => api.delete(`/admin/golden/${part(id)}`))

export const useImportGolden = () =>
  useChange((file: { name: string; text: string }) => api.post<GoldenImported>('/admin/golden/import', file))
