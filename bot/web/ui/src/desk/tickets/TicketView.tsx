/** A left message: what was asked, what was answered, and the answer by e-mail. */

import { ActionIcon, Button, Group, Menu, Textarea } from '@mantine/core'
import { IconArrowLeft, IconCheck, IconLayoutSidebarRight, IconMail, IconSend } from '@tabler/icons-react'
import { LevelTag } from '../../staff/levels'
import { Said } from '../../staff/now'
import { useMe } from '../../staff/session'
import { Empty, RowsLoading } from '../../staff/states'
import type { Disposition, Ticket } from '../../staff/types'
import { useTicketAnswer, useTicketAssign, useTicketClose } from '../actions'
import { Transcript } from '../conversation/Transcript'
import { useConversation, useTickets } from '../data'
import { useDraft } from '../drafts'
import { visitorName } from '../queue'

interface Props {
  id: string | null
  onBack: () => void
  onDetails: () => void
  onDone: () => void
}

export function TicketView({ id, ...acts }: Props) {
  const open = useTickets('open')
  const closed = useTickets('closed')
  const ticket = [...(open.data ?? []), ...(closed.data ?? [])].find((each) => each.id === id)
  if (id === null || (!ticket && !open.isPending && !closed.isPending)) {
    return (
      <section className="dk-talk">
        <Empty icon={IconMail} title={id ? 'This ticket is gone' : 'Choose a message on the left'}>
          Your answer goes to the visitor by e-mail.
        </Empty>
      </section>
    )
  }
  if (!ticket) {
    return (
      <section className="dk-talk">
        <RowsLoading rows={3} height={64} />
      </section>
    )
  }
  return <Loaded key={ticket.id} ticket={ticket} {...acts} />
}

const ENDINGS: [Disposition, string][] = [
  ['resolved', 'Resolved'],
  ['unresolved', 'Not resolved'],
  ['sale', 'Sale'],
  ['spam', 'Spam or test'],
]

function Loaded({ ticket, onBack, onDetails, onDone }: Omit<Props, 'id'> & { ticket: Ticket }) {
  const [text, setText] = useDraft(`ticket-${ticket.id}`)
  const conversation = useConversation(ticket.conversation_id)
  const me = useMe()
  const assign = useTicketAssign(ticket.id)
  const close = useTicketClose(onDone)
  const answer = useTicketAnswer(({ thenClose }) => {
    setText('')
    if (thenClose) close.mutate({ id: ticket.id, disposition: 'resolved' })
  })
  const send = (thenClose: boolean) => answer.mutate({ id: ticket.id, text: text.trim(), thenClose })
  const busy = answer.isPending || close.isPending
  const answered = conversation.data?.messages.findLast(
    (message) => message.author === 'agent' && message.at > ticket.created_at,
  )
  const name = visitorName(ticket.name)
  const isOpen = ticket.status !== 'closed'
  return (
    <section className="dk-talk" aria-label={`Message from ${name}`}>
      <header className="dk-talk-head">
        <ActionIcon
          variant="subtle"
          color="accent"
          size={40}
          aria-label="Back to the list"
          onClick={onBack}
          className="dk-narrow"
        >
          <IconArrowLeft size={20} />
        </ActionIcon>
        <div className="dk-talk-who">
          <h2>
            <bdi>{name}</bdi>
          </h2>
          <span className="st-soft">
            {ticket.email} · <Said at={ticket.created_at} />
            {isOpen && ticket.agent_name && ` · ${ticket.agent_id === me.id ? 'yours' : `${ticket.agent_name} has it`}`}
            {ticket.visitor_wrote_at && ticket.visitor_wrote_at > ticket.created_at && (
              <>
                {' '}
                · answered <Said at={ticket.visitor_wrote_at} />
              </>
            )}
          </span>
        </div>
        {isOpen && (
          <Button
            variant="default"
            size="xs"
            loading={assign.isPending}
            onClick={() => assign.mutate(ticket.agent_id === me.id ? null : me.id)}
          >
            {ticket.agent_id === me.id ? 'Give back' : 'Take it'}
          </Button>
        )}
        {isOpen && (
          <Menu position="bottom-end">
            <Menu.Target>
              <Button variant="default" size="xs" leftSection={<IconCheck size={16} />} loading={close.isPending}>
                Close
              </Button>
            </Menu.Target>
            <Menu.Dropdown>
              <Menu.Label>How did it end?</Menu.Label>
              {ENDINGS.map(([disposition, title]) => (
                <Menu.Item key={disposition} onClick={() => close.mutate({ id: ticket.id, disposition })}>
                  {title}
                </Menu.Item>
              ))}
            </Menu.Dropdown>
          </Menu>
        )}
        {ticket.conversation_id && (
          <ActionIcon
            variant="subtle"
            color="accent"
            size={40}
            aria-label="Show what is known"
            onClick={onDetails}
            className="dk-folded"
          >
            <IconLayoutSidebarRight size={20} />
          </ActionIcon>
        )}
      </header>
      <div className="dk-ticket">
        <p className="dk-row-levels">
          <strong>{ticket.reason_title || 'Left a message'}</strong>
          <LevelTag scale="value" level={ticket.value} />
          <LevelTag scale="complexity" level={ticket.complexity} />
        </p>
        <blockquote>{ticket.text}</blockquote>
      </div>
      {conversation.data ? (
        <Transcript
          id={conversation.data.conversation.conversation_id}
          messages={conversation.data.messages}
          outgoing={[]}
          visitor={name}
          onRetry={() => undefined}
          onForget={() => undefined}
        />
      ) : (
        <div className="dk-transcript-frame" />
      )}
      {isOpen ? (
        <footer className="dk-composer">
          <Textarea
            aria-label={`Answer to ${name}`}
            placeholder={`Answer ${name} by e-mail…`}
            variant="unstyled"
            autosize
            minRows={3}
            maxRows={10}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <span className="st-soft dk-ticket-says">
              {answered && !text.trim() ? (
                <>
                  Answered <Said at={answered.at} />. Stays open until you close it.
                </>
              ) : (
                <>Goes to {ticket.email}</>
              )}
            </span>
            <Button
              size="sm"
              variant="default"
              disabled={!text.trim() || busy}
              onClick={() => send(false)}
              title="The ticket stays open, for instance while you wait for a reply"
            >
              Send answer
            </Button>
            <Button
              size="sm"
              rightSection={<IconSend size={16} />}
              disabled={!text.trim()}
              loading={busy}
              onClick={() => send(true)}
            >
              Send and close
            </Button>
          </Group>
        </footer>
      ) : (
        <footer className="dk-foot st-soft">Closed{ticket.agent_name ? ` by ${ticket.agent_name}` : ''}.</footer>
      )}
    </section>
  )
}
