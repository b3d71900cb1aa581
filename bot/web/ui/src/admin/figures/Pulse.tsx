/** Right now and at a glance: who is waiting, are visitors happy, what was counted and what was left out. */

import { UnstyledButton } from '@mantine/core'
import type { ReactNode } from 'react'
import { count, plural } from '../../staff/figures'
import { useNow } from '../../staff/now'
import { lasted, patience } from '../../staff/times'
import { Definition } from '../Definition'
import { spelledOut } from '../words'
import { Changed } from './Changed'
import { valueWords } from './changes'
import { useWaiting } from './data'
import type { Figure, Overview, Which } from './types'

type Open = (which: Which) => void

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

function Glance({ figure, title, onOpen, none }: { figure?: Figure; title: string; onOpen: Open; none: string }) {
  if (!figure || figure.value === null || figure.value === undefined) {
    return (
      <>
        <p className="ov-pulse-value">–</p>
        <p className="st-soft">{none}</p>
      </>
    )
  }
  return (
    <>
      <p className="ov-pulse-value">
        {valueWords(figure)} <Changed of={figure.key} change={figure.change} unit={figure.unit} />
      </p>
      <p className="st-soft">
        <UnstyledButton className="ov-link st-soft" onClick={() => onOpen({ title, figure: figure.key })}>
          of {count(figure.sample)}
          <span className="st-hidden">: open the episodes of {title}</span>
        </UnstyledButton>
        {figure.small && ', a small sample'}
      </p>
    </>
  )
}

function Tile({ title, definition, children }: { title: string; definition?: ReactNode; children: ReactNode }) {
  return (
    <div>
      <h2>
        {title}
        {definition && <Definition of={title.toLowerCase()}>{definition}</Definition>}
      </h2>
      {children}
    </div>
  )
}

export function Pulse({ overview, onOpen }: { overview: Overview; onOpen: Open }) {
  const { counts, figures } = overview
  const csat = figures.find(({ key }) => key === 'csat')
  const reply = figures.find(({ key }) => key === 'first_response_time')
  const leftOut = Object.entries(counts.left_out).filter(([, number]) => number > 0)
  return (
    <section className="ad-card ov-pulse" aria-label="Now and at a glance">
      <Tile title="Waiting now">
        <Waiting />
      </Tile>
      <Tile title="Visitors say" definition={csat?.definition}>
        <Glance figure={csat} title="Satisfaction" none="no answers yet" onOpen={onOpen} />
      </Tile>
      <Tile title="First reply by a person" definition={reply?.definition}>
        <Glance figure={reply} title="First reply by a person" none="nobody was asked for" onOpen={onOpen} />
      </Tile>
      <Tile title="Decided episodes">
        <p className="ov-pulse-value">{count(counts.decided)}</p>
        <p className="st-soft">{plural(counts.pending, 'is', 'are')} still pending</p>
      </Tile>
      <Tile
        title="Left out"
        definition="Counted apart, in none of the figures: test traffic, spam, greetings only, episodes an invitation started, the holdout."
      >
        <p className="ov-pulse-value">{count(leftOut.reduce((sum, [, number]) => sum + number, 0))}</p>
        <p className="st-soft">
          {leftOut.length > 0
            ? leftOut.map(([key, number], index) => (
                <span key={key}>
                  {index > 0 && ', '}
                  <UnstyledButton
                    className="ov-link st-soft"
                    onClick={() =>
                      onOpen({ title: `Left out: ${spelledOut(key).toLowerCase()}`, narrowed: { outcome: key } })
                    }
                  >
                    {count(number)} {spelledOut(key).toLowerCase()}
                  </UnstyledButton>
                </span>
              ))
            : 'nothing'}
        </p>
      </Tile>
    </section>
  )
}
