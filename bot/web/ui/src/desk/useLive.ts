/** The desk's live connection: turns the server's events into fresh data. */

import { type QueryClient, useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import { watchActivity } from '../staff/activity'
import { keepLive, type LiveState, socketAddress } from '../staff/live'
import type { DeskEvent } from '../staff/types'
import { addMessage, askAnew, isListed, keys, markSeen, NOT_TYPING, refreshConversation, refreshLists } from './data'
import { carrierOf } from './outgoing'

function apply(client: QueryClient, event: DeskEvent): void {
  switch (event.type) {
    case 'queue':
      void client.invalidateQueries({ queryKey: keys.queue })
      break
    case 'tickets':
      void client.invalidateQueries({ queryKey: keys.allTickets })
      void client.invalidateQueries({ queryKey: keys.queue })
      break
    case 'conversation':
      refreshConversation(client, event.conversation_id)
      break
    case 'visitor_typing':
      client.setQueryData(keys.typing(event.conversation_id), { text: event.text, at: Date.now() })
      break
    case 'message':
      addMessage(client, event.conversation_id, event.message)
      if (event.message.author === 'visitor') {
        client.setQueryData(keys.typing(event.conversation_id), NOT_TYPING)
        // What is suggested goes by the last question. Only who has it open asks again.
        void askAnew(client, keys.conversation(event.conversation_id))
      }
      // With many agents most lines are in chats of others: the lists are asked for again only where it shows.
      if (isListed(client, event.conversation_id)) void client.invalidateQueries({ queryKey: keys.lists })
      break
    case 'seen':
      markSeen(client, event.conversation_id, event.seq)
      break
    case 'nudge':
      void client.invalidateQueries({ queryKey: keys.nudges })
      break
    case 'ready':
      // The server listens from here on; whatever happened before was not told, so all on screen is asked for again.
      refreshLists(client)
      void askAnew(client, ['conversation'])
      void askAnew(client, keys.nudges)
      carrierOf(client).carryAll()
      break
  }
}

/** Keeps the desk live; `onEvent` hears every event after it was applied. */
export function useDeskLive(onEvent: (event: DeskEvent) => void): LiveState {
  const client = useQueryClient()
  const [state, setState] = useState<LiveState>('connecting')
  const listener = useRef(onEvent)
  useEffect(() => {
    listener.current = onEvent
  }, [onEvent])

  useEffect(() => {
    let wasLost = false
    const activity = watchActivity(window)
    const end = keepLive<DeskEvent>({
      active: activity.since,
      url: socketAddress('/api/v1/desk/live', window.location),
      onEvent: (event) => {
        apply(client, event)
        listener.current(event)
      },
      onState: (next) => {
        setState(next)
        if (next === 'lost') {
          wasLost = true
          // A session that has ended closes the socket too; asking who is here leads to the sign-in page then.
          void client.invalidateQueries({ queryKey: ['me'] })
        }
        if (next === 'open' && wasLost) {
          wasLost = false
          void client.invalidateQueries({ queryKey: ['me'] })
        }
      },
    })
    return () => {
      end()
      activity.end()
    }
  }, [client])
  return state
}
