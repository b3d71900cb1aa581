/** What the bot already did, with the visitor's reactions, and what could still help. */

import { IconThumbDown, IconThumbUp } from '@tabler/icons-react'
import type { Packet, PacketArticle } from '../../staff/types'
import { Section } from './Section'

function Reaction({ reaction }: { reaction: string | null | undefined }) {
  if (reaction === 'positive') {
    return (
      <span className="dk-reaction dk-reaction-good">
        <IconThumbUp size={14} aria-hidden /> helped
      </span>
    )
  }
  if (reaction === 'negative') {
    return (
      <span className="dk-reaction dk-reaction-bad">
        <IconThumbDown size={14} aria-hidden /> did not help
      </span>
    )
  }
  return <span className="dk-reaction st-soft">no reaction</span>
}

function ArticleLink({ article }: { article: PacketArticle }) {
  if (!article.url) return <span>{article.title}</span>
  return (
    <a href={article.url} target="_blank" rel="noreferrer">
      {article.title}
    </a>
  )
}

export function Tried({ packet }: { packet: Packet }) {
  const shown = new Set(packet.articles.map((article) => article.article_id))
  const candidates = packet.candidate_articles.filter((article) => !shown.has(article.article_id))
  return (
    <>
      {(packet.bot_tried.length > 0 || packet.articles.length > 0) && (
        <Section title="What the bot tried">
          {packet.bot_tried.length > 0 && (
            <ul className="dk-tried">
              {packet.bot_tried.map((each) => (
                <li key={each}>{each}</li>
              ))}
            </ul>
          )}
          {packet.articles.length > 0 && (
            <ul className="dk-articles">
              {packet.articles.map((article) => (
                <li key={article.article_id}>
                  <ArticleLink article={article} />
                  <Reaction reaction={article.reaction} />
                </li>
              ))}
            </ul>
          )}
        </Section>
      )}
      {candidates.length > 0 && (
        <Section title="Articles that may help">
          <ul className="dk-articles">
            {candidates.map((article) => (
              <li key={article.article_id}>
                <ArticleLink article={article} />
              </li>
            ))}
          </ul>
        </Section>
      )}
    </>
  )
}
