import { useEffect, useRef, useState } from 'preact/hooks'
import { useSession } from './hooks'
import { Icon } from './icons'
import type { Article } from './types'

/** One help article, read inside the widget. */
export function ArticleView({ id, url, onAsk }: { id: string; url: string; onAsk: () => void }) {
  const session = useSession()
  const [article, setArticle] = useState<Article | null>(null)
  const [failed, setFailed] = useState(false)
  const heading = useRef<HTMLHeadingElement>(null)

  useEffect(() => {
    setArticle(null)
    setFailed(false)
    session.article(id).then(setArticle, () => setFailed(true))
  }, [id, session])
  useEffect(() => {
    if (article) heading.current?.focus()
  }, [article])

  if (failed) {
    return (
      <div class="scroll pad">
        <p class="empty">
          This article could not be loaded. You can{' '}
          <a href={url} target="_blank" rel="noopener">
            open it in the help centre
          </a>
          .
        </p>
      </div>
    )
  }
  if (!article) {
    return (
      <div class="scroll pad" aria-busy="true">
        <div class="skeleton title" />
        <div class="skeleton" />
        <div class="skeleton" />
        <div class="skeleton short" />
      </div>
    )
  }
  return (
    <div class="scroll pad">
      <article class="prose" dir="auto">
        <h2 ref={heading} tabIndex={-1}>
          {article.title}
        </h2>
        {/* biome-ignore lint/security/noDangerouslySetInnerHtml: rendered and sanitised by the server */}
        <div dangerouslySetInnerHTML={{ __html: article.html }} />
      </article>
      <div class="article-end">
        <button type="button" class="button" onClick={onAsk}>
          Still need help? Ask here
        </button>
        <a class="quiet-link" href={url} target="_blank" rel="noopener">
          Open in the help centre <Icon name="external" />
        </a>
      </div>
    </div>
  )
}
