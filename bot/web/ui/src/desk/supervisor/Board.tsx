/** The live board: who waits, who is on what, and how many gave up today. */

import { ActionIcon, Table, Tooltip } from '@mantine/core'
import { IconArrowLeft, IconUsers } from '@tabler/icons-react'
import { useDepartmentName } from '../../staff/departments'
import { count, plural } from '../../staff/figures'
import { Said, Waiting } from '../../staff/now'
import { Empty, Failure, RowsLoading } from '../../staff/states'
import type { BoardAgent, BoardChat, BoardDepartment, Board as Facts } from '../../staff/types'
import { visitorName } from '../queue'
import { useBoard } from './actions'
import './board.css'
import { SupervisorTools } from './SupervisorTools'

interface Props {
  onBack: () => void
  onOpen: (id: string) => void
  onQueue: () => void
}

export function Board({ onBack, onOpen, onQueue }: Props) {
  const { data, error, refetch } = useBoard()
  return (
    <main className="dk-board">
      <header className="dk-board-head">
        <ActionIcon variant="subtle" color="accent" size={40} aria-label="Back to the lists" onClick={onBack}>
          <IconArrowLeft size={20} />
        </ActionIcon>
        <h1>Live board</h1>
      </header>
      {!data && error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <RowsLoading rows={5} height={64} />}
      {data && (
        <>
          <Tiles facts={data} onQueue={onQueue} />
          <Departments lines={data.departments} />
          <Agents lines={data.agents} onOpen={onOpen} />
        </>
      )}
    </main>
  )
}

function Tiles({ facts, onQueue }: { facts: Facts; onQueue: () => void }) {
  const there = facts.agents.filter(({ presence }) => presence === 'online')
  const chats = facts.agents.reduce((sum, { chats: own }) => sum + own.length, 0)
  const room = there.reduce((sum, { capacity }) => sum + capacity, 0)
  const share = facts.waits_today ? Math.round((100 * facts.abandoned_today) / facts.waits_today) : null
  return (
    <dl className="dk-tiles">
      <div data-hot={facts.waiting > 0 || undefined}>
        <dt>Waiting now</dt>
        <dd>
          {facts.waiting > 0 ? (
            <button type="button" onClick={onQueue} aria-label={`${facts.waiting} waiting: open the queue`}>
              {count(facts.waiting)}
            </button>
          ) : (
            0
          )}
        </dd>
      </div>
      <div>
        <dt>Longest wait</dt>
        <dd>{facts.longest_since ? <Waiting since={facts.longest_since} /> : '–'}</dd>
      </div>
      <div>
        <dt>On duty</dt>
        <dd>{count(there.length)}</dd>
      </div>
      <div>
        <dt>Chats</dt>
        <dd>
          {count(chats)} <small>of {count(room)} at a time</small>
        </dd>
      </div>
      <div>
        <dt>Gave up waiting today</dt>
        <dd>
          {count(facts.abandoned_today)}{' '}
          <small>
            of {count(facts.waits_today)}
            {share !== null && ` (${share} %)`}
          </small>
        </dd>
      </div>
    </dl>
  )
}

function Departments({ lines }: { lines: BoardDepartment[] }) {
  return (
    <section className="dk-board-card" aria-labelledby="board-departments">
      <h2 id="board-departments">Departments</h2>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls sideways must be reachable by keyboard. */}
      <section className="dk-board-scroll" tabIndex={0} aria-label="Table of departments">
        <Table>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Name</Table.Th>
              <Table.Th className="st-number">Waiting</Table.Th>
              <Table.Th className="st-number">Longest</Table.Th>
              <Table.Th className="st-number">On duty</Table.Th>
              <Table.Th className="st-number">Chats</Table.Th>
              <Table.Th className="st-number">Gave up today</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {lines.map((line) => (
              <Table.Tr key={line.key ?? ''}>
                <Table.Td>
                  {line.name} {!line.open && <span className="st-soft">(closed)</span>}
                </Table.Td>
                <Table.Td className="st-number">{count(line.waiting)}</Table.Td>
                <Table.Td className="st-number">
                  {line.longest_since ? <Waiting since={line.longest_since} /> : '–'}
                </Table.Td>
                <Table.Td className="st-number" data-warn={(line.waiting > 0 && line.on_duty === 0) || undefined}>
                  {count(line.on_duty)}
                </Table.Td>
                <Table.Td className="st-number">
                  {count(line.chats)} <span className="st-soft">of {count(line.capacity)}</span>
                </Table.Td>
                <Table.Td className="st-number">
                  {count(line.abandoned_today)} <span className="st-soft">of {count(line.waits_today)}</span>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </section>
    </section>
  )
}

const PRESENCE: Record<string, string> = { online: 'On duty', away: 'Away', offline: 'Offline' }

function Agents({ lines, onOpen }: { lines: BoardAgent[]; onOpen: (id: string) => void }) {
  const nameOf = useDepartmentName()
  if (lines.length === 0) {
    return (
      <Empty icon={IconUsers} title="Nobody has been at the desk yet">
        Agents appear here as soon as they open it.
      </Empty>
    )
  }
  return (
    <section className="dk-board-agents" aria-label="Agents">
      {lines.map((agent) => (
        <article key={agent.id} className="dk-board-card dk-board-agent" data-presence={agent.presence}>
          <header>
            <h2>
              <bdi>{agent.name}</bdi>
            </h2>
            <span className="dk-presence" data-presence={agent.presence}>
              <i aria-hidden />
              {PRESENCE[agent.presence] ?? agent.presence}
            </span>
            <Load load={agent.load} capacity={agent.capacity} />
          </header>
          <p className="st-soft">
            {agent.departments.length ? agent.departments.map(nameOf).join(', ') : 'All departments'}
            {agent.presence !== 'online' && agent.last_active && (
              <>
                {' · last seen '}
                <Said at={agent.last_active} />
              </>
            )}
          </p>
          {agent.chats.length === 0 ? (
            <p className="st-soft">No chats.</p>
          ) : (
            <ul>
              {agent.chats.map((chat) => (
                <Chat key={chat.conversation_id} chat={chat} agent={agent} onOpen={onOpen} />
              ))}
            </ul>
          )}
        </article>
      ))}
    </section>
  )
}

function Load({ load, capacity }: { load: number; capacity: number }) {
  const says = `${load} of ${plural(capacity, 'chat')}`
  return (
    <Tooltip label={says}>
      <span className="dk-load" data-full={load >= capacity || undefined}>
        <meter min={0} max={capacity} value={Math.min(load, capacity)} aria-label={says} />
        {load}/{capacity}
      </span>
    </Tooltip>
  )
}

function Chat({ chat, agent, onOpen }: { chat: BoardChat; agent: BoardAgent; onOpen: (id: string) => void }) {
  const name = visitorName(chat.visitor)
  return (
    <li className="dk-board-chat">
      <button type="button" onClick={() => onOpen(chat.conversation_id)} aria-label={`Open the chat with ${name}`}>
        <strong>
          <bdi>{name}</bdi>
        </strong>
        <span className="st-soft">
          {chat.reason_title} · since <Said at={chat.since} />
        </span>
        {chat.unanswered > 0 && <span className="dk-unanswered">{plural(chat.unanswered, 'line')} unanswered</span>}
      </button>
      <SupervisorTools id={chat.conversation_id} agent={agent} compact onTaken={() => onOpen(chat.conversation_id)} />
    </li>
  )
}
