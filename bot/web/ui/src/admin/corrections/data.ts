/** What agents have said of the bot's answers. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, part } from '../../staff/api'
import type { Correction } from '../../staff/types'

export type State = Correction['state']

export function useCorrections(state: State, enabled = true) {
  return useQuery({
    queryKey: ['corrections', state],
    queryFn: async () => (await api.get<{ corrections: Correction[] }>('/admin/corrections', { state })).corrections,
    enabled,
  })
}

export interface Decision {
  id: string
  confirm: boolean
  question: string
  add_variant: boolean
}

/** Confirms or dismisses; gives the article's id if it has got a draft by that. */
export function useDecide() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: async ({ id, confirm, question, add_variant }: Decision): Promise<string | null> => {
      const path = `/admin/corrections/${part(id)}`
      if (!confirm) {
        await api.post(`${path}/dismiss`)
        return null
      }
      return (await api.post<{ article_id: string | null }>(`${path}/confirm`, { question, add_variant })).article_id
    },
    onSettled: () => {
      for (const key of ['corrections', 'golden', 'articles', 'article', 'gate'])
        void client.invalidateQueries({ queryKey: [key] })
    },
  })
}
