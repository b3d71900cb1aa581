/** What an agent does with a conversation; each tells the lists that something changed. */

import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, part } from '../staff/api'
import { tell, tellFailure } from '../staff/notices'
import type { Correction, Disposition } from '../staff/types'
import { isPassing } from './carrier'
import { keys, refreshConversation, refreshLists } from './data'

const path = (id: string, action: string) => `/desk/conversations/${part(id)}/${action}`

export function useAccept(onAccepted: (id: string) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.post(path(id, 'accept')),
    onSuccess: (_answer, id) => onAccepted(id),
    onError: tellFailure,
    onSettled: (_answer, _error, id) => refreshConversation(client, id),
  })
}

export interface Closing {
  disposition: Disposition
  reason: string | null
  amount?: number | null
}

export function useClose(id: string, onClosed: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (closing: Closing) => api.post(path(id, 'close'), closing),
    onSuccess: () => {
      tell('Closed. You find it under Done.')
      onClosed()
    },
    onError: tellFailure,
    onSettled: () => refreshConversation(client, id),
  })
}

export function useReturn(id: string, onReturned: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (reason: string) => api.post(path(id, 'return'), { reason }),
    onSuccess: () => {
      tell('The bot has taken over again.')
      onReturned()
    },
    onError: tellFailure,
    onSettled: () => refreshConversation(client, id),
  })
}

export interface NewCorrection {
  message_seq: number
  question: string
  right_article_id: string | null
  add_variant: boolean
}

/** Says that a message of the bot was wrong; an admin's word counts at once. */
export function useCorrect(id: string, onSaid: () => void) {
  return useMutation({
    mutationFn: (correction: NewCorrection) => api.post<Correction>(path(id, 'corrections'), correction),
    onSuccess: ({ state }) => {
      tell(state === 'confirmed' ? 'Noted. It is a golden question now.' : 'Thank you. An admin will look at it.')
      onSaid()
    },
  })
}

export function useNote(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (note: { text: string; client_message_id: string }) => api.post(path(id, 'notes'), note),
    // A second try is the same note; what the server refuses is not tried again.
    retry: (count, error) => count < 4 && isPassing(error),
    onError: tellFailure,
    onSettled: () => refreshConversation(client, id),
  })
}

/** Promises the visitor to be back in so many minutes. */
export function usePause(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (minutes: number) => api.post(path(id, 'pause'), { minutes }),
    onError: tellFailure,
    onSettled: () => refreshConversation(client, id),
  })
}

export function useResume(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: () => api.post(path(id, 'resume')),
    onError: tellFailure,
    onSettled: () => refreshConversation(client, id),
  })
}

export interface PassingOn {
  agent_id?: string
  department?: string
  note: string
}

/** Gives the visitor to a colleague or to another department's line. */
export function usePassOn(id: string, onPassed: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (to: PassingOn) => api.post(path(id, 'pass-on'), to),
    onSuccess: () => {
      tell('Passed on. The visitor was told.')
      onPassed()
    },
    onSettled: () => refreshConversation(client, id),
  })
}

/** Tells the server how far the agent has read: the visitor sees it, and colleagues' nudges are done. */
export function useSeen(id: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (seq: number) => api.post(path(id, 'seen'), { seq }),
    retry: 1,
    onSuccess: () => {
      void client.invalidateQueries({ queryKey: keys.lists })
      void client.invalidateQueries({ queryKey: keys.nudges })
    },
  })
}

interface TicketReply {
  id: string
  text: string
  /** The ticket is done with this answer. */
  thenClose: boolean
}

export function useTicketAnswer(onAnswered: (reply: TicketReply) => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, text }: TicketReply) => api.post(`/desk/tickets/${part(id)}/answer`, { text }),
    onSuccess: (_, reply) => {
      tell(reply.thenClose ? 'Answer sent by e-mail.' : 'Answer sent by e-mail. The ticket stays open.')
      onAnswered(reply)
    },
    onError: tellFailure,
    onSettled: () => refreshLists(client),
  })
}

/** Takes a left message, or gives it back to everybody. */
export function useTicketAssign(ticketId: string) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (agentId: string | null) =>
      api.put(`/desk/tickets/${part(ticketId)}/assignment`, { agent_id: agentId }),
    onError: tellFailure,
    onSettled: () => refreshLists(client),
  })
}

export function useTicketClose(onClosed: () => void) {
  const client = useQueryClient()
  return useMutation({
    mutationFn: ({ id, disposition }: { id: string; disposition: Disposition }) =>
      api.post(`/desk/tickets/${part(id)}/close`, { disposition }),
    onSuccess: () => {
      tell('Ticket closed.')
      onClosed()
    },
    onError: tellFailure,
    onSettled: () => refreshLists(client),
  })
}
