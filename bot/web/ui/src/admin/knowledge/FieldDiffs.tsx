/** What changed between two versions, field by field and line by line. */

import type { FieldDiff } from '../../staff/types'
import { folded } from './folding'

const NAMES: Record<string, string> = {
  title: 'Title',
  answer: 'Short answer',
  body: 'Article',
  variants: 'Ways to ask',
  category: 'Category',
  tags: 'Tags',
  audience: 'For whom',
  department: 'Department',
  locale: 'Language',
  owner: 'Owner',
  review_by: 'Review by',
  answer_risk: 'Own bound on wrong answers',
}

const SIGNS = { added: '+', removed: '−', same: '' }
const WORDS = { added: 'Added: ', removed: 'Removed: ', same: '' }

export function FieldDiffs({ changes }: { changes: FieldDiff[] }) {
  return (
    <div className="kn-diffs">
      {changes.map(({ field, lines }) => (
        <section key={field}>
          <h2>{NAMES[field] ?? field}</h2>
          <div className="kn-diff">
            {folded(lines).map((piece) =>
              piece.line === null ? (
                <p key={piece.key} className="kn-fold">
                  {piece.hidden} unchanged lines
                </p>
              ) : (
                <p key={piece.key} className="kn-line" data-change={piece.line.change}>
                  <span aria-hidden className="kn-sign">
                    {SIGNS[piece.line.change]}
                  </span>
                  <span>
                    <span className="st-hidden">{WORDS[piece.line.change]}</span>
                    {piece.line.text || '\u00a0'}
                  </span>
                </p>
              ),
            )}
          </div>
        </section>
      ))}
    </div>
  )
}
