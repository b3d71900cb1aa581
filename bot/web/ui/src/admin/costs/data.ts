/** What contacts cost, and records from elsewhere. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../staff/api'
import type { NewPrice, Prices, RecordsImported } from '../../staff/types'

const PRICES = ['prices']
export type What = RecordsImported['what']

export function usePrices() {
  return useQuery({ queryKey: PRICES, queryFn: () => api.get<Prices>('/admin/prices') })
}

export function useSetPrice() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (price: NewPrice) => api.post<Prices>('/admin/prices', price),
    onSuccess: (prices) => {
      client.setQueryData(PRICES, prices)
      void client.invalidateQueries({ queryKey: ['analytics'] })
    },
  })
}

export function useImport() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ what, file, zone }: { what: What; file: File; zone: string }) =>
      api.upload<RecordsImported>(`/records/${what}/csv`, file, { timezone: zone }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['analytics'] }),
  })
}
