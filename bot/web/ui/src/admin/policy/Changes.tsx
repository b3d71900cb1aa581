/** What one policy does otherwise than another, line by line. */

import { IconArrowRight } from '@tabler/icons-react'
import type { Difference } from './draft'

export function Changes({ changes, none }: { changes: Difference[]; none: string }) {
  if (changes.length === 0) return <p className="st-soft">{none}</p>
  return (
    <ul className="po-changes">
      {changes.map(({ key, what, was, now }) => (
        <li key={key}>
          <span className="po-change-what">{what}</span>
          <span className="po-change-how">
            <del>{was}</del>
            <IconArrowRight size={14} aria-label="becomes" />
            <ins>{now}</ins>
          </span>
        </li>
      ))}
    </ul>
  )
}
