/** The steps that can be taken with an article now, by whoever is signed in. */

import { Button } from '@mantine/core'
import { tell } from '../../staff/notices'
import { useMe } from '../../staff/session'
import type { Article } from '../../staff/types'
import { ArticleMenu } from './ArticleMenu'
import { SendBack } from './SendBack'
import type { Life } from './useLife'

interface Props {
  article: Article | null
  dirty: boolean
  life: Life
}

export function Steps({ article, dirty, life }: Props) {
  const me = useMe()
  const steps = article?.steps ?? (me.role === 'admin' ? ['save', 'submit', 'publish'] : ['save', 'submit'])
  const saved = article !== null && !dirty
  const hasNews = dirty || article === null || article.has_draft || article.status !== 'published'
  // What is published becomes a draft by being changed, and only then can be given to review.
  const canSubmit = steps.includes('submit') || (dirty && article?.stage !== 'in_review')
  return (
    <>
      {article && <ArticleMenu article={article} onArchive={() => void life.take('archive')} />}
      {article?.stage === 'in_review' && (
        <SendBack busy={life.busy} onSend={(comment) => life.take('send-back', comment)} />
      )}
      <Button
        variant="default"
        size="sm"
        disabled={life.busy || saved}
        onClick={async () => {
          if (await life.keep()) tell('Draft saved. Visitors do not see it yet.')
        }}
      >
        Save draft
      </Button>
      {canSubmit && (
        <Button
          variant={me.role === 'admin' ? 'default' : 'filled'}
          size="sm"
          disabled={life.busy}
          onClick={() => void life.take('submit')}
        >
          Give to review
        </Button>
      )}
      {(article === null ? me.role === 'admin' : steps.includes('publish')) && (
        <Button size="sm" loading={life.busy} disabled={!hasNews} onClick={() => void life.take('publish')}>
          Publish
        </Button>
      )}
    </>
  )
}
