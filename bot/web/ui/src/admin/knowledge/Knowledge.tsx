/** The knowledge base: all articles, and one opened in the editor. */

import { Button, Drawer, SegmentedControl, Table, TextInput } from '@mantine/core'
import { useDebouncedValue, useDisclosure } from '@mantine/hooks'
import { IconBook2, IconFlask, IconPlus, IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { count, plural } from '../../staff/figures'
import { Said } from '../../staff/now'
import { addressOf } from '../../staff/place'
import { Empty, Failure, RowsLoading } from '../../staff/states'
import type { ArticleRow } from '../../staff/types'
import { PageHead } from '../PageHead'
import { Sideways } from '../Sideways'
import { NEW, useArticleRows } from './data'
import { Editor } from './Editor'
import { StatusTag } from './StatusTag'
import { TryQuestion } from './TryQuestion'

interface Props {
  id: string | null
  onOpen: (id: string | null) => void
}

export function Knowledge({ id, onOpen }: Props) {
  if (id) return <Editor key={id} id={id} onSaved={onOpen} />
  return <ArticleList onOpen={onOpen} />
}

const FILTERS = [
  { value: '', label: 'All' },
  { value: 'published', label: 'Published' },
  { value: 'draft', label: 'Drafts' },
  { value: 'archived', label: 'Archived' },
]

function ArticleList({ onOpen }: { onOpen: (id: string) => void }) {
  const [status, setStatus] = useState('')
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 180)
  const [trying, { open, close }] = useDisclosure(false)
  const { data, error, refetch } = useArticleRows(status || null, asked)
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
          <SegmentedControl size="xs" aria-label="Status" value={status} onChange={setStatus} data={FILTERS} />
          {data && <span className="st-soft kn-total">{plural(data.length, 'article')}</span>}
        </div>
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {!data && !error && <RowsLoading rows={8} height={36} />}
        {data?.length === 0 && <Nothing searching={asked !== '' || status !== ''} onNew={() => onOpen(NEW)} />}
        {data && data.length > 0 && <Rows articles={data} onOpen={onOpen} />}
      </section>
      <Drawer opened={trying} onClose={close} title="Try a question" size="md">
        <TryQuestion />
      </Drawer>
    </>
  )
}

function Nothing({ searching, onNew }: { searching: boolean; onNew: () => void }) {
  if (searching) return <Empty title="No article fits">Try other words or another status.</Empty>
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
              <Table.Td>{article.category || <span className="st-soft">None</span>}</Table.Td>
              <Table.Td>
                <StatusTag article={article} />
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
