/** Write as a visitor would, and see what is understood and what follows; it follows what is changed meanwhile. */

import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { share } from '../../staff/figures'
import { LevelTag } from '../../staff/levels'
import { addressOf } from '../../staff/place'
import { Failure } from '../../staff/states'
import type { MessageRead } from '../../staff/types'
import { useRead } from './data'

const ROUTES: Record<string, { title: string; says: string; tag: string }> = {
  answer: { title: 'Answer', says: 'The bot answers from an article.', tag: 'ad-tag-ok' },
  flow: { title: 'Flow', says: 'The bot settles it step by step.', tag: 'ad-tag-ok' },
  clarify: { title: 'Ask back', says: 'Not sure enough: the bot asks what is meant.', tag: 'ad-tag-warn' },
  offer_human: { title: 'Offer a person', says: 'The visitor may talk to a person.', tag: 'ad-tag-info' },
  handoff: { title: 'To a person', says: 'The visitor is brought to a person at once.', tag: 'ad-tag-info' },
  leave_message: { title: 'Leave a message', says: 'The visitor may leave a message.', tag: 'ad-tag-info' },
}

export function TryMessage() {
  const [text, setText] = useState('')
  const [asked, setAsked] = useState('')
  const { data, error, isFetching } = useRead(asked)
  return (
    <div className="re-try">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          setAsked(text.trim())
        }}
      >
        <TextInput
          aria-label="A message to try"
          placeholder="the leg of my table came off, can you fix it?"
          maxLength={4000}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" variant="light" loading={isFetching} disabled={!text.trim()}>
          Try
        </Button>
      </form>
      {error && <Failure error={error} />}
      <div aria-live="polite">{data && !error && <Result read={data} />}</div>
    </div>
  )
}

function Result({ read }: { read: MessageRead }) {
  const route = ROUTES[read.route]
  return (
    <div className="re-read">
      <div>
        <p className="re-route">
          <span className={`ad-tag ${route?.tag ?? ''}`}>{route?.title ?? read.route}</span>
          {route?.says}
        </p>
        <p className="re-levels">
          <LevelTag scale="value" level={read.value} />
          <LevelTag scale="complexity" level={read.complexity} />
        </p>
        <ul className="re-because">
          {read.because.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      </div>
      <div>
        <h3>Read as</h3>
        <ol className="re-bars">
          {read.act !== null && <Bar title={spelled(read.act)} probability={read.act_probability} />}
          {read.reasons.slice(0, read.act === null ? 3 : 2).map(({ reason, title, probability }) => (
            <Bar key={reason} title={title} href={addressOf('reasons', reason)} probability={probability} />
          ))}
        </ol>
        {!read.calibrated && <p className="st-soft">Just taught: these shares are checked again in a few seconds.</p>}
      </div>
      <div>
        <h3>Nearest phrases</h3>
        <ul className="re-near">
          {read.nearest.map(({ text, title, likeness }) => (
            <li key={text}>
              “{text}”{' '}
              <span className="st-soft">
                {title}, {share(likeness)} alike
              </span>
            </li>
          ))}
        </ul>
      </div>
    </div>
  )
}

const ACTS: Record<string, string> = {
  ask_person: 'Asks for a person',
  ask_bot: 'Asks who is speaking',
  out_of_scope: 'Not about the shop',
  inform: 'Gives details',
}

function spelled(act: string): string {
  return ACTS[act] ?? `“${act.replace(/_/g, ' ')}”, no new request`
}

function Bar({ title, href, probability }: { title: string; href?: string; probability: number }) {
  return (
    <li>
      <span>{href ? <a href={href}>{title}</a> : title}</span>
      <span className="st-number">{share(probability)}</span>
      <meter min={0} max={1} value={probability} aria-hidden="true" />
    </li>
  )
}
