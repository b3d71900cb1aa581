/** The knowledge base: all articles, and one opened in the editor. */

import { Button, Checkbox, Drawer, Select, Table, TextInput } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconBook2, IconClockExclamation, IconFlask, IconPlus, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { count, plural } from '../../staff/figures'
import { Said } from '../../staff/now'
import { addressOf } from '../../staff/place'
import { Empty, Failure, RowsLoading } from '../../staff/states'
import type { ArticleRow } from '../../staff/types'
import { PageHead } from '../PageHead'
import { Sideways } from '../Sideways'
import { type ArticleFilter, NEW, useArticleRows } from './data'
import { Editor } from './Editor'
import { KnowledgeTabs } from './KnowledgeTabs'
import { StatusTag } from './StatusTag'
import { TryQuestion } from './TryQuestion'

type Open = (id: string | null, tab?: string) => void

interface Props {
  id: string | null
  tab: string
  onOpen: Open
}

export function Knowledge({ id, tab, onOpen }: Props) {
  if (id) return <Editor key={id} id={id} tab={tab} onOpen={onOpen} />
  return <ArticleList onOpen={onOpen} />
}

const STATUSES = [
  { value: 'published', label: 'Published' },
  { value: 'draft', label: 'Drafts' },
  { value: 'in_review', label: 'In review' },
  { value: 'archived', label: 'Archived' },
]

function ArticleList({ onOpen }: { onOpen: Open }) {
  const [filter, setFilter] = useState<ArticleFilter>({})
  const [text, setText] = useState('')
  const [q] = useDebouncedValue(text.trim(), 180)
  const [trying, { open, close }] = useDisclosure(false)
  const { data, error, refetch } = useArticleRows({ ...filter, q })
  const narrowed = q !== '' || Object.values(filter).some(Boolean)
  const choice = (name: 'status' | 'category' | 'owner') => ({
    size: 'sm' as const,
    clearable: true,
    value: filter[name] ?? null,
    onChange: (value: string | null) => setFilter({ ...filter, [name]: value ?? '' }),
  })
  return (
    <>
      <PageHead title="Knowledge" says="What the bot may answer from. A published article is live at once.">
        <Button variant="default" size="sm" leftSection={<IconFlask size={16} />} onClick={open}>
          Try a question
        </Button>
        <Button size="sm" leftSection={<IconPlus size={16} />} onClick={() => onOpen(NEW)}>
          New article
        </Button>
      </PageHead>
      <KnowledgeTabs here="knowledge" />
      <section className="ad-card kn-list">
        <div className="kn-filter">
          <TextInput
            size="sm"
            aria-label="Find an article"
            placeholder="Find an article"
            leftSection={<IconSearch size={16} />}
            value={text}
            onChange={(event) => setText(event.currentTarget.value)}
          />
          <Select aria-label="Status" placeholder="Any status" data={STATUSES} {...choice('status')} />
          <Select
            aria-label="Category"
            placeholder="Any category"
            searchable
            data={data?.categories ?? []}
            {...choice('category')}
          />
          {data && data.owners.length > 0 && (
            <Select aria-label="Owner" placeholder="Any owner" searchable data={data.owners} {...choice('owner')} />
          )}
          <Checkbox
            size="sm"
            label="Review overdue"
            checked={filter.overdue ?? false}
            onChange={(event) => setFilter({ ...filter, overdue: event.currentTarget.checked })}
          />
          {data && (
            <span className="st-soft kn-total" role="status">
              {data.total > data.articles.length
                ? `${count(data.articles.length)} of ${plural(data.total, 'article')}`
                : plural(data.total, 'article')}
            </span>
          )}
        </div>
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {!data && !error && <RowsLoading rows={8} height={36} />}
        {data?.articles.length === 0 && <Nothing filter={filter} narrowed={narrowed} onNew={() => onOpen(NEW)} />}
        {data && data.articles.length > 0 && <Rows articles={data.articles} onOpen={onOpen} />}
      </section>
      <Drawer opened={trying} onClose={close} title="Try a question" size="md">
        <TryQuestion />
      </Drawer>
    </>
  )
}

interface NothingProps {
  filter: ArticleFilter
  narrowed: boolean
  onNew: () => void
}

function Nothing({ filter, narrowed, onNew }: NothingProps) {
  if (filter.overdue) return <Empty title="No review is overdue">Everything was read again in time.</Empty>
  if (narrowed) return <Empty title="No article fits">Try other words or fewer filters.</Empty>
  return (
    <Empty
      icon={IconBook2}
      title="The knowledge base is empty"
      action={
        <Button size="sm" onClick={onNew}>
          Write the first article
        </Button>
      }
    >
      The bot answers only from published articles. Start with what visitors ask most: shipping, returns, payment.
    </Empty>
  )
}

function Rows({ articles, onOpen }: { articles: ArticleRow[]; onOpen: (id: string) => void }) {
  return (
    <Sideways label="Table of articles">
      <Table highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Title</Table.Th>
            <Table.Th>Category</Table.Th>
            <Table.Th>Status</Table.Th>
            <Table.Th>Owner</Table.Th>
            <Table.Th>Review by</Table.Th>
            <Table.Th className="st-number">Ways to ask</Table.Th>
            <Table.Th className="st-number">Changed</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {articles.map((article) => (
            <Table.Tr key={article.id} className="kn-row" onClick={() => onOpen(article.id)}>
              <Table.Td className="kn-title">
                <a href={addressOf('knowledge', article.id)} onClick={(event) => event.stopPropagation()}>
                  {article.title || 'Untitled'}
                </a>
              </Table.Td>
              <Table.Td>{article.category || <None />}</Table.Td>
              <Table.Td>
                <StatusTag article={article} />
              </Table.Td>
              <Table.Td className="kn-owner">{article.owner || <None />}</Table.Td>
              <Table.Td>
                <ReviewBy article={article} />
              </Table.Td>
              <Table.Td className="st-number">{count(article.variants)}</Table.Td>
              <Table.Td className="st-number">
                <Said at={article.updated_at} className="st-soft" />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Sideways>
  )
}

function None() {
  return (
    <span className="st-soft" role="img" aria-label="None">
      –
    </span>
  )
}

function ReviewBy({ article: { review_by, overdue } }: { article: ArticleRow }) {
  if (!review_by) return <None />
  const day = new Date(`${review_by}T00:00:00`).toLocaleDateString(undefined, { dateStyle: 'medium' })
  if (!overdue) return <span className="kn-day">{day}</span>
  return (
    <span className="ad-tag ad-tag-warn">
      <IconClockExclamation size={14} aria-hidden /> <span className="st-hidden">Overdue: </span>
      {day}
    </span>
  )
}
