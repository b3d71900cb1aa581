import { IconArchive, IconCircleCheck, IconPencil } from '@tabler/icons-react'
import type { Article, ArticleRow } from '../../staff/types'

type Standing = Pick<ArticleRow | Article, 'status' | 'version' | 'has_draft'>

/** What visitors get of an article, and whether something newer waits to be published. */
export function StatusTag({ article }: { article: Standing }) {
  const { status, version, has_draft } = article
  if (status === 'archived') {
    return (
      <span className="ad-tag">
        <IconArchive size={14} aria-hidden /> Archived
      </span>
    )
  }
  const live = status === 'published'
  return (
    <span className="kn-tags">
      {live && (
        <span className="ad-tag ad-tag-ok">
          <IconCircleCheck size={14} aria-hidden /> Live{version ? `, version ${version}` : ''}
        </span>
      )}
      {(!live || has_draft) && (
        <span className="ad-tag ad-tag-warn">
          <IconPencil size={14} aria-hidden /> {live ? 'Newer draft' : 'Draft'}
        </span>
      )}
    </span>
  )
}
