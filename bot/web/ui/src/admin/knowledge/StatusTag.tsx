import { IconArchive, IconArrowBackUp, IconCircleCheck, IconEye, IconLock, IconPencil } from '@tabler/icons-react'
import type { Article, ArticleRow } from '../../staff/types'

type Standing = Pick<ArticleRow | Article, 'status' | 'stage' | 'has_draft' | 'audience'> & {
  published_version?: number | null
  /** In the list only whether a review sent it back, in the editor what it said. */
  sent_back: ArticleRow['sent_back'] | Article['sent_back']
}

/** What visitors get of an article, and whether something newer waits to be read or published. */
export function StatusTag({ article }: { article: Standing }) {
  const { status, stage, has_draft, audience, published_version } = article
  const live = status === 'published'
  return (
    <span className="kn-tags">
      {status === 'archived' && (
        <span className="ad-tag">
          <IconArchive size={14} aria-hidden /> Archived
        </span>
      )}
      {live && (
        <span className="ad-tag ad-tag-ok">
          <IconCircleCheck size={14} aria-hidden /> Live{published_version ? `, version ${published_version}` : ''}
        </span>
      )}
      {stage === 'in_review' && (
        <span className="ad-tag ad-tag-info">
          <IconEye size={14} aria-hidden /> In review
        </span>
      )}
      {stage === 'draft' && (!live || has_draft) && (
        <span className="ad-tag ad-tag-warn">
          <IconPencil size={14} aria-hidden /> {live ? 'Newer draft' : 'Draft'}
        </span>
      )}
      {article.sent_back && (
        <span className="ad-tag ad-tag-warn">
          <IconArrowBackUp size={14} aria-hidden /> Sent back
        </span>
      )}
      {audience === 'staff' && (
        <span className="ad-tag">
          <IconLock size={14} aria-hidden /> Staff only
        </span>
      )}
    </span>
  )
}
