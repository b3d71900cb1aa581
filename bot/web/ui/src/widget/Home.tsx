import { useEffect, useState } from 'preact/hooks'
import { useNow, useSession, useSessionState } from './hooks'
import { Icon } from './icons'
import { clock } from './times'
import type { ArticleSummary } from './types'
import { headlineOf, plain } from './words'

export interface HomeProps {
  locale: string
  onAsk(text: string): void
  onContinue(): void
  onArticle(id: string, url: string): void
}

/** The first thing a visitor sees: ask or search, topics, questions, the conversation of before. */
export function Home({ locale, onAsk, onContinue, onArticle }: HomeProps) {
  const session = useSession()
  const state = useSessionState()
  const [query, setQuery] = useState('')
  const hits = useArticles(query)
  const { topics } = state
  const last = state.messages.at(-1)
  const now = useNow()
  const [headline, rest] = headlineOf(topics?.greeting ?? 'Hello! How can we help?')
  const searching = query.trim().length > 1

  useEffect(() => void session.loadTopics(), [session])

  return (
    <div class="scroll home">
      <div class="hero">
        <h2 dir="auto">{headline}</h2>
        {rest && <p dir="auto">{rest}</p>}
        <form
          class="search"
          onSubmit={(event) => {
            event.preventDefault()
            if (query.trim()) onAsk(query)
          }}
        >
          <Icon name="search" />
          <label class="hidden" for="fl-ask">
            Ask a question or search the help articles
          </label>
          <input
            id="fl-ask"
            type="search"
            enterkeyhint="send"
            autocomplete="off"
            dir="auto"
            maxLength={500}
            placeholder="Ask a question or search help"
            value={query}
            onInput={(event) => setQuery(event.currentTarget.value)}
          />
        </form>
      </div>
      {topics?.notice && (
        <p class="notice">
          <Icon name="alert" />
          <span dir="auto">{topics.notice}</span>
        </p>
      )}
      {searching ? (
        <Results query={query} hits={hits} botName={topics?.bot_name ?? 'us'} onAsk={onAsk} onArticle={onArticle} />
      ) : (
        <>
          {last && (
            <button type="button" class="row recent" onClick={onContinue}>
              <span class="row-text">
                <small>Your conversation · {clock(last.at, now, locale)}</small>
                <span class="one-line" dir="auto">
                  {last.author === 'visitor' ? 'You: ' : ''}
                  {last.text}
                </span>
              </span>
              <Icon name="next" flip />
            </button>
          )}
          {topics && topics.topics.length > 0 && (
            <section aria-labelledby="fl-topics">
              <h3 id="fl-topics">Topics</h3>
              <ul class="chips">
                {topics.topics.map((topic) => (
                  <li key={topic.id}>
                    <button type="button" class="chip" dir="auto" onClick={() => onAsk(topic.ask)}>
                      {topic.title}
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {topics && topics.questions.length > 0 && (
            <section aria-labelledby="fl-questions">
              <h3 id="fl-questions">People often ask</h3>
              <ul class="rows">
                {topics.questions.map((question) => (
                  <li key={question.title}>
                    <button type="button" class="row" onClick={() => onAsk(question.ask)}>
                      <span class="row-text" dir="auto">
                        {question.title}
                      </span>
                      <Icon name="next" flip />
                    </button>
                  </li>
                ))}
              </ul>
            </section>
          )}
          {!topics && !state.topicsFailed && (
            <div aria-busy="true" class="home-waiting">
              <div class="skeleton short" />
              <div class="skeleton tall" />
              <div class="skeleton tall" />
              <div class="skeleton tall" />
            </div>
          )}
          {!topics && state.topicsFailed && (
            <div class="empty" role="status">
              <p>
                We can’t reach the shop right now. You can still write: your message goes out as soon as we’re
                connected.
              </p>
              <button type="button" class="button plain" onClick={() => void session.loadTopics()}>
                Try again
              </button>
            </div>
          )}
        </>
      )}
    </div>
  )
}

interface ResultsProps extends Pick<HomeProps, 'onAsk' | 'onArticle'> {
  query: string
  hits: ArticleSummary[] | null
  botName: string
}

function Results({ query, hits, botName, onAsk, onArticle }: ResultsProps) {
  return (
    <section aria-label="Search results">
      <ul class="rows">
        <li>
          <button type="button" class="row ask" onClick={() => onAsk(query)}>
            <Icon name="chat" />
            <span class="row-text one-line" dir="auto">
              Ask {botName}: “{query.trim()}”
            </span>
          </button>
        </li>
        {hits?.map((hit) => (
          <li key={hit.id}>
            <button type="button" class="row" onClick={() => onArticle(hit.id, hit.url)}>
              <Icon name="book" />
              <span class="row-text">
                <span dir="auto">{hit.title}</span>
                <small class="two-lines" dir="auto">
                  {plain(hit.summary)}
                </small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      <p class="hidden" role="status">
        {hits ? `${hits.length} help articles found` : ''}
      </p>
    </section>
  )
}

/** Help articles for what is typed, once the typing pauses; an older answer never replaces a newer one. */
function useArticles(query: string): ArticleSummary[] | null {
  const session = useSession()
  const [hits, setHits] = useState<ArticleSummary[] | null>(null)
  useEffect(() => {
    const wanted = query.trim()
    if (wanted.length < 2) {
      setHits(null)
      return
    }
    let current = true
    const pause = setTimeout(() => {
      session.articles(wanted).then(
        (found) => current && setHits(found.slice(0, 5)),
        () => current && setHits([]),
      )
    }, 220)
    return () => {
      current = false
      clearTimeout(pause)
    }
  }, [query, session])
  return hits
}
