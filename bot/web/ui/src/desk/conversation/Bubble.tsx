/** One message: the visitor's as plain text, the bot's and the agent's as the server rendered them. */

import { Button } from '@mantine/core'
import { IconAlertCircle, IconBook2, IconClock, IconMessageReport } from '@tabler/icons-react'
import { Prose } from '../../staff/Prose'
import type { Message } from '../../staff/types'
import type { Outgoing } from '../messages'
import { FileLink } from './FileBubble'

interface BubbleProps {
  id: string
  message: Message
  onWrong?: ((message: Message) => void) | undefined
}

export function Bubble({ id, message, onWrong }: BubbleProps) {
  const { author, html, text, payload } = message
  if (payload?.kind === 'file') return <FileLink conversation={id} file={payload} />
  const rendered = author !== 'visitor' && author !== 'note' && html
  const buttons = payload?.buttons ?? []
  return (
    <div className={`dk-bubble dk-bubble-${author}`}>
      {rendered ? <Prose html={rendered} /> : <p className="dk-plain">{text}</p>}
      {payload?.kind === 'answer' && payload.url && (
        <a className="dk-source" href={payload.url} target="_blank" rel="noreferrer">
          <IconBook2 size={14} aria-hidden /> {payload.title ?? 'Article'}
        </a>
      )}
      {buttons.length > 0 && (
        <p className="dk-offered">
          <span className="st-hidden">Offered: </span>
          {buttons.map((button) => (
            <span key={button.id}>{button.title}</span>
          ))}
        </p>
      )}
      {onWrong && canBeWrong(message) && (
        <button type="button" className="dk-wrong" onClick={() => onWrong(message)}>
          <IconMessageReport size={14} aria-hidden /> Wrong answer?
        </button>
      )}
    </div>
  )
}

/** What the knowledge base was asked for: the steps of a flow are no answers that could be wrong. */
const ANSWERS = new Set(['answer', 'clarify', 'no_answer'])

function canBeWrong({ author, in_reply_to, payload }: Message): boolean {
  return author === 'bot' && in_reply_to != null && ANSWERS.has(payload?.kind ?? '')
}

interface OutgoingProps {
  message: Outgoing
  onRetry: () => void
  onForget: () => void
}

export function OutgoingBubble({ message, onRetry, onForget }: OutgoingProps) {
  const failed = message.delivery === 'failed'
  return (
    <section className="dk-group dk-group-agent">
      <div className="dk-bubble dk-bubble-agent" data-delivery={failed ? 'failed' : 'sending'}>
        <p className="dk-plain">{message.text}</p>
      </div>
      {failed ? (
        <div className="dk-delivery dk-delivery-failed" role="alert">
          <IconAlertCircle size={14} aria-hidden />
          <span>Not sent. {message.problem}</span>
          <Button variant="default" size="compact-xs" onClick={onRetry}>
            Try again
          </Button>
          <Button variant="subtle" size="compact-xs" onClick={onForget}>
            Discard
          </Button>
        </div>
      ) : (
        <p className="dk-delivery">
          <IconClock size={14} aria-hidden />{' '}
          {message.delivery === 'waiting' ? 'Waiting for a connection…' : 'Sending…'}
        </p>
      )}
    </section>
  )
}
