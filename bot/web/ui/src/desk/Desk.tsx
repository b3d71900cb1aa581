/** The desk: lists, conversation and context side by side, folding to one column on a phone. */

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { usePlace } from '../staff/place'
import { useMe } from '../staff/session'
import type { DeskEvent, QueueItem } from '../staff/types'
import { useAccept } from './actions'
import { Context } from './context/Context'
import { Conversation } from './conversation/Conversation'
import { DeskBar } from './DeskBar'
import { DutyBanner } from './Duty'
import { keys, useConversations, useQueue, useTickets } from './data'
import { KeysDialog } from './KeysDialog'
import { Lists } from './lists/Lists'
import { type ListName, listNamed } from './lists/names'
import { announcement, neighbour, newcomers, tabTitle } from './queue'
import { useSound } from './sound'
import { TicketView } from './tickets/TicketView'
import { useDeskKeys } from './useDeskKeys'
import { useDeskLive } from './useLive'

/** Who came into the queue since the last look; the first look finds nobody new. */
function useNewcomers(items: QueueItem[] | undefined, onNew: (items: QueueItem[]) => void): void {
  const before = useRef<QueueItem[] | null>(null)
  useEffect(() => {
    if (!items) return
    const fresh = before.current ? newcomers(before.current, items) : []
    before.current = items
    if (fresh.length > 0) onNew(fresh)
  }, [items, onNew])
}

export function Desk() {
  const me = useMe()
  const client = useQueryClient()
  const [place, go] = usePlace()
  const list = listNamed(place[0])
  const selected = place[1] ?? null
  const showsContext = place[2] === 'details'
  const [keysOpen, setKeysOpen] = useState(false)
  const [spoken, setSpoken] = useState('')
  const sound = useSound()

  const queue = useQueue()
  const mine = useConversations('mine')
  const tickets = useTickets('open')
  const waiting = queue.data?.items ?? []
  const unread = (mine.data ?? []).reduce(
    (sum, each) => sum + (list === 'mine' && each.conversation_id === selected ? 0 : each.unread),
    0,
  )

  useEffect(() => {
    document.title = tabTitle(waiting.length, unread)
  }, [waiting.length, unread])

  const { play } = sound
  const onNew = useCallback(
    (items: QueueItem[]) => {
      setSpoken(announcement(items))
      play()
    },
    [play],
  )
  useNewcomers(queue.data?.items, onNew)

  const onEvent = useCallback(
    (event: DeskEvent) => {
      const fromVisitor = event.type === 'message' && event.message.author === 'visitor'
      if (fromVisitor && document.hidden) play()
    },
    [play],
  )
  const live = useDeskLive(onEvent)

  const open = useCallback((name: ListName, id: string | null) => go(name, id), [go])
  const accept = useAccept((id) => open('mine', id))

  const shown = (): string[] => {
    if (list === 'queue') return waiting.map((each) => each.conversation_id)
    if (list === 'tickets') return (tickets.data ?? []).map((each) => each.id)
    if (list === 'mine') return (mine.data ?? []).map((each) => each.conversation_id)
    return (client.getQueryData<{ conversation_id: string }[]>(keys.list('done')) ?? []).map(
      (each) => each.conversation_id,
    )
  }

  useDeskKeys({
    step: (by) => open(list, neighbour(shown(), selected, by)),
    list: (name) => open(name, null),
    accept: () => {
      const first = waiting.find((each) => each.conversation_id === selected) ?? waiting[0]
      if (first && !accept.isPending) accept.mutate(first.conversation_id)
    },
    help: () => setKeysOpen(true),
  })

  const view = selected === null ? 'list' : showsContext ? 'context' : 'talk'
  const ticket = list === 'tickets' ? tickets.data?.find((each) => each.id === selected) : undefined
  const conversationId = list === 'tickets' ? (ticket?.conversation_id ?? null) : selected

  return (
    <div className="dk" data-view={view}>
      <DeskBar live={live} sound={sound} onKeys={() => setKeysOpen(true)} />
      <DutyBanner deskOpen={queue.data?.desk_open ?? null} waiting={waiting.length} />
      <main className="dk-columns">
        <h1 className="st-hidden">Desk</h1>
        <Lists
          list={list}
          selected={selected}
          queue={queue}
          mine={mine}
          ticketsOpen={tickets.data?.length ?? queue.data?.tickets_open ?? 0}
          unread={unread}
          onOpen={open}
          onAccept={(id) => accept.mutate(id)}
          accepting={accept.isPending ? (accept.variables ?? null) : null}
        />
        {list === 'tickets' ? (
          <TicketView
            id={selected}
            onBack={() => open(list, null)}
            onDetails={() => go(list, selected, showsContext ? null : 'details')}
            onDone={() => open('tickets', null)}
          />
        ) : (
          <Conversation
            key={selected ?? 'none'}
            id={selected}
            me={me}
            onBack={() => open(list, null)}
            onDetails={() => go(list, selected, showsContext ? null : 'details')}
            onLeft={() => open('mine', null)}
            onAccept={() => selected && accept.mutate(selected)}
            accepting={accept.isPending}
          />
        )}
        <Context id={conversationId} onBack={() => go(list, selected)} />
      </main>
      <div className="st-hidden" aria-live="polite">
        {spoken}
      </div>
      <KeysDialog opened={keysOpen} onClose={() => setKeysOpen(false)} />
    </div>
  )
}
