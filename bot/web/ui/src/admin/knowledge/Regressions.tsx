/** Golden questions that a publication would change: before and after, side by side. */

import { IconBan, IconCircleCheck, IconHelpCircle, type TablerIcon } from '@tabler/icons-react'
import { share } from '../../staff/figures'
import type { GoldenChange, GoldenFound } from '../../staff/types'

const DECISIONS: Record<GoldenFound['decision'], { says: string; Icon: TablerIcon }> = {
  answer: { says: 'Answers with', Icon: IconCircleCheck },
  clarify: { says: 'Asks back, nearest', Icon: IconHelpCircle },
  abstain: { says: 'Gives no answer, nearest', Icon: IconBan },
}

/** What the bot does with a question: its decision, the best article and how likely that would be wrong. */
export function Outcome({ found }: { found: GoldenFound }) {
  const { says, Icon } = DECISIONS[found.decision]
  return (
    <span className="kn-outcome">
      <Icon size={16} aria-hidden />
      <span>
        {found.title ? (
          <>
            {says} <strong>{found.title}</strong>
          </>
        ) : (
          'Finds nothing'
        )}
        {found.risk !== null && found.title && <span className="st-soft"> · risk {share(found.risk)}</span>}
      </span>
    </span>
  )
}

export function Changes({ changes }: { changes: GoldenChange[] }) {
  return (
    <ol className="kn-changes">
      {changes.map((change) => (
        <li key={change.id}>
          <p className="kn-change-question">“{change.question}”</p>
          <dl>
            <div>
              <dt>Now</dt>
              <dd>
                <Outcome found={change.before} />
              </dd>
            </div>
            <div>
              <dt>After</dt>
              <dd>
                <Outcome found={change.after} />
              </dd>
            </div>
          </dl>
        </li>
      ))}
    </ol>
  )
}
