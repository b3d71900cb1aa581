/** The middle column: who it is, what was said, and what can be done about it. */

import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { useHotkeys } from '@mantine/hooks'
import {
  IconArrowForwardUp,
  IconArrowLeft,
  IconCheck,
  IconClockPause,
  IconLayoutSidebarRight,
  IconMessage2,
  IconRobot,
} from '@tabler/icons-react'
import { useCallback, useRef, useState } from 'react'
import { Waiting } from '../../staff/now'
import { Empty, Failure, RowsLoading } from '../../staff/states'
import type { ConversationDetail, DeskConversation, Me, Packet } from '../../staff/types'
import { useSeen } from '../actions'
import { BlockButton } from '../blocking/BlockButton'
import type { Names } from '../canned'
import { valueText } from '../context/packetFacts'
import { useConversation } from '../data'
import { stillOutgoing } from '../messages'
import { useFiles, useOutgoing } from '../outgoing'
import { visitorName } from '../queue'
import { SupervisorTools } from '../supervisor/SupervisorTools'
import { keysAreTaken } from '../useDeskKeys'
import { CloseDialog } from './CloseDialog'
import { Composer, type ComposerHandle } from './Composer'
import { PassOnDialog } from './PassOnDialog'
import { PauseBanner, PauseDialog } from './PauseDialog'
import { ReturnDialog } from './ReturnDialog'
import { Transcript } from './Transcript'

interface Props {
  id: string | null
  me: Me
  accepting: boolean
  onBack: () => void
  onDetails: () => void
  onLeft: () => void
  onAccept: () => void
}

export function Conversation(props: Props) {
  const { id } = props
  const { data, error, refetch } = useConversation(id)
  if (id === null) {
    return (
      <section className="dk-talk">
        <Empty icon={IconMessage2} title="Choose somebody on the left">
          Or press <kbd>A</kbd> to accept the first in the queue, <kbd>?</kbd> for all keys.
        </Empty>
      </section>
    )
  }
  if (!data) {
    return (
      <section className="dk-talk">
        {error ? <Failure error={error} onRetry={() => void refetch()} /> : <RowsLoading rows={5} height={48} />}
      </section>
    )
  }
  return <Loaded {...props} id={id} detail={data} />
}

/** Whether this agent is the one who talks to the visitor. */
function isMine(conversation: DeskConversation, me: Me): boolean {
  const withPerson = conversation.state === 'assigned' || conversation.state === 'human'
  return withPerson && (conversation.mine || conversation.agent_id === me.id)
}

function Standing({ conversation, mine }: { conversation: DeskConversation; mine: boolean }) {
  const { state, agent_name } = conversation
  if (state === 'queued') {
    return (
      <span className="st-soft">
        waiting <Waiting since={conversation.waiting_since} />
      </span>
    )
  }
  const words: Partial<Record<typeof state, string>> = {
    bot: 'with the bot',
    offered: 'was offered a person',
    returned: 'back with the bot',
    message_left: 'left a message',
    closed: agent_name ? `closed by ${agent_name}` : 'closed',
  }
  const withWhom = mine ? 'with you' : agent_name ? `with ${agent_name}` : 'with a person'
  return <span className="st-soft">{words[state] ?? withWhom}</span>
}

function Loaded({ id, me, detail, ...props }: Props & { id: string; detail: ConversationDetail }) {
  const { conversation, packet, messages } = detail
  const name = visitorName(conversation.visitor)
  const mine = isMine(conversation, me)
  const [dialog, setDialog] = useState<'close' | 'return' | 'pass' | 'pause' | null>(null)
  const composer = useRef<ComposerHandle>(null)
  const { outgoing, send, retry, forget } = useOutgoing(id)
  const files = useFiles(id)
  const onRead = useReading(id)

  const act = (does: () => void) => (event: KeyboardEvent) => {
    if (!mine || keysAreTaken()) return
    event.preventDefault()
    does()
  }
  const free = { preventDefault: false }
  useHotkeys([
    ['r', act(() => composer.current?.focus('reply')), free],
    ['/', act(() => composer.current?.focus('canned')), free],
    ['n', act(() => composer.current?.focus('note')), free],
    ['c', act(() => setDialog('close')), free],
    ['b', act(() => setDialog('return')), free],
    ['t', act(() => setDialog('pass')), free],
    ['p', act(() => setDialog('pause')), free],
  ])

  return (
    <section className="dk-talk" aria-label={`Conversation with ${name}`}>
      <header className="dk-talk-head">
        <ActionIcon
          variant="subtle"
          color="accent"
          size={40}
          aria-label="Back to the list"
          onClick={props.onBack}
          className="dk-narrow"
        >
          <IconArrowLeft size={20} />
        </ActionIcon>
        <div className="dk-talk-who">
          <h2>
            <bdi>{name}</bdi>
          </h2>
          <Standing conversation={conversation} mine={mine} />
        </div>
        {mine && (
          <div className="dk-talk-acts">
            <Tooltip label="Pause, with a promised time (P)">
              <ActionIcon
                variant="default"
                size={30}
                aria-label="Pause, with a promised time"
                onClick={() => setDialog('pause')}
              >
                <IconClockPause size={16} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Pass on to a colleague or department (T)">
              <ActionIcon variant="default" size={30} aria-label="Pass on" onClick={() => setDialog('pass')}>
                <IconArrowForwardUp size={16} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Give back to the bot (B)">
              <ActionIcon
                variant="default"
                size={30}
                aria-label="Give back to the bot"
                onClick={() => setDialog('return')}
              >
                <IconRobot size={16} />
              </ActionIcon>
            </Tooltip>
            <Tooltip label="Close the conversation (C)">
              <Button
                variant="default"
                size="xs"
                leftSection={<IconCheck size={16} />}
                onClick={() => setDialog('close')}
              >
                Close
              </Button>
            </Tooltip>
          </div>
        )}
        {conversation.state !== 'closed' && <BlockButton id={id} name={name} onBlocked={props.onLeft} />}
        <ActionIcon
          variant="subtle"
          color="accent"
          size={40}
          aria-label="Show what is known"
          onClick={props.onDetails}
          className="dk-folded"
        >
          <IconLayoutSidebarRight size={20} />
        </ActionIcon>
      </header>

      {mine && conversation.paused_until && <PauseBanner id={id} until={conversation.paused_until} />}
      <Transcript
        id={id}
        messages={messages}
        outgoing={stillOutgoing(outgoing, messages)}
        files={files}
        visitor={name}
        seen={conversation.seen_by_visitor}
        onRead={onRead}
        onRetry={retry}
        onForget={forget}
      />

      {mine ? (
        <Composer
          id={id}
          ref={composer}
          names={namesOf(packet, me)}
          onSend={send}
          onFiles={files.send}
          candidates={packet?.candidate_articles ?? []}
        />
      ) : (
        <Foot me={me} conversation={conversation} accepting={props.accepting} onAccept={props.onAccept} />
      )}

      <CloseDialog
        id={id}
        opened={dialog === 'close'}
        reason={conversation.reason}
        reasonTitle={conversation.reason_title}
        onClose={() => setDialog(null)}
        onClosed={props.onLeft}
      />
      <PassOnDialog
        id={id}
        name={name}
        opened={dialog === 'pass'}
        onClose={() => setDialog(null)}
        onPassed={props.onLeft}
      />
      <PauseDialog id={id} name={name} opened={dialog === 'pause'} onClose={() => setDialog(null)} />
      <ReturnDialog
        id={id}
        name={name}
        opened={dialog === 'return'}
        onClose={() => setDialog(null)}
        onReturned={props.onLeft}
      />
    </section>
  )
}

/** Says how far the agent has read, each line once. */
function useReading(id: string): (seq: number) => void {
  const { mutate } = useSeen(id)
  const told = useRef(0)
  return useCallback(
    (seq: number) => {
      if (seq <= told.current) return
      told.current = seq
      mutate(seq)
    },
    [mutate],
  )
}

/** What canned messages are filled in with. */
function namesOf(packet: Packet | null, me: Me): Names {
  const facts = Object.entries(packet?.slots ?? {}).flatMap(([key, value]) => {
    const text = valueText(value)
    return text === null ? [] : [[key, text] as const]
  })
  return {
    visitor: packet?.identity.name ?? packet?.customer?.name ?? null,
    agent: me.name,
    facts: Object.fromEntries(facts),
  }
}

interface FootProps {
  me: Me
  conversation: DeskConversation
  accepting: boolean
  onAccept: () => void
}

/** In place of the composer, where this agent doesn't own the conversation. */
function Foot({ me, conversation, accepting, onAccept }: FootProps) {
  const name = visitorName(conversation.visitor)
  const withAgent = conversation.state === 'assigned' || conversation.state === 'human'
  const agent =
    withAgent && conversation.agent_id ? { id: conversation.agent_id, name: conversation.agent_name ?? '' } : null
  const supervises = me.role !== 'agent' && (agent !== null || conversation.state === 'queued')
  const tools = supervises && <SupervisorTools id={conversation.conversation_id} agent={agent} />
  if (conversation.state === 'queued') {
    return (
      <footer className="dk-foot">
        <span>
          <bdi>{name}</bdi> is waiting for a person.
        </span>
        {tools}
        <Button onClick={onAccept} loading={accepting}>
          Accept <kbd className="dk-key-hint">A</kbd>
        </Button>
      </footer>
    )
  }
  const says =
    conversation.state === 'closed'
      ? 'This conversation is closed.'
      : conversation.agent_name
        ? `${conversation.agent_name} has this conversation.`
        : 'The bot has this conversation.'
  return (
    <footer className="dk-foot st-soft">
      <span>{says}</span>
      {tools}
    </footer>
  )
}
