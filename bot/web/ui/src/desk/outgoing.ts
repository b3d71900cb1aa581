/** The agent's messages and files on their way to the server, by conversation. */

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useState, useSyncExternalStore } from 'react'
import { api, part, sentence } from '../staff/api'
import { newId } from '../staff/ids'
import type { Message } from '../staff/types'
import { Carrier } from './carrier'
import { addMessage, refreshConversation } from './data'
import type { Outgoing } from './messages'

let carrier: Carrier | undefined

/** One for the page: it outlives switching between conversations. */
export function carrierOf(client: QueryClient): Carrier {
  carrier ??= new Carrier(window.localStorage, {
    deliver: (id, { text, client_message_id }) =>
      api.post<Message>(`/desk/conversations/${part(id)}/messages`, { text, client_message_id }),
    delivered: (id, message) => {
      addMessage(client, id, message)
      refreshConversation(client, id)
    },
    later: (act, milliseconds) => void setTimeout(act, milliseconds),
  })
  return carrier
}

/** What is on its way in this conversation, and how to send and to try again. */
export function useOutgoing(id: string) {
  const carries = carrierOf(useQueryClient())
  const outgoing = useSyncExternalStore(carries.subscribe, () => carries.of(id))
  const send = useCallback(
    (text: string) =>
      carries.send(id, {
        client_message_id: newId(),
        text,
        at: new Date().toISOString(),
        delivery: 'sending',
      }),
    [carries, id],
  )
  return {
    outgoing,
    send,
    retry: (message: Outgoing) => carries.retry(id, message.client_message_id),
    forget: (clientMessageId: string) => carries.forget(id, clientMessageId),
  }
}

export interface FileOnItsWay {
  id: string
  file: File
  problem?: string
}

/** Files on their way in this conversation. A file can't be kept over a reload: it is chosen again then. */
export function useFiles(id: string) {
  const client = useQueryClient()
  const [files, setFiles] = useState<FileOnItsWay[]>([])
  const forget = useCallback((fileId: string) => setFiles((now) => now.filter((each) => each.id !== fileId)), [])

  const deliver = useCallback(
    async (one: FileOnItsWay) => {
      setFiles((now) => [...now.filter((each) => each.id !== one.id), { id: one.id, file: one.file }])
      const form = new FormData()
      form.set('client_message_id', one.id)
      form.set('file', one.file)
      try {
        addMessage(client, id, await api.upload<Message>(`/desk/conversations/${part(id)}/files`, form))
        forget(one.id)
      } catch (error) {
        const problem = sentence(error)
        setFiles((now) => now.map((each) => (each.id === one.id ? { ...each, problem } : each)))
      }
    },
    [client, id, forget],
  )

  const send = useCallback(
    (chosen: Iterable<File>) => {
      for (const file of chosen) void deliver({ id: newId(), file })
    },
    [deliver],
  )
  return { files, send, retry: (one: FileOnItsWay) => void deliver(one), forget }
}

/** What an earlier page left is carried once somebody is signed in. */
export function useCarryOn(): void {
  const carries = carrierOf(useQueryClient())
  useEffect(() => carries.carryAll(), [carries])
}
