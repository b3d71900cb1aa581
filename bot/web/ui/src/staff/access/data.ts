/** One's own ways in, as the server knows them. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, part } from '../api'
import { tellFailure } from '../notices'
import type { Access, Enrolment, RecoveryCodes } from '../types'

const KEY = ['access']

export function useAccess() {
  return useQuery({ queryKey: KEY, queryFn: () => api.get<Access>('/me/access') })
}

/** A change to it; what the dialog shows follows. */
function useChange<Given, Answer>(change: (given: Given) => Promise<Answer>, told = true) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: change,
    ...(told ? { onError: tellFailure } : {}),
    onSettled: () => void client.invalidateQueries({ queryKey: KEY }),
  })
}

export const useBegin = () => useChange((_: undefined) => api.post<Enrolment>('/me/second-factor'))
/** These two tell of a wrong code at its field. */
export const useConfirm = () =>
  useChange((code: string) => api.post<RecoveryCodes>('/me/second-factor/confirm', { code }), false)
export const useRemove = () => useChange((code: string) => api.post('/me/second-factor/remove', { code }), false)
export const useEnd = () => useChange((id: string) => api.delete(`/me/sessions/${part(id)}`))
export const useEndOthers = () => useChange((_: undefined) => api.delete('/me/sessions'))
