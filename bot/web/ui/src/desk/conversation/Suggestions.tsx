/** Articles for the visitor's last question, above the input: one key puts the answer into the reply. */

import { Kbd } from '@mantine/core'
import { IconBulb } from '@tabler/icons-react'
import type { PacketArticle } from '../../staff/types'

export const SUGGESTED = 3

interface Props {
  articles: PacketArticle[]
  onPick: (article: PacketArticle) => void
}

export function Suggestions({ articles, onPick }: Props) {
  if (articles.length === 0) return null
  return (
    <section className="dk-suggested" aria-label="Suggested articles">
      <IconBulb size={16} aria-hidden />
      {articles.slice(0, SUGGESTED).map((article, index) => (
        <button
          key={article.article_id}
          type="button"
          className="dk-suggestion"
          title={`Put the answer into the reply (Alt ${index + 1})`}
          onClick={() => onPick(article)}
        >
          <span>{article.title}</span>
          <Kbd size="xs" className="dk-wide" aria-hidden>
            Alt {index + 1}
          </Kbd>
        </button>
      ))}
    </section>
  )
}
