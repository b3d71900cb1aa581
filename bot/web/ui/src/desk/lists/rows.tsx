/** One row of each list. */

import { Button } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { LevelTag } from '../../staff/levels'
import { Said, useNow, Waiting } from '../../staff/now'
import { timeOfDay } from '../../staff/times'
import type { DeskConversation, Level, QueueItem, Ticket } from '../../staff/types'
import { isDue } from '../pauses'
import { visitorName } from '../queue'

interface RowProps {
  chosen: boolean
  onOpen: () => void
  children: ReactNode
  action?: ReactNode
}

function Row({ chosen, onOpen, children, action }: RowProps) {
  const row = useRef<HTMLLIElement>(null)
  useEffect(() => {
    if (chosen) row.current?.scrollIntoView({ block: 'nearest' })
  }, [chosen])
  return (
    <li className="dk-row" data-chosen={chosen || undefined} ref={row}>
      <button type="button" className="dk-row-open" aria-current={chosen || undefined} onClick={onOpen}>
        {children}
      </button>
      {action}
    </li>
  )
}

function Levels({ value, complexity }: { value: Level | null; complexity: Level | null }) {
  return (
    <span className="dk-row-levels">
      <LevelTag scale="value" level={value} />
      <LevelTag scale="complexity" level={complexity} />
    </span>
  )
}

interface QueueRowProps {
  item: QueueItem
  /** It rings at this colleague. */
  ringsAt: string | null
  chosen: boolean
  accepting: boolean
  onOpen: () => void
  onAccept: () => void
}

export function QueueRow({ item, ringsAt, chosen, accepting, onOpen, onAccept }: QueueRowProps) {
  const name = visitorName(item.visitor)
  return (
    <Row
      chosen={chosen}
      onOpen={onOpen}
      action={
        ringsAt ? undefined : (
          <Button
            size="compact-sm"
            variant={chosen ? 'filled' : 'light'}
            className="dk-row-accept"
            loading={accepting}
            onClick={onAccept}
            aria-label={`Accept ${name}`}
          >
            Accept
          </Button>
        )
      }
    >
      <span className="dk-row-line">
        <strong className="dk-row-name">{name}</strong>
        <Waiting since={item.waiting_since} />
      </span>
      <span className="dk-row-reason">{item.reason_title || 'Reason not known yet'}</span>
      {ringsAt && <span className="st-soft">rings at {ringsAt}</span>}
      <Levels value={item.value} complexity={item.complexity} />
      {item.last_text && <span className="dk-row-last dk-row-beside">{item.last_text}</span>}
    </Row>
  )
}

interface ChatRowProps {
  chat: DeskConversation
  chosen: boolean
  done?: boolean
  /** Says who has it. */
  whose?: boolean
  onOpen: () => void
}

const WHOSE: Partial<Record<DeskConversation['state'], string>> = {
  queued: 'waiting for a person',
  message_left: 'left a message',
}

export function ChatRow({ chat, chosen, done, whose, onOpen }: ChatRowProps) {
  const now = useNow()
  const unread = chosen || done ? 0 : chat.unread
  return (
    <Row chosen={chosen} onOpen={onOpen}>
      <span className="dk-row-line">
        <strong className="dk-row-name">{visitorName(chat.visitor)}</strong>
        {unread > 0 ? (
          <span className="dk-count" data-hot>
            {unread}
            <span className="st-hidden"> unread</span>
          </span>
        ) : (
          <Said at={chat.updated_at} className="st-soft" />
        )}
      </span>
      <span className="dk-row-reason">{chat.reason_title || 'Reason not known yet'}</span>
      {!done && <Levels value={chat.value} complexity={chat.complexity} />}
      {done && chat.agent_name && <span className="st-soft">with {chat.agent_name}</span>}
      {whose && (
        <span className="st-soft">
          {WHOSE[chat.state] ?? `with ${chat.mine ? 'you' : (chat.agent_name ?? 'the bot')}`}
        </span>
      )}
      {chat.mine && chat.paused_until && (
        <span className="dk-row-promise" data-due={isDue(chat.paused_until, now) || undefined}>
          {isDue(chat.paused_until, now) ? 'Promised for' : 'Back by'} {timeOfDay(new Date(chat.paused_until))}
        </span>
      )}
      {chat.last_text && <span className="dk-row-last">{chat.last_text}</span>}
    </Row>
  )
}

export function TicketRow({ ticket, chosen, onOpen }: { ticket: Ticket; chosen: boolean; onOpen: () => void }) {
  return (
    <Row chosen={chosen} onOpen={onOpen}>
      <span className="dk-row-line">
        <strong className="dk-row-name">{visitorName(ticket.name)}</strong>
        <Said at={ticket.created_at} className="st-soft" />
      </span>
      <span className="dk-row-reason">{ticket.reason_title || 'Left a message'}</span>
      <Levels value={ticket.value} complexity={ticket.complexity} />
      <span className="dk-row-last">
        {ticket.agent_name && <strong>{ticket.agent_name}: </strong>}
        {ticket.text}
      </span>
    </Row>
  )
}
