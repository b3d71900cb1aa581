/** Ctrl+K: find an article and put its answer into the reply. */

import { Button, Modal, TextInput } from '@mantine/core'
import { useDebouncedValue, useHotkeys } from '@mantine/hooks'
import { IconArrowLeft, IconLock, IconSearch } from '@tabler/icons-react'
import { type KeyboardEvent, useState } from 'react'
import { Prose } from '../../staff/Prose'
import { Empty, Failure, RowsLoading } from '../../staff/states'
import type { ArticleHit, PacketArticle } from '../../staff/types'
import { useArticlePage, useArticles } from '../data'
import { plainWords } from '../plain'

interface Props {
  opened: boolean
  candidates: PacketArticle[]
  onClose: () => void
  onPick: (hit: ArticleHit, withLink: boolean) => void
}

export function ArticleSearch({ opened, candidates, onClose, onPick }: Props) {
  useHotkeys([['mod+k', (event) => event.preventDefault()]], [])
  return (
    <Modal opened={opened} onClose={onClose} title="Insert an article" size="lg" yOffset="10vh" centered={false}>
      <Finder candidates={candidates} onPick={onPick} />
    </Modal>
  )
}

function Finder({ candidates, onPick }: Pick<Props, 'candidates' | 'onPick'>) {
  const [text, setText] = useState('')
  const [asked] = useDebouncedValue(text.trim(), 180)
  const [picked, setPicked] = useState(0)
  const [reading, setReading] = useState<ArticleHit | null>(null)
  const suggestion = candidates[0]?.title ?? ''
  const { data, error, isFetching, refetch } = useArticles(asked || suggestion)
  const hits = data ?? []
  const chosen = Math.min(picked, hits.length - 1)

  /** What only staff may read is not put into a reply to a visitor. */
  function pick(hit: ArticleHit, withLink: boolean) {
    if (hit.url) onPick(hit, withLink)
    else setReading(hit)
  }

  function onKeyDown(event: KeyboardEvent) {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    const hit = hits[chosen]
    if (step && hits.length > 0) setPicked((chosen + step + hits.length) % hits.length)
    else if (event.key === 'Enter' && hit) pick(hit, event.shiftKey)
    else return
    event.preventDefault()
  }

  if (reading) return <StaffArticle hit={reading} onBack={() => setReading(null)} />
  return (
    <div className="dk-finder">
      <TextInput
        data-autofocus
        size="md"
        leftSection={<IconSearch size={18} />}
        placeholder="Ask as the visitor would"
        aria-label="Find an article"
        value={text}
        onChange={(event) => {
          setText(event.currentTarget.value)
          setPicked(0)
        }}
        onKeyDown={onKeyDown}
      />
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !data && isFetching && <RowsLoading rows={3} height={60} />}
      {!error && hits.length > 0 && (
        <ul className="dk-finder-hits">
          {hits.map((hit, index) => (
            <li key={hit.article_id}>
              <button
                type="button"
                className="dk-finder-hit"
                data-chosen={index === chosen || undefined}
                onClick={(event) => pick(hit, event.shiftKey)}
                onMouseMove={() => setPicked(index)}
              >
                <strong>
                  {hit.title}
                  {!hit.url && (
                    <span className="dk-staff-only">
                      <IconLock size={12} aria-hidden /> Staff only
                    </span>
                  )}
                </strong>
                <span>{plainWords(hit.answer)}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
      {!error && data?.length === 0 && (
        <Empty title="No article answers that">Try other words, or write it yourself.</Empty>
      )}
      <p className="st-soft">
        <kbd>Enter</kbd> inserts the answer, <kbd>Shift</kbd> <kbd>Enter</kbd> with a link to the article.
      </p>
    </div>
  )
}

function StaffArticle({ hit, onBack }: { hit: ArticleHit; onBack: () => void }) {
  const { data, error, refetch } = useArticlePage(hit.article_id)
  return (
    <div className="dk-finder">
      <div>
        <Button
          size="compact-sm"
          variant="subtle"
          leftSection={<IconArrowLeft size={14} />}
          onClick={onBack}
          data-autofocus
        >
          All results
        </Button>
      </div>
      <h3>{hit.title}</h3>
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!error && !data && <RowsLoading rows={2} height={40} />}
      {data && <Prose html={data.html} className="dk-staff-article" />}
      <p className="st-soft">Only staff read this; it is not put into the reply.</p>
    </div>
  )
}
