import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'preact/hooks'
import { Bubbles } from './Bubbles'
import { group } from './grouping'
import { useNow, useSession, useSessionState } from './hooks'
import { BotFace, Icon } from './icons'
import { LeaveMessageCard, MessageLeftCard } from './LeaveMessageCard'
import { QueueCard } from './QueueCard'
import { SurveyCard } from './SurveyCard'
import { keptOut, lastSeq, openCard } from './state'

export interface ConversationProps {
  locale: string
  onArticle(id: string, url: string): void
}

/** The conversation so far, the cards that belong to its end, and what is on its way. */
export function Conversation({ locale, onArticle }: ConversationProps) {
  const session = useSession()
  const state = useSessionState()
  const now = useNow()
  const botName = state.topics?.bot_name ?? 'Assistant'
  const groups = useMemo(() => group(state.messages, botName), [state.messages, botName])
  const { log, below, toEnd, onScroll } = useStickToEnd(lastSeq(state))

  const newest = lastSeq(state)
  const looking = useLooking()
  useEffect(() => {
    if (newest && !below && looking) session.saw()
  }, [newest, below, looking, session])

  const empty = !state.messages.length && !state.outbox.length && !state.uploads.length
  const standing = state.conversation?.state
  const leaving = state.leaving || (standing !== 'message_left' && openCard(state, 'leave_message') !== null)
  const survey = !state.surveyed && !keptOut(state) && (standing === 'closed' || openCard(state, 'survey') !== null)

  return (
    <div class="log-frame">
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
      <section class="scroll log" ref={log} onScroll={onScroll} tabIndex={0} aria-label="Messages">
        <div class="log-lines">
          {state.restarted && <p class="system">Your earlier conversation had ended, so this is a new one.</p>}
          {empty && (
            <div class="first">
              <BotFace />
              <p>
                {botName} is a bot and answers at once. A person is one tap away: <b>Talk to a person</b>, below.
              </p>
            </div>
          )}
          <Bubbles groups={groups} now={now} locale={locale} onArticle={onArticle} />
          {state.typing && (
            <div class="typing">
              <span class="hidden">
                {state.typing === 'bot' ? botName : (state.conversation?.agent?.name ?? 'Someone')} is typing
              </span>
              <i />
              <i />
              <i />
            </div>
          )}
          {standing === 'queued' && state.conversation?.queue && !state.leaving && (
            <QueueCard queue={state.conversation.queue} />
          )}
          {leaving && !state.leftTo && <LeaveMessageCard locale={locale} />}
          {state.leftTo && <MessageLeftCard email={state.leftTo} />}
          {survey && <SurveyCard />}
        </div>
      </section>
      {below && (
        <button type="button" class="newer" onClick={toEnd}>
          New messages <Icon name="down" />
        </button>
      )}
    </div>
  )
}

/** Whether the page is before anybody's eyes, and not behind another one. */
function useLooking(): boolean {
  const [looking, setLooking] = useState(!document.hidden)
  useEffect(() => {
    const change = () => setLooking(!document.hidden)
    document.addEventListener('visibilitychange', change)
    return () => document.removeEventListener('visibilitychange', change)
  }, [])
  return looking
}

/**
 * Keeps the end in sight while the visitor is there; leaves the page alone when they have scrolled up to read,
 * and says then that there is something new.
 */
function useStickToEnd(newest: number) {
  const log = useRef<HTMLElement>(null)
  const atEnd = useRef(true)
  const drawn = useRef({ newest, height: 0 })
  const [below, setBelow] = useState(false)

  const toEnd = () => {
    const element = log.current
    if (element) element.scrollTop = element.scrollHeight
    setBelow(false)
  }
  const onScroll = () => {
    const element = log.current
    if (!element) return
    atEnd.current = element.scrollHeight - element.scrollTop - element.clientHeight < 48
    if (atEnd.current) setBelow(false)
  }

  // After every drawing: what can move the end is anything that is drawn.
  useLayoutEffect(() => {
    const element = log.current
    if (!element) return
    const before = drawn.current
    drawn.current = { newest, height: element.scrollHeight }
    if (atEnd.current && element.scrollHeight !== before.height) toEnd()
    else if (!atEnd.current && newest > before.newest) setBelow(true)
  })

  useEffect(() => {
    const element = log.current
    if (!element) return
    // The keyboard of a phone, or a growing input, makes the log smaller: the end stays in sight.
    // A card that grows does so too, unless the visitor is filling it in: a field must not move away.
    const watch = new ResizeObserver(() => {
      const filling = (element.getRootNode() as ShadowRoot).activeElement?.closest('.field')
      if (atEnd.current && !filling) element.scrollTop = element.scrollHeight
    })
    watch.observe(element)
    if (element.firstElementChild) watch.observe(element.firstElementChild)
    return () => watch.disconnect()
  }, [])

  return { log, below, toEnd, onScroll }
}
