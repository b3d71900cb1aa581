/** What happened beside what would have: figures that open to their episodes, and what they rest on. */

import { UnstyledButton, VisuallyHidden } from '@mantine/core'
import { useState } from 'react'
import { count, inUnit as inAnyUnit, plural } from '../../../staff/figures'
import { Definition } from '../../Definition'
import type { Question } from './data'
import { type Opened, ReplayEpisodes } from './ReplayEpisodes'
import type { Replay, ReplayFigure } from './types'
import { between, changes, inUnit } from './words'

export function ReplayResult({ replay, asked }: { replay: Replay; asked: Question }) {
  const [opened, setOpened] = useState<Opened | null>(null)
  const { episodes, decisions } = replay
  return (
    <>
      <p className="re-asked">
        {asked.title}, the last {asked.days} days{asked.agents !== null && `, ${plural(asked.agents, 'agent')} on duty`}
      </p>
      <p className="re-headline">{replay.headline}</p>
      <p className="st-soft">
        {plural(decisions.made_again, 'decision')} of {plural(episodes.replayable, 'episode')} made again,{' '}
        {count(decisions.elsewhere)} went elsewhere; {count(episodes.differing)} episodes could have ended otherwise.
      </p>
      <table className="re-table">
        <caption className="re-caption">What happened, and what this policy would have made of it</caption>
        <thead>
          <tr>
            <th scope="col">Figure</th>
            <th scope="col" className="st-number">
              What happened
            </th>
            <th scope="col" className="st-number">
              With this policy
            </th>
            <th scope="col">Difference</th>
          </tr>
        </thead>
        <tbody>
          {replay.figures.map((figure) => (
            <Row key={figure.key} figure={figure} onOpen={(which) => setOpened({ figure, which })} />
          ))}
        </tbody>
      </table>
      <details className="re-rests">
        <summary>What this rests on</summary>
        <h3>Measured on record</h3>
        <table className="ad-plain-table">
          <tbody>
            {replay.measured.map((one) => (
              <tr key={one.name}>
                <th scope="row">{one.name}</th>
                <td className="st-number">{inAnyUnit(one.value, one.unit)}</td>
                <td className="st-number st-soft">{one.unit !== 'count' && `of ${count(one.sample)}`}</td>
              </tr>
            ))}
          </tbody>
        </table>
        <h3>Assumed</h3>
        <ul>
          {replay.assumptions.map((each) => (
            <li key={each}>{each}</li>
          ))}
        </ul>
        <p className="st-soft">
          {plural(replay.runs, 'run')} of the simulation, each with other luck. Ranges hold the middle 95 % of them.
        </p>
      </details>
      <ReplayEpisodes replay={replay} opened={opened} onClose={() => setOpened(null)} />
    </>
  )
}

function Row({ figure, onOpen }: { figure: ReplayFigure; onOpen: (which: Opened['which']) => void }) {
  const { happened, replayed, unit } = figure
  return (
    <tr>
      <th scope="row">
        {figure.title}
        <Definition of={figure.title}>{figure.definition}</Definition>
      </th>
      <td className="st-number" data-label="What happened">
        <Value figure={figure} text={inUnit(happened, unit)} which="happened" onOpen={onOpen} />
        {figure.simulated && <small>{inUnit(figure.simulated.value, unit)} simulated</small>}
      </td>
      <td className="st-number" data-label="With this policy">
        <Value figure={figure} text={inUnit(replayed?.value ?? null, unit)} which="replayed" onOpen={onOpen} />
        <small>{between(replayed, unit)}</small>
      </td>
      <td className="re-difference" data-label="Difference" data-changes={changes(figure) || undefined}>
        {figure.difference ?? 'Can’t be told'}
      </td>
    </tr>
  )
}

interface ValueProps {
  figure: ReplayFigure
  text: string
  which: Opened['which']
  onOpen: (which: Opened['which']) => void
}

function Value({ figure, text, which, onOpen }: ValueProps) {
  if (!figure.behind?.[which].total) return <strong>{text}</strong>
  const says = which === 'happened' ? 'as it happened' : 'with this policy'
  return (
    <UnstyledButton className="re-open" onClick={() => onOpen(which)}>
      <strong>{text}</strong>
      <VisuallyHidden>
        , {figure.title}, {says}: show the episodes
      </VisuallyHidden>
    </UnstyledButton>
  )
}
