/** The left column: the lists behind their tabs, each with its count. */

import { UnstyledButton } from '@mantine/core'
import { IconChecklist, IconCoffee, IconInbox, IconMessages } from '@tabler/icons-react'
import type { UseQueryResult } from '@tanstack/react-query'
import { useState } from 'react'
import { useMe } from '../../staff/session'
import { Empty, Failure, RowsLoading } from '../../staff/states'
import type { DeskConversation, Queue } from '../../staff/types'
import { useConversations, useTickets } from '../data'
import type { LISTS, ListName } from './names'
import { ChatRow, QueueRow, TicketRow } from './rows'

interface Props {
  list: ListName
  lists: typeof LISTS
  selected: string | null
  queue: UseQueryResult<Queue>
  mine: UseQueryResult<DeskConversation[]>
  ticketsOpen: number
  unread: number
  accepting: string | null
  onOpen: (list: ListName, id: string | null) => void
  onAccept: (id: string) => void
}

export function Lists(props: Props) {
  const { list, onOpen } = props
  const counts: Record<ListName, number> = {
    queue: props.queue.data?.items.length ?? 0,
    mine: props.mine.data?.length ?? 0,
    all: 0,
    tickets: props.ticketsOpen,
    done: 0,
  }
  return (
    <nav className="dk-lists" aria-label="Conversations">
      <div className="dk-tabs">
        {props.lists.map(({ name, title }) => (
          <UnstyledButton
            key={name}
            className="dk-tab"
            aria-current={list === name ? 'page' : undefined}
            onClick={() => onOpen(name, null)}
          >
            {title}
            {counts[name] > 0 && (
              <span
                className="dk-count"
                data-hot={name === 'queue' || (name === 'mine' && props.unread > 0) || undefined}
              >
                {counts[name]}
              </span>
            )}
          </UnstyledButton>
        ))}
      </div>
      <div className="dk-rows">
        {list === 'queue' && <QueueList {...props} />}
        {list === 'mine' && <MineList {...props} />}
        {list === 'all' && <AllList {...props} />}
        {list === 'tickets' && <TicketList {...props} />}
        {list === 'done' && <DoneList {...props} />}
      </div>
    </nav>
  )
}

function QueueList({ queue, selected, accepting, onOpen, onAccept }: Props) {
  const me = useMe()
  if (queue.isPending) return <RowsLoading rows={4} height={104} />
  if (queue.error && !queue.data) return <Failure error={queue.error} onRetry={() => void queue.refetch()} />
  const items = queue.data?.items ?? []
  if (items.length === 0) {
    return (
      <Empty icon={IconCoffee} title="Nobody is waiting">
        Visitors who need a person appear here by themselves, the most urgent first.
      </Empty>
    )
  }
  return (
    <ul>
      {items.map((item) => (
        <QueueRow
          key={item.conversation_id}
          item={item}
          ringsAt={item.ringing && item.ringing.agent_id !== me.id ? item.ringing.agent_name : null}
          chosen={item.conversation_id === selected}
          accepting={accepting === item.conversation_id}
          onOpen={() => onOpen('queue', item.conversation_id)}
          onAccept={() => onAccept(item.conversation_id)}
        />
      ))}
    </ul>
  )
}

function MineList({ mine, selected, onOpen }: Props) {
  if (mine.isPending) return <RowsLoading />
  if (mine.error && !mine.data) return <Failure error={mine.error} onRetry={() => void mine.refetch()} />
  if (!mine.data?.length) {
    return (
      <Empty icon={IconMessages} title="No chats of yours">
        Accept somebody from the queue and the conversation is here until you close it.
      </Empty>
    )
  }
  return (
    <ul>
      {mine.data.map((chat) => (
        <ChatRow
          key={chat.conversation_id}
          chat={chat}
          chosen={chat.conversation_id === selected}
          onOpen={() => onOpen('mine', chat.conversation_id)}
        />
      ))}
    </ul>
  )
}

function AllList({ selected, onOpen }: Props) {
  const all = useConversations('all')
  if (all.isPending) return <RowsLoading />
  if (all.error && !all.data) return <Failure error={all.error} onRetry={() => void all.refetch()} />
  if (!all.data?.length) {
    return (
      <Empty icon={IconMessages} title="Nobody is talking to us">
        Every conversation that is going on is here, whoever has it.
      </Empty>
    )
  }
  return (
    <ul>
      {all.data.map((chat) => (
        <ChatRow
          key={chat.conversation_id}
          chat={chat}
          whose
          chosen={chat.conversation_id === selected}
          onOpen={() => onOpen('all', chat.conversation_id)}
        />
      ))}
    </ul>
  )
}

function DoneList({ selected, onOpen }: Props) {
  const done = useConversations('done')
  if (done.isPending) return <RowsLoading />
  if (done.error && !done.data) return <Failure error={done.error} onRetry={() => void done.refetch()} />
  if (!done.data?.length) {
    return (
      <Empty icon={IconChecklist} title="Nothing done yet">
        Conversations that were closed are kept here.
      </Empty>
    )
  }
  return (
    <ul>
      {done.data.map((chat) => (
        <ChatRow
          key={chat.conversation_id}
          chat={chat}
          done
          chosen={chat.conversation_id === selected}
          onOpen={() => onOpen('done', chat.conversation_id)}
        />
      ))}
    </ul>
  )
}

function TicketList({ selected, onOpen }: Props) {
  const [status, setStatus] = useState<'open' | 'closed'>('open')
  const tickets = useTickets(status)
  return (
    <>
      <div className="dk-filter">
        {(['open', 'closed'] as const).map((each) => (
          <UnstyledButton key={each} className="dk-chip" aria-pressed={status === each} onClick={() => setStatus(each)}>
            {each === 'open' ? 'Open' : 'Closed'}
          </UnstyledButton>
        ))}
      </div>
      {tickets.isPending && <RowsLoading />}
      {tickets.error && !tickets.data && <Failure error={tickets.error} onRetry={() => void tickets.refetch()} />}
      {tickets.data?.length === 0 && (
        <Empty icon={IconInbox} title={status === 'open' ? 'No messages to answer' : 'No closed tickets'}>
          {status === 'open' && 'When nobody is on duty, visitors leave a message. It arrives here.'}
        </Empty>
      )}
      <ul>
        {tickets.data?.map((ticket) => (
          <TicketRow
            key={ticket.id}
            ticket={ticket}
            chosen={ticket.id === selected}
            onOpen={() => onOpen('tickets', ticket.id)}
          />
        ))}
      </ul>
    </>
  )
}
