/** One article: the draft on the left, what it becomes on the right, and what visitors get now on top. */

import { Alert } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { IconArrowLeft, IconCircleCheck } from '@tabler/icons-react'
import { useEffect } from 'react'
import { Said } from '../../staff/now'
import { addressOf } from '../../staff/place'
import { Failure, RowsLoading } from '../../staff/states'
import type { Article } from '../../staff/types'
import { PageHead } from '../PageHead'
import { NEW, useArticle } from './data'
import { type ArticleForm, EMPTY, formOf } from './drafts'
import { Fields } from './Fields'
import { GateCard } from './GateCard'
import { GateDialog } from './GateDialog'
import { NewerDialog } from './NewerDialog'
import { Preview } from './Preview'
import { ReviewSaid } from './SendBack'
import { StatusTag } from './StatusTag'
import { Steps } from './Steps'
import { TryQuestion } from './TryQuestion'
import { useLife } from './useLife'
import { VersionsPage } from './VersionsPage'

type Open = (id: string | null, tab?: string) => void

interface Props {
  id: string
  tab: string
  onOpen: Open
}

export function Editor({ id, tab, onOpen }: Props) {
  const { data, error, refetch } = useArticle(id)
  if (id !== NEW && error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (id !== NEW && !data) return <RowsLoading rows={6} height={56} />
  return <Loaded id={id} article={data ?? null} tab={tab} onOpen={onOpen} />
}

function Loaded({ id, article, tab, onOpen }: Props & { article: Article | null }) {
  const form: UseFormReturnType<ArticleForm> = useForm<ArticleForm>({
    initialValues: article ? formOf(article) : EMPTY,
    validate: { title: (title) => (title.trim() ? null : 'An article needs a title.') },
  })
  const life = useLife(id, article, form, onOpen)
  const dirty = form.isDirty()
  const live = article?.published_version ?? 0

  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [dirty])

  return (
    <div className="kn-editor">
      <a href={addressOf('knowledge')} className="kn-back">
        <IconArrowLeft size={16} aria-hidden /> All articles
      </a>
      <PageHead
        title={form.values.title || (article ? 'Untitled' : 'New article')}
        says={<Standing article={article} dirty={dirty} />}
      >
        <Steps article={article} dirty={dirty} life={life} />
      </PageHead>
      {article && life.wentLive === live && live > 0 && !dirty && (
        <Alert color="ok" icon={<IconCircleCheck size={18} />} title={`Live now: version ${live}`}>
          {article.audience === 'staff' ? (
            'Your colleagues find it at the desk from this moment on.'
          ) : (
            <>
              The bot answers from it from this moment on.{' '}
              <a href={`/help/${encodeURIComponent(article.id)}`} target="_blank" rel="noreferrer">
                See it in the help centre
              </a>
            </>
          )}
        </Alert>
      )}
      {article?.sent_back && <ReviewSaid said={article.sent_back} />}
      {article && (
        <nav className="kn-tabs" aria-label="This article">
          <a href={addressOf('knowledge', id)} aria-current={tab === '' ? 'page' : undefined}>
            Text
          </a>
          <a href={addressOf('knowledge', id, 'versions')} aria-current={tab === 'versions' ? 'page' : undefined}>
            Versions
          </a>
        </nav>
      )}
      {tab === 'versions' && article ? (
        <VersionsPage article={article} dirty={dirty} life={life} />
      ) : (
        <div className="kn-columns">
          <Fields form={form} />
          <div className="kn-side">
            <Preview answer={form.values.answer} body={form.values.body} />
            <GateCard article={article} unsaved={dirty} />
            <section className="ad-card">
              <h2>Try a question</h2>
              <TryQuestion here={id} />
            </section>
          </div>
        </div>
      )}
      <GateDialog stopped={life.stopped} onClose={life.letBe} />
      <NewerDialog id={id} life={life} />
    </div>
  )
}

function Standing({ article, dirty }: { article: Article | null; dirty: boolean }) {
  return (
    <span className="kn-standing">
      {article && <StatusTag article={article} />}
      {article && (
        <span>
          changed <Said at={article.updated_at} />
          {article.updated_by && ` by ${article.updated_by}`}
        </span>
      )}
      {article?.stage === 'in_review' && article.submitted_by && (
        <span>· given to review by {article.submitted_by}</span>
      )}
      {article?.overdue && <span className="ad-tag ad-tag-warn">Review overdue</span>}
      {dirty && <span className="ad-tag ad-tag-warn">Not saved yet</span>}
    </span>
  )
}
