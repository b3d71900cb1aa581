import type { ReasonLine } from '../../staff/types'

/** What is particular about a reason: archived, added or changed here, always for a person. */
export function ReasonTags({ reason }: { reason: ReasonLine }) {
  return (
    <>
      {reason.archived && <span className="ad-tag ad-tag-warn">Archived</span>}
      {reason.origin === 'added' && <span className="ad-tag ad-tag-info">Added here</span>}
      {reason.origin === 'shipped' && reason.edited && <span className="ad-tag ad-tag-info">Changed here</span>}
      {reason.always_person && <span className="ad-tag">Always a person</span>}
    </>
  )
}
