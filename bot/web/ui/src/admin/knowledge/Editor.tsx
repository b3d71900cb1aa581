/** One article: the draft on the left, what it becomes on the right, and what visitors get now on top. */

import { Alert, Autocomplete, Button, TagsInput, Textarea, TextInput } from '@mantine/core'
import { type UseFormReturnType, useForm } from '@mantine/form'
import { IconArrowLeft, IconCircleCheck } from '@tabler/icons-react'
import { useEffect, useState } from 'react'
import { Problem, sentence } from '../../staff/api'
import { tell, tellFailure } from '../../staff/notices'
import { Said } from '../../staff/now'
import { addressOf } from '../../staff/place'
import { Failure, RowsLoading } from '../../staff/states'
import type { Article, ArticleDraft } from '../../staff/types'
import { PageHead } from '../PageHead'
import { ArticleMenu } from './ArticleMenu'
import { NEW, useArticle, useArticleRows, useArticleStep, useSaveDraft } from './data'
import { Preview } from './Preview'
import { StatusTag } from './StatusTag'
import { TryQuestion } from './TryQuestion'
import { Variants } from './Variants'
import { tidied } from './variants'

const EMPTY: ArticleDraft = { title: '', answer: '', body: '', variants: [], tags: [], category: '' }

function draftOf(article: Article): ArticleDraft {
  const { title, answer, body, variants, tags, category } = article
  return { title, answer, body, variants, tags, category: category ?? '' }
}

export function Editor({ id, onSaved }: { id: string; onSaved: (id: string | null) => void }) {
  const { data, error, refetch } = useArticle(id)
  if (id !== NEW && error && !data) return <Failure error={error} onRetry={() => void refetch()} />
  if (id !== NEW && !data) return <RowsLoading rows={6} height={56} />
  return <Loaded id={id} article={data ?? null} onSaved={onSaved} />
}

interface LoadedProps {
  id: string
  article: Article | null
  onSaved: (id: string | null) => void
}

function Loaded({ id, article, onSaved }: LoadedProps) {
  const form: UseFormReturnType<ArticleDraft> = useForm<ArticleDraft>({
    initialValues: article ? draftOf(article) : EMPTY,
    validate: { title: (title) => (title.trim() ? null : 'An article needs a title.') },
  })
  const save = useSaveDraft(id)
  const publish = useArticleStep('publish')
  const archive = useArticleStep('archive')
  const [live, setLive] = useState(false)
  const dirty = form.isDirty()
  const busy = save.isPending || publish.isPending || archive.isPending

  useEffect(() => {
    if (!dirty) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    window.addEventListener('beforeunload', warn)
    return () => window.removeEventListener('beforeunload', warn)
  }, [dirty])

  async function saved(values: ArticleDraft): Promise<Article | null> {
    const draft = { ...values, title: values.title.trim(), variants: tidied(values.variants) }
    try {
      const kept = await save.mutateAsync(draft)
      form.setValues(draft)
      form.resetDirty(draft)
      return kept
    } catch (error) {
      if (error instanceof Problem && error.field && error.field in EMPTY)
        form.setFieldError(error.field, sentence(error))
      else tellFailure(error)
      return null
    }
  }

  const keep = form.onSubmit(async (values) => {
    setLive(false)
    const kept = await saved(values)
    if (!kept) return
    tell('Draft saved. Visitors do not see it yet.')
    if (id === NEW) onSaved(kept.id)
  })

  const goLive = form.onSubmit(async (values) => {
    const kept = dirty || !article ? await saved(values) : article
    if (!kept) return
    try {
      await publish.mutateAsync(kept.id)
      setLive(true)
      if (id === NEW) {
        tell(`“${kept.title}” is live.`)
        onSaved(kept.id)
      }
    } catch (error) {
      tellFailure(error)
    }
  })

  const hasNews = dirty || article === null || article.has_draft || article.status !== 'published'
  return (
    <div className="kn-editor">
      <a href={addressOf('knowledge')} className="kn-back">
        <IconArrowLeft size={16} aria-hidden /> All articles
      </a>
      <PageHead
        title={form.values.title || (article ? 'Untitled' : 'New article')}
        says={
          <span className="kn-standing">
            {article && <StatusTag article={article} />}
            {article && (
              <span>
                changed <Said at={article.updated_at} />
                {article.updated_by && ` by ${article.updated_by}`}
              </span>
            )}
            {dirty && <span className="ad-tag ad-tag-warn">Not saved yet</span>}
          </span>
        }
      >
        {article && (
          <ArticleMenu
            article={article}
            onArchive={() => archive.mutate(article.id, { onSuccess: () => onSaved(null), onError: tellFailure })}
          />
        )}
        <Button
          variant="default"
          size="sm"
          onClick={() => keep()}
          loading={save.isPending}
          disabled={(busy || !dirty) && article !== null}
        >
          Save draft
        </Button>
        <Button size="sm" loading={publish.isPending} disabled={busy || !hasNews} onClick={() => goLive()}>
          Publish
        </Button>
      </PageHead>
      {live && article && !dirty && (
        <Alert
          color="ok"
          icon={<IconCircleCheck size={18} />}
          title={`Live now${article.version ? `: version ${article.version}` : ''}`}
        >
          The bot answers from it from this moment on.{' '}
          <a href={`/help/${encodeURIComponent(article.id)}`} target="_blank" rel="noreferrer">
            See it in the help centre
          </a>
        </Alert>
      )}
      <div className="kn-columns">
        <Fields form={form} />
        <div className="kn-side">
          <Preview answer={form.values.answer} body={form.values.body} />
          <section className="ad-card">
            <h2>Try a question</h2>
            <TryQuestion here={id} />
          </section>
        </div>
      </div>
    </div>
  )
}

function Fields({ form }: { form: UseFormReturnType<ArticleDraft> }) {
  const all = useArticleRows(null, '')
  const categories = [
    ...new Set((all.data ?? []).map(({ category }) => category).filter((each) => each !== null && each !== '')),
  ]
  return (
    <section className="ad-card kn-fields" aria-label="The article">
      <TextInput label="Title" maxLength={300} {...form.getInputProps('title')} />
      <Textarea
        label="Short answer"
        description="What the bot says in the chat: two or three sentences. Left empty, it is the first paragraph."
        autosize
        minRows={2}
        maxRows={8}
        maxLength={2000}
        {...form.getInputProps('answer')}
      />
      <Textarea
        label="Article"
        description="Everything about it, in Markdown, for the help centre."
        autosize
        minRows={8}
        maxRows={28}
        className="kn-body"
        {...form.getInputProps('body')}
      />
      <Variants value={form.values.variants} onChange={(variants) => form.setFieldValue('variants', variants)} />
      <div className="kn-pair">
        <Autocomplete
          label="Category"
          data={categories as string[]}
          maxLength={200}
          {...form.getInputProps('category')}
        />
        <TagsInput
          label="Tags"
          placeholder={form.values.tags.length ? '' : 'Type and press Enter'}
          {...form.getInputProps('tags')}
        />
      </div>
    </section>
  )
}
