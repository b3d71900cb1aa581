import { Fragment } from 'preact'
import { FileCard } from './FileCard'
import type { Group } from './grouping'
import { useSession, useSessionState } from './hooks'
import { BotFace, Icon } from './icons'
import { usableButtons } from './state'
import { clock, exact } from './times'
import type { Message } from './types'

interface BubblesProps {
  groups: Group[]
  now: Date
  locale: string
  onArticle(id: string, url: string): void
}

/** The messages, then those that are still on their way. */
export function Bubbles({ groups, now, locale, onArticle }: BubblesProps) {
  const state = useSessionState()
  const lastOwn = groups.findLast((group) => group.author === 'visitor')
  return (
    <>
      {groups.map((group) =>
        group.author === 'system' ? (
          <Fragment key={group.key}>
            {group.messages.map((message) => (
              <p class="system" key={message.seq} dir="auto" title={exact(message.at, locale)}>
                {message.text}
              </p>
            ))}
          </Fragment>
        ) : (
          <div class={`group ${group.author}`} key={group.key}>
            {group.author !== 'visitor' && <Face group={group} />}
            <div class="group-body">
              {group.author === 'visitor' ? (
                <span class="hidden">You</span>
              ) : (
                <div class="sender">
                  <b>{group.name}</b> {group.author === 'bot' && <span class="tag">Bot</span>}
                </div>
              )}
              {group.messages.map((message) => (
                <Bubble key={message.seq} message={message} onArticle={onArticle} />
              ))}
              <div class="when">
                <time dateTime={group.at} title={exact(group.at, locale)}>
                  {clock(group.at, now, locale)}
                </time>
                {group === lastOwn && !state.outbox.length && <Receipt group={group} last={groups.at(-1) === group} />}
              </div>
            </div>
          </div>
        ),
      )}
      <Outbox />
    </>
  )
}

/** Whether the person has seen the visitor's last words; to the bot they are just sent. */
function Receipt({ group, last }: { group: Group; last: boolean }) {
  const { conversation } = useSessionState()
  const seq = group.messages.at(-1)?.seq ?? 0
  if (conversation && conversation.seen_by_agent >= seq) return last ? <span> · Seen</span> : null
  return last ? <span> · Sent</span> : null
}

function Face({ group }: { group: Group }) {
  if (group.author === 'bot') {
    return (
      <span class="avatar">
        <BotFace />
      </span>
    )
  }
  return (
    <span class="avatar agent" aria-hidden="true">
      {[...(group.name.trim() || '?')][0]?.toUpperCase()}
    </span>
  )
}

function Bubble({ message, onArticle }: { message: Message; onArticle: BubblesProps['onArticle'] }) {
  const session = useSession()
  const state = useSessionState()
  const buttons = usableButtons(state, message)
  const { kind, article_id, title, url } = message.payload ?? {}
  if (kind === 'file') return <FileCard file={message.payload} />
  return (
    <>
      {message.html && message.author !== 'visitor' ? (
        // biome-ignore lint/security/noDangerouslySetInnerHtml: rendered and sanitised by the server
        <div class="bubble prose" dir="auto" dangerouslySetInnerHTML={{ __html: message.html }} />
      ) : (
        message.text && (
          <div class="bubble plain-text" dir="auto">
            {message.text}
          </div>
        )
      )}
      {kind === 'answer' && title && url && (
        <a
          class="row source"
          href={url}
          target="_blank"
          rel="noopener"
          onClick={(event) => {
            if (!article_id || event.ctrlKey || event.metaKey || event.shiftKey) return
            event.preventDefault()
            onArticle(article_id, url)
          }}
        >
          <Icon name="book" />
          <span class="row-text">
            <small>Read the whole article</small>
            <span dir="auto">{title}</span>
          </span>
          <Icon name="next" flip />
        </a>
      )}
      {buttons.length > 0 && (
        <fieldset class="choices" aria-label="Suggested answers">
          {buttons.map((button) => (
            <button
              type="button"
              class="chip"
              dir="auto"
              key={button.id}
              onClick={() => session.say(button.title, button.id)}
            >
              {button.title}
            </button>
          ))}
        </fieldset>
      )}
    </>
  )
}

/** Messages the server has not confirmed yet, with what becomes of them. */
function Outbox() {
  const session = useSession()
  const { outbox, uploads } = useSessionState()
  if (!outbox.length && !uploads.length) return null
  return (
    <div class="group visitor">
      <div class="group-body">
        {outbox.map((message) => (
          <Fragment key={message.client_message_id}>
            <div class={`bubble plain-text ${message.status}`} dir="auto">
              {message.text}
            </div>
            {message.status === 'failed' ? (
              <div class="when failed" role="alert">
                <span>
                  <Icon name="alert" /> Not sent. {message.reason}
                </span>
                <button type="button" class="inline" onClick={session.retry}>
                  Try again
                </button>
                <button type="button" class="inline" onClick={() => session.discard(message.client_message_id)}>
                  Delete
                </button>
              </div>
            ) : (
              <div class="when">{message.status === 'sending' ? 'Sending…' : 'Waiting for a connection…'}</div>
            )}
          </Fragment>
        ))}
        {uploads.map((upload) => (
          <Fragment key={upload.id}>
            <div class={`bubble plain-text ${upload.status}`} dir="auto">
              {upload.name}
            </div>
            {upload.status === 'failed' ? (
              <div class="when failed" role="alert">
                <span>
                  <Icon name="alert" /> Not sent. {upload.reason}
                </span>
                <button type="button" class="inline" onClick={() => session.retryFile(upload.id)}>
                  Try again
                </button>
                <button type="button" class="inline" onClick={() => session.discardFile(upload.id)}>
                  Delete
                </button>
              </div>
            ) : (
              <div class="when">Sending…</div>
            )}
          </Fragment>
        ))}
      </div>
    </div>
  )
}
