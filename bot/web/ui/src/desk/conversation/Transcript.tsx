/** What was said, newest at the bottom; stays where the agent reads, and follows only from the bottom. */

import { Button, Tooltip } from '@mantine/core'
import { useDocumentVisibility } from '@mantine/hooks'
import { IconArrowDown, IconCheck, IconChecks } from '@tabler/icons-react'
import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useNow } from '../../staff/now'
import { dayTitle, exact, timeOfDay } from '../../staff/times'
import type { Message } from '../../staff/types'
import { useVisitorTyping } from '../data'
import { type Outgoing, type Receipt, type Row, receiptOf, rowsOf } from '../messages'
import type { useFiles } from '../outgoing'
import { Bubble, OutgoingBubble } from './Bubble'
import { FileOnItsWayBubble } from './FileBubble'
import { WrongAnswer } from './WrongAnswer'

interface Props {
  id: string
  messages: Message[]
  outgoing: Outgoing[]
  files?: ReturnType<typeof useFiles>
  visitor: string
  /** The last line that the visitor had before the eyes. */
  seen?: number
  onRead?: (seq: number) => void
  onRetry: (message: Outgoing) => void
  onForget: (clientMessageId: string) => void
}

const NEAR = 80

export function Transcript(props: Props) {
  const { id, messages, outgoing, visitor, onRead, onRetry, onForget } = props
  const files = props.files?.files ?? []
  const typing = useVisitorTyping(id)
  const box = useRef<HTMLDivElement>(null)
  const atBottom = useRef(true)
  const [below, setBelow] = useState(false)
  const [wrong, setWrong] = useState<Message | null>(null)
  const rows = useMemo(() => rowsOf(messages, visitor), [messages, visitor])
  const newest = messages[messages.length - 1]?.seq ?? 0
  const length = `${newest}-${outgoing.length}-${files.length}-${typing}`
  const looking = useDocumentVisibility() === 'visible'
  const receipt = props.seen === undefined ? null : receiptOf(messages, props.seen)

  useEffect(() => {
    if (looking && !below && newest > 0) onRead?.(newest)
  }, [looking, below, newest, onRead])

  const toBottom = () => {
    const element = box.current
    if (element) element.scrollTop = element.scrollHeight
    atBottom.current = true
    setBelow(false)
  }

  useEffect(() => {
    // The composer growing, a window made smaller or a picture that has loaded must not hide the newest message.
    const element = box.current
    if (!element) return
    const observer = new ResizeObserver(() => {
      if (atBottom.current) element.scrollTop = element.scrollHeight
    })
    observer.observe(element)
    if (element.firstElementChild) observer.observe(element.firstElementChild)
    return () => observer.disconnect()
  }, [])

  // biome-ignore lint/correctness/useExhaustiveDependencies: `length` stands for what was added
  useLayoutEffect(() => {
    if (atBottom.current) toBottom()
    else setBelow(true)
  }, [length])

  return (
    <div className="dk-transcript-frame">
      <div
        className="dk-transcript"
        ref={box}
        role="log"
        aria-label="Transcript"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        tabIndex={0}
        onScroll={({ currentTarget: it }) => {
          atBottom.current = it.scrollHeight - it.scrollTop - it.clientHeight < NEAR
          if (atBottom.current) setBelow(false)
        }}
      >
        <div>
          {rows.map((row) => (
            <TranscriptRow key={row.key} id={id} row={row} receipt={receipt} onWrong={setWrong} />
          ))}
          {outgoing.map((message) => (
            <OutgoingBubble
              key={message.client_message_id}
              message={message}
              onRetry={() => onRetry(message)}
              onForget={() => onForget(message.client_message_id)}
            />
          ))}
          {files.map((file) => (
            <FileOnItsWayBubble
              key={file.id}
              file={file}
              onRetry={() => props.files?.retry(file)}
              onForget={() => props.files?.forget(file.id)}
            />
          ))}
          {typing && (
            <div className="dk-preview" aria-live="off">
              <span className="dk-preview-title">
                <bdi>{visitor}</bdi> is typing
              </span>
              <p>{typing}</p>
            </div>
          )}
        </div>
      </div>
      {below && (
        <Button
          className="dk-below"
          size="xs"
          radius="xl"
          rightSection={<IconArrowDown size={14} />}
          onClick={toBottom}
        >
          New messages
        </Button>
      )}
      <WrongAnswer id={id} message={wrong} messages={messages} onClose={() => setWrong(null)} />
    </div>
  )
}

interface RowProps {
  id: string
  row: Row
  receipt: Receipt | null
  onWrong: (message: Message) => void
}

function TranscriptRow({ id, row, receipt, onWrong }: RowProps) {
  if (row.kind === 'day') return <DayHeading at={row.at} />
  if (row.kind === 'line') {
    return (
      <p className="dk-line">
        {row.message.text} <Clock at={row.message.at} />
      </p>
    )
  }
  const last = row.messages[row.messages.length - 1]
  return (
    <section className={`dk-group dk-group-${row.author}`}>
      <h3 className="dk-group-name">
        <bdi>{row.name}</bdi> {last && <Clock at={last.at} />}
      </h3>
      {row.messages.map((message) => (
        <Bubble key={message.seq} id={id} message={message} onWrong={onWrong} />
      ))}
      {receipt && row.messages.some(({ seq }) => seq === receipt.seq) && (
        <p className="dk-delivery">
          {receipt.seen ? <IconChecks size={14} aria-hidden /> : <IconCheck size={14} aria-hidden />}{' '}
          {receipt.seen ? 'Seen' : 'Not seen yet'}
        </p>
      )}
    </section>
  )
}

function DayHeading({ at }: { at: string }) {
  const now = useNow()
  return <p className="dk-day">{dayTitle(new Date(at), now)}</p>
}

function Clock({ at }: { at: string }) {
  const moment = new Date(at)
  return (
    <Tooltip label={exact(moment)}>
      <time dateTime={at} className="dk-clock">
        {timeOfDay(moment)}
      </time>
    </Tooltip>
  )
}
