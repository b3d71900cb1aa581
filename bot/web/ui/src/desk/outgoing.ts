/** The agent's messages on their way to the server, by conversation; they outlive switching between chats. */

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useSyncExternalStore } from 'react'
import { api, part, sentence } from '../staff/api'
import { newId } from '../staff/ids'
import type { Message } from '../staff/types'
import { addMessage, refreshConversation } from './data'
import type { Outgoing } from './messages'

const NONE: Outgoing[] = []
const waiting = new Map<string, Outgoing[]>()
const readers = new Set<() => void>()

function put(id: string, messages: Outgoing[]): void {
  waiting.set(id, messages)
  for (const reader of readers) reader()
}

function subscribe(reader: () => void): () => void {
  readers.add(reader)
  return () => readers.delete(reader)
}

function isMessage(answer: unknown): answer is Message {
  return typeof answer === 'object' && answer !== null && 'seq' in answer && 'author' in answer
}

/** The message inside an answer, whether it comes bare or as `{message}`. */
function messageIn(answer: unknown): Message | null {
  if (isMessage(answer)) return answer
  const inner = (answer as { message?: unknown } | undefined)?.message
  return isMessage(inner) ? inner : null
}

/** What is on its way in this conversation, and how to send and to try again. */
export function useOutgoing(id: string) {
  const client = useQueryClient()
  const outgoing = useSyncExternalStore(subscribe, () => waiting.get(id) ?? NONE)

  const deliver = useCallback(
    async (message: Outgoing) => {
      const { client_message_id, text } = message
      const others = (waiting.get(id) ?? NONE).filter((each) => each.client_message_id !== client_message_id)
      put(id, [...others, { client_message_id, text, at: message.at, delivery: 'sending' }])
      try {
        const answer = await api.post(`/desk/conversations/${part(id)}/messages`, { text, client_message_id })
        const kept = messageIn(answer)
        if (kept) addMessage(client, id, kept)
        put(
          id,
          (waiting.get(id) ?? NONE).filter((each) => each.client_message_id !== client_message_id),
        )
        refreshConversation(client, id)
      } catch (error) {
        put(
          id,
          (waiting.get(id) ?? NONE).map((each) =>
            each.client_message_id === client_message_id
              ? { ...each, delivery: 'failed', problem: sentence(error) }
              : each,
          ),
        )
      }
    },
    [client, id],
  )

  const send = useCallback(
    (text: string) =>
      void deliver({
        client_message_id: newId(),
        text,
        at: new Date().toISOString(),
        delivery: 'sending',
      }),
    [deliver],
  )

  const forget = useCallback(
    (clientMessageId: string) =>
      put(
        id,
        (waiting.get(id) ?? NONE).filter((each) => each.client_message_id !== clientMessageId),
      ),
    [id],
  )

  return { outgoing, send, retry: (message: Outgoing) => void deliver(message), forget }
}
