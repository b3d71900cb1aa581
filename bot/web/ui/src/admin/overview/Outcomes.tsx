/** How the episodes ended: one labelled bar and its legend, each part opening the episodes behind it. */

import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { count, interval, isSmall, wholePercents } from '../../staff/figures'
import { OUTCOMES, OutcomeTag } from '../../staff/levels'
import type { Outcome, Report } from '../../staff/types'
import type { Which } from './data'

const ORDER: Outcome[] = ['confirmed', 'assumed', 'handed_off', 'negative', 'abandoned']

interface Part {
  outcome: Outcome
  count: number
  percent: number
  interval: [number, number] | null
}

/** The decided outcomes in a fixed order, with whole percentages that add to 100. */
export function partsOf(report: Pick<Report, 'outcomes'>): Part[] {
  const found = ORDER.map((outcome) => report.outcomes.find((each) => each.outcome === outcome))
  const percents = wholePercents(found.map((each) => each?.count ?? 0))
  return ORDER.map((outcome, index) => ({
    outcome,
    count: found[index]?.count ?? 0,
    percent: percents[index] ?? 0,
    interval: found[index]?.interval ?? null,
  }))
}

export function Outcomes({ report, onOpen }: { report: Report; onOpen: (which: Which) => void }) {
  const parts = partsOf(report)
  const pending = report.episodes.pending
  const { decided } = report.episodes
  return (
    <section className="ad-card" aria-labelledby="ov-outcomes">
      <h2 id="ov-outcomes">How episodes ended</h2>
      <p className="st-soft">
        {count(decided)} decided{isSmall(decided) && ', a small sample: shares still swing'}. Choose one to see its
        episodes.
      </p>
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
      <div className="ov-outcomes">
        <ul className="ov-legend">
          {parts.map((part) => (
            <li key={part.outcome}>
              <OpenRow
                outcome={part.outcome}
                figures={[count(part.count), decided > 0 ? `${part.percent} %` : '–']}
                range={interval(part.interval)}
                onOpen={() => onOpen({ title: OUTCOMES[part.outcome].title, outcome: part.outcome })}
              />
            </li>
          ))}
          {pending > 0 && (
            <li>
              <OpenRow
                outcome="pending"
                figures={[count(pending), '']}
                range="in no share"
                onOpen={() => onOpen({ title: OUTCOMES.pending.title, outcome: 'pending' })}
              />
            </li>
          )}
        </ul>
        {report.abandoned_causes.length > 0 && (
          <div className="ov-causes">
            <h3>Why episodes were abandoned</h3>
            <ul>
              {report.abandoned_causes.map(({ cause, title, count: number }) => (
                <li key={cause}>
                  <UnstyledButton
                    className="ov-cause"
                    onClick={() => onOpen({ title: `Abandoned: ${title.toLowerCase()}`, outcome: 'abandoned', cause })}
                  >
                    <span>{title}</span>
                    <span className="st-number">{count(number)}</span>
                  </UnstyledButton>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </section>
  )
}

interface OpenRowProps {
  outcome: Outcome
  figures: [string, string]
  range: string
  onOpen: () => void
}

function OpenRow({ outcome, figures, range, onOpen }: OpenRowProps) {
  return (
    <UnstyledButton className="ov-outcome-row" onClick={onOpen}>
      <OutcomeTag outcome={outcome} />
      <span className="ov-outcome-says">{OUTCOMES[outcome].says}</span>
      <span className="st-number">{figures[0]}</span>
      <strong className="st-number">{figures[1]}</strong>
      <span className="st-number st-soft">{range}</span>
      <IconChevronRight size={16} aria-hidden />
    </UnstyledButton>
  )
}
