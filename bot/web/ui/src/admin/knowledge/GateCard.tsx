/** Beforehand: what publishing the saved draft would do to the golden questions. */

import { Skeleton } from '@mantine/core'
import { IconAlertTriangle, IconCircleCheck } from '@tabler/icons-react'
import { sentence } from '../../staff/api'
import { plural } from '../../staff/figures'
import { addressOf } from '../../staff/place'
import type { Article, GateResult } from '../../staff/types'
import { useGate } from './data'
import { Changes } from './Regressions'

export function GateCard({ article, unsaved }: { article: Article | null; unsaved: boolean }) {
  const waits = article !== null && (article.has_draft || article.status !== 'published')
  const { data, error } = useGate(article, waits && !unsaved)
  if (!waits && !unsaved) return null
  return (
    <section className="ad-card kn-gate-card" aria-labelledby="kn-gate">
      <h2 id="kn-gate">Golden questions</h2>
      <div aria-live="polite">
        {unsaved || !article ? (
          <p className="st-soft">Save the draft to see whether it would break any.</p>
        ) : error ? (
          <p className="st-soft">{sentence(error)}</p>
        ) : data ? (
          <Verdict gate={data} />
        ) : (
          <Skeleton height={20} />
        )}
      </div>
    </section>
  )
}

function Verdict({ gate }: { gate: GateResult }) {
  const { checked, regressions, mended } = gate
  if (checked === 0) {
    return (
      <p className="st-soft">
        None yet. <a href={addressOf('golden')}>Add the questions</a> that must stay right, and no publication breaks
        them unnoticed.
      </p>
    )
  }
  return (
    <>
      {regressions.length === 0 ? (
        <p className="kn-verdict kn-verdict-ok">
          <IconCircleCheck size={18} aria-hidden /> Nothing would break ({plural(checked, 'question')} checked).
        </p>
      ) : (
        <p className="kn-verdict kn-verdict-bad">
          <IconAlertTriangle size={18} aria-hidden /> {plural(regressions.length, 'question')} of {checked} would break.
        </p>
      )}
      <Changes changes={regressions} />
      {mended.length > 0 && (
        <>
          <p className="kn-verdict kn-verdict-ok">
            <IconCircleCheck size={18} aria-hidden /> {plural(mended.length, 'question')} would be right at last.
          </p>
          <Changes changes={mended} />
        </>
      )}
    </>
  )
}
