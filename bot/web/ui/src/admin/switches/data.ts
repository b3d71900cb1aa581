/** The bot's switches. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api } from '../../staff/api'
import type { Switches, SwitchWishes } from '../../staff/types'

const SWITCHES = ['switches']

export function useSwitches() {
  return useQuery({ queryKey: SWITCHES, queryFn: () => api.get<Switches>('/admin/switches'), refetchInterval: 30_000 })
}

export function useSwitch() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (wishes: SwitchWishes) => api.put<Switches>('/admin/switches', wishes),
    onSuccess: (switches) => client.setQueryData(SWITCHES, switches),
  })
}
