/** The nine cells of value by complexity, each with what can happen there. */

import { NativeSelect } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { LevelTag } from '../../staff/levels'
import type { Level, Policy } from '../../staff/types'
import { type Cells as CellsOf, type Disorder, keyOf, LEVELS, placeName, type Route } from './draft'

interface Props {
  choices: Policy['choices']
  cells: CellsOf
  standard: CellsOf
  presetTitle: string
  disorders: Disorder[]
  onChange: (key: string, route: Route) => void
}

export function Cells({ choices, cells, standard, presetTitle, disorders, onChange }: Props) {
  return (
    <section className="ad-card" aria-labelledby="po-cells">
      <h2 id="po-cells">What happens at each value and complexity</h2>
      <p className="st-soft">
        “The bot, then an offer”: self-service or a flow that gathers the facts, then a person is offered. Who asks for
        a person is offered self-service once, and connected the second time. While the wait is long or the desk is
        closed, contacts of low value try self-service or leave a message first.
      </p>
      <table className="po-table">
        <thead>
          <tr>
            <td />
            {LEVELS.map((level) => (
              <th key={level} scope="col">
                <LevelTag scale="complexity" level={level} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...LEVELS].reverse().map((value) => (
            <tr key={value}>
              <th scope="row">
                <LevelTag scale="value" level={value} />
              </th>
              {LEVELS.map((complexity) => {
                const key = keyOf(value, complexity)
                return (
                  <Cell
                    key={key}
                    place={key}
                    complexity={complexity}
                    choices={choices}
                    route={cells[key]}
                    standard={standard[key]}
                    presetTitle={presetTitle}
                    disorder={disorders.find((each) => each.key === key)}
                    onChange={(route) => onChange(key, route)}
                  />
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}

interface CellProps {
  place: string
  complexity: Level
  choices: Policy['choices']
  route: Route | undefined
  standard: Route | undefined
  presetTitle: string
  disorder: Disorder | undefined
  onChange: (route: Route) => void
}

function Cell({ place, complexity, choices, route, standard, presetTitle, disorder, onChange }: CellProps) {
  const usual = choices.find((choice) => choice.route === standard)
  const says = disorder ? `po-says-${place}` : route !== standard && usual ? `po-says-${place}` : undefined
  return (
    <td className="po-cell" data-route={route} data-changed={route !== standard || undefined}>
      <span className="po-cell-name">
        <LevelTag scale="complexity" level={complexity} />
      </span>
      <NativeSelect
        size="sm"
        aria-label={placeName(place)}
        aria-describedby={says}
        error={disorder !== undefined}
        value={route}
        data={choices.map((choice) => ({ value: choice.route, label: choice.text }))}
        onChange={(event) => onChange(event.currentTarget.value as Route)}
      />
      {disorder ? (
        <span className="po-says po-wrong" id={says}>
          <IconAlertTriangle size={14} aria-hidden /> A person would be further away than at {disorder.less}.
        </span>
      ) : (
        route !== standard &&
        usual && (
          <span className="po-says" id={says}>
            {presetTitle}: {usual.text.charAt(0).toLowerCase() + usual.text.slice(1)}
          </span>
        )
      )}
    </td>
  )
}
