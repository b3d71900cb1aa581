/** How the episodes ended: one labelled bar and its legend, each part opening the episodes behind it. */

import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { count, interval, isSmall } from '../../staff/figures'
import { OUTCOMES, OutcomeTag } from '../../staff/levels'
import type { Outcome } from '../../staff/types'
import { spelledOut } from '../words'
import { Changed } from './Changed'
import { type Part, partsOf } from './parts'
import type { Overview, Which } from './types'

export function Outcomes({ overview, onOpen }: { overview: Overview; onOpen: (which: Which) => void }) {
  const parts = partsOf(overview.outcomes)
  const { decided, pending } = overview.counts
  const open = (outcome: Outcome) => onOpen({ title: OUTCOMES[outcome].title, narrowed: { outcome } })
  return (
    <section className="ad-card" aria-labelledby="fg-outcomes">
      <h2 id="fg-outcomes">How episodes ended</h2>
      <p className="st-soft">
        {count(decided)} decided{isSmall(decided) && ', a small sample: shares still swing'}. Choose one to see its
        episodes.
      </p>
      <OutcomeBar parts={parts} />
      <div className="ov-outcomes">
        <ul className="ov-legend">
          {parts.map((part) => (
            <li key={part.outcome}>
              <OpenRow part={part} decided={decided} onOpen={() => open(part.outcome)} />
            </li>
          ))}
          {pending > 0 && (
            <li>
              <OpenRow
                part={{ outcome: 'pending', count: pending, percent: 0, interval: null, change: null }}
                decided={0}
                onOpen={() => open('pending')}
              />
            </li>
          )}
        </ul>
        <Causes causes={overview.causes} onOpen={onOpen} />
      </div>
    </section>
  )
}

/** The shares as one bar; their words and numbers stand in the list beside it. */
export function OutcomeBar({ parts }: { parts: Part[] }) {
  return (
    <div className="ov-bar" aria-hidden="true">
      {parts
        .filter((part) => part.count > 0)
        .map((part) => (
          <span
            key={part.outcome}
            className={`st-outcome-${part.outcome}`}
            style={{ flexGrow: part.count }}
            data-thin={part.percent < 10 || undefined}
          >
            <i />
            {part.percent >= 4 && `${part.percent} %`}
            {part.percent >= 12 && ` ${OUTCOMES[part.outcome].title.toLowerCase()}`}
          </span>
        ))}
    </div>
  )
}

function Causes({ causes, onOpen }: { causes: Overview['causes']; onOpen: (which: Which) => void }) {
  if (causes.length === 0) return null
  const byCause = new Map<string, { title: string; count: number; steps: Overview['causes'] }>()
  for (const row of causes) {
    const one = byCause.get(row.cause) ?? { title: row.title, count: 0, steps: [] }
    one.count += row.count
    if (row.flow) one.steps.push(row)
    byCause.set(row.cause, one)
  }
  const sorted = [...byCause].sort(([, a], [, b]) => b.count - a.count)
  return (
    <div className="ov-causes">
      <h3>Why episodes were abandoned</h3>
      <ul>
        {sorted.map(([cause, { title, count: number, steps }]) => (
          <li key={cause}>
            <UnstyledButton
              className="ov-cause"
              onClick={() =>
                onOpen({ title: `Abandoned: ${title.toLowerCase()}`, narrowed: { outcome: 'abandoned', cause } })
              }
            >
              <span>{title}</span>
              <span className="st-number">{count(number)}</span>
            </UnstyledButton>
            {steps.length > 0 && (
              <p className="st-soft fg-steps">
                {steps
                  .slice(0, 4)
                  .map(
                    ({ flow, step, count: times }) =>
                      `${spelledOut(flow ?? '')}${step ? ` at ${spelledOut(step).toLowerCase()}` : ''} ${count(times)}`,
                  )
                  .join(', ')}
              </p>
            )}
          </li>
        ))}
      </ul>
    </div>
  )
}

function OpenRow({ part, decided, onOpen }: { part: Part; decided: number; onOpen: () => void }) {
  const pending = part.outcome === 'pending'
  return (
    <div className="fg-outcome-row">
      <UnstyledButton className="ov-outcome-row" onClick={onOpen}>
        <OutcomeTag outcome={part.outcome} />
        <span className="ov-outcome-says">{OUTCOMES[part.outcome].says}</span>
        <span className="st-number">{count(part.count)}</span>
        <strong className="st-number">{decided > 0 ? `${part.percent} %` : pending ? '' : '–'}</strong>
        <span className="st-number st-soft">{pending ? 'in no share' : interval(part.interval)}</span>
        <IconChevronRight size={16} aria-hidden />
      </UnstyledButton>
      <span className="fg-outcome-change">
        <Changed of={part.outcome} change={part.change} unit="share" />
      </span>
    </div>
  )
}
