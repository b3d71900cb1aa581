/** What a supervisor does in others' chats. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, part } from '../../staff/api'
import { tell, tellFailure } from '../../staff/notices'
import type { Board } from '../../staff/types'
import { refreshConversation } from '../data'

export const BOARD = ['board'] as const

const path = (id: string, call: string) => `/desk/conversations/${part(id)}/${call}`

/** The board; live events make it fresh, this is the net under them. */
export function useBoard() {
  return useQuery({
    queryKey: BOARD,
    queryFn: () => api.get<Board>('/desk/board'),
    refetchInterval: 5_000,
    staleTime: 1_000,
  })
}

function useMove<Given>(call: (given: Given) => Promise<unknown>, idOf: (given: Given) => string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: call,
    onError: tellFailure,
    onSettled: (_answer, _error, given) => {
      refreshConversation(client, idOf(given))
      void client.invalidateQueries({ queryKey: BOARD })
    },
  })
}

export const useTakeOver = () =>
  useMove(
    (id: string) => api.post(path(id, 'take-over')),
    (id) => id,
  )

export interface Given {
  id: string
  agent_id: string
}

export const useReassign = () =>
  useMove(
    ({ id, agent_id }: Given) => api.post(path(id, 'reassign'), { agent_id }),
    ({ id }) => id,
  )

export function useWhisper(id: string, onSaid: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (whisper: { text: string; client_message_id: string }) => api.post(path(id, 'whisper'), whisper),
    onSuccess: () => {
      tell('Whispered. Only colleagues can see it.')
      onSaid()
    },
    onSettled: () => refreshConversation(client, id),
  })
}
