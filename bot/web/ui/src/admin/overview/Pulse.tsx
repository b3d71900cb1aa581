/** Right now and at a glance: who is waiting, are visitors happy, what was counted and what was left out. */

import { UnstyledButton } from '@mantine/core'
import { count, isSmall, plural } from '../../staff/figures'
import { useNow } from '../../staff/now'
import { lasted, patience } from '../../staff/times'
import type { Report } from '../../staff/types'
import { Definition } from '../Definition'
import { useWaiting, type Which } from './data'
import { spelledOut } from './words'

function Waiting() {
  const { data } = useWaiting()
  const now = useNow()
  if (!data) return <p className="ov-pulse-value">–</p>
  const waits = data.items.flatMap(({ waiting_since }) =>
    waiting_since ? [(now.getTime() - new Date(waiting_since).getTime()) / 1000] : [],
  )
  const longest = waits.length > 0 ? Math.max(...waits) : null
  return (
    <>
      <p className="ov-pulse-value">{count(data.items.length)}</p>
      <p className="st-soft">
        {longest !== null ? (
          <span className={`st-wait st-wait-${patience(longest)}`}>longest {lasted(longest)}</span>
        ) : data.desk_open ? (
          'nobody has to wait'
        ) : (
          'nobody is on duty'
        )}
        {data.tickets_open > 0 && <> · {plural(data.tickets_open, 'open ticket')}</>}
      </p>
    </>
  )
}

function Satisfaction({ report }: { report: Report }) {
  const csat = report.indicators.find(({ key }) => key === 'csat')
  const answers = csat?.sample ?? 0
  if (!csat || csat.value === null) {
    return (
      <>
        <p className="ov-pulse-value">–</p>
        <p className="st-soft">no answers yet</p>
      </>
    )
  }
  return (
    <>
      <p className="ov-pulse-value">
        {csat.value.toFixed(1)} <small>of 5</small>
      </p>
      <p className="st-soft">
        {plural(answers, 'answer')}
        {isSmall(answers) && ', a small sample'}
      </p>
    </>
  )
}

export function Pulse({ report, onOpen }: { report: Report; onOpen: (which: Which) => void }) {
  const { episodes } = report
  const leftOut = Object.entries(episodes.left_out).filter(([, number]) => number > 0)
  const leftOutTotal = leftOut.reduce((sum, [, number]) => sum + number, 0)
  return (
    <section className="ad-card ov-pulse" aria-label="Now and at a glance">
      <div>
        <h2>Waiting now</h2>
        <Waiting />
      </div>
      <div>
        <h2>Visitors say</h2>
        <Satisfaction report={report} />
      </div>
      <div>
        <h2>Decided episodes</h2>
        <p className="ov-pulse-value">{count(episodes.decided)}</p>
        <p className="st-soft">{plural(episodes.pending, 'is', 'are')} still pending</p>
      </div>
      <div>
        <h2>
          Left out
          <Definition of="left out">
            Counted apart, in none of the figures: test traffic, spam, greetings only, episodes an invitation started,
            the holdout.
          </Definition>
        </h2>
        <p className="ov-pulse-value">{count(leftOutTotal)}</p>
        <p className="st-soft">
          {leftOut.length > 0
            ? leftOut.map(([key, number], index) => (
                <span key={key}>
                  {index > 0 && ', '}
                  <UnstyledButton
                    className="ov-link st-soft"
                    onClick={() => onOpen({ title: `Left out: ${spelledOut(key).toLowerCase()}`, outcome: key })}
                  >
                    {count(number)} {spelledOut(key).toLowerCase()}
                  </UnstyledButton>
                </span>
              ))
            : 'nothing'}
        </p>
      </div>
    </section>
  )
}
