/** The desk: lists, conversation and context side by side, folding to one column on a phone. */

import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import { tell } from '../staff/notices'
import { useNow } from '../staff/now'
import { usePlace } from '../staff/place'
import { useMe } from '../staff/session'
import type { DeskConversation, DeskEvent, QueueItem } from '../staff/types'
import { useAccept } from './actions'
import { Context } from './context/Context'
import { Conversation } from './conversation/Conversation'
import { DeskBar } from './DeskBar'
import { DutyBanner } from './Duty'
import { keys, useConversations, useQueue, useTickets } from './data'
import { KeysDialog } from './KeysDialog'
import { Lists } from './lists/Lists'
import { type ListName, listNamed, listsFor } from './lists/names'
import { useNotifications } from './notifications'
import { useCarryOn } from './outgoing'
import { promiseOf, toRemindOf } from './pauses'
import { announcement, neighbour, newcomers, nudgeText, tabTitle, visitorName } from './queue'
import { RingCard, useLetPass } from './RingCard'
import { useSound } from './sound'
import { BOARD } from './supervisor/actions'
import { Board } from './supervisor/Board'
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

/** Reminds of each promised time once, when it has come. */
function useReminders(mine: DeskConversation[] | undefined, remind: (chat: DeskConversation) => void): void {
  const now = useNow()
  const reminded = useRef(new Set<string>())
  useEffect(() => {
    for (const chat of toRemindOf(mine ?? [], reminded.current, now)) {
      reminded.current.add(promiseOf(chat))
      remind(chat)
    }
  }, [mine, now, remind])
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
  const notices = useNotifications()
  const lists = listsFor(me.role)
  useCarryOn()

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
  const { show } = notices
  const open = useCallback((name: ListName, id: string | null) => go(name, id), [go])

  /** Says it where the agent is: aloud, in the corner of the screen, to a screen reader. */
  const call = useCallback(
    (words: string, name: ListName, id: string | null) => {
      setSpoken(words)
      play()
      show(words, `${name} ${id}`, () => open(name, id))
    },
    [play, show, open],
  )
  const onNew = useCallback(
    (items: QueueItem[]) => call(announcement(items), 'queue', items[0]?.conversation_id ?? null),
    [call],
  )
  useNewcomers(queue.data?.items, onNew)

  const ring = waiting.find((each) => each.ringing?.agent_id === me.id)
  const ringId = ring?.conversation_id ?? null
  const ringing = ring ? `${visitorName(ring.visitor)} rings at you` : ''
  useEffect(() => {
    if (ringId) call(ringing, 'queue', ringId)
  }, [ringId, ringing, call])

  const onEvent = useCallback(
    (event: DeskEvent) => {
      if (event.type === 'nudge') {
        tell(`${nudgeText({ kind: event.about, by_name: event.by_name })}.`)
        call(nudgeText({ kind: event.about, by_name: event.by_name }), 'mine', event.conversation_id)
      }
      if (event.type === 'queue' || event.type === 'conversation') {
        void client.invalidateQueries({ queryKey: BOARD })
      }
      const fromVisitor = event.type === 'message' && event.message.author === 'visitor'
      if (!fromVisitor || !document.hidden) return
      const chats = client.getQueryData<DeskConversation[]>(keys.list('mine'))
      const chat = chats?.find((each) => each.conversation_id === event.conversation_id)
      if (chat) call(`${visitorName(chat.visitor)} has written`, 'mine', event.conversation_id)
    },
    [call, client],
  )
  const live = useDeskLive(onEvent)

  useReminders(mine.data, (chat) =>
    call(`${visitorName(chat.visitor)}: you promised to be back now`, 'mine', chat.conversation_id),
  )
  const accept = useAccept((id) => open('mine', id))
  const letPass = useLetPass()
  const toBoard = me.role === 'agent' ? null : () => go('board', null)
  const onBoard = place[0] === 'board' && toBoard !== null

  const shown = (): string[] => {
    if (list === 'queue') return waiting.map((each) => each.conversation_id)
    if (list === 'tickets') return (tickets.data ?? []).map((each) => each.id)
    if (list === 'mine') return (mine.data ?? []).map((each) => each.conversation_id)
    return (client.getQueryData<{ conversation_id: string }[]>(keys.list(list)) ?? []).map(
      (each) => each.conversation_id,
    )
  }

  useDeskKeys({
    lists,
    step: (by) => open(list, neighbour(shown(), selected, by)),
    list: (name) => open(name, null),
    accept: () => {
      const free = waiting.filter((each) => !each.ringing || each.ringing.agent_id === me.id)
      const first = ring ?? free.find((each) => each.conversation_id === selected) ?? free[0]
      if (first && !accept.isPending) accept.mutate(first.conversation_id)
    },
    pass: () => {
      if (ring && !letPass.isPending) letPass.mutate(ring.conversation_id)
    },
    board: toBoard,
    help: () => setKeysOpen(true),
  })

  const view = selected === null ? 'list' : showsContext ? 'context' : 'talk'
  const ticket = list === 'tickets' ? tickets.data?.find((each) => each.id === selected) : undefined
  const conversationId = list === 'tickets' ? (ticket?.conversation_id ?? null) : selected

  return (
    <div className="dk" data-view={view}>
      <DeskBar
        live={live}
        sound={sound}
        notices={notices}
        onKeys={() => setKeysOpen(true)}
        onBoard={toBoard}
        onNudge={(nudge) => open('mine', nudge.conversation_id)}
      />
      <DutyBanner deskOpen={queue.data?.desk_open ?? null} waiting={waiting.length} />
      {ring && (
        <RingCard
          item={ring}
          accepting={accept.isPending}
          passing={letPass.isPending}
          onAccept={() => accept.mutate(ring.conversation_id)}
          onPass={() => letPass.mutate(ring.conversation_id)}
        />
      )}
      {onBoard ? (
        <Board
          onBack={() => open('queue', null)}
          onOpen={(id) => open('all', id)}
          onQueue={() => open('queue', null)}
        />
      ) : (
        <main className="dk-columns">
          <h1 className="st-hidden">Desk</h1>
          <Lists
            list={list}
            lists={lists}
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
      )}
      <div className="st-hidden" aria-live="polite">
        {spoken}
      </div>
      <KeysDialog opened={keysOpen} onClose={() => setKeysOpen(false)} />
    </div>
  )
}
