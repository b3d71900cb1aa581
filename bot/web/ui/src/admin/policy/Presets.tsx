/** The presets, to begin with: a name, what it is for, and its table in small. */

import { Radio } from '@mantine/core'
import type { Policy } from '../../staff/types'
import { type Cells, keyOf, LEVELS } from './draft'

interface Props {
  presets: Policy['presets']
  chosen: string
  onChoose: (key: string) => void
}

export function Presets({ presets, chosen, onChoose }: Props) {
  return (
    <section className="ad-card" aria-labelledby="po-presets">
      <h2 id="po-presets">How generous are you with people?</h2>
      <p className="st-soft">Choose one to begin with, then change single cells if you like.</p>
      <Radio.Group value={chosen} onChange={onChoose} aria-labelledby="po-presets">
        <div className="po-presets">
          {presets.map(({ key, title, text, cells }) => (
            <Radio.Card key={key} value={key} className="po-preset" aria-label={`${title}. ${text}`}>
              <span className="po-preset-head">
                <Radio.Indicator size="xs" />
                <strong>{title}</strong>
                <Miniature cells={cells} />
              </span>
              <span className="st-soft">{text}</span>
            </Radio.Card>
          ))}
        </div>
      </Radio.Group>
    </section>
  )
}

/** Nine dots: more value is further up, more complexity further right, and more people is darker. */
function Miniature({ cells }: { cells: Cells }) {
  return (
    <span className="po-miniature" aria-hidden>
      {[...LEVELS]
        .reverse()
        .map((value) =>
          LEVELS.map((complexity) => <i key={keyOf(value, complexity)} data-route={cells[keyOf(value, complexity)]} />),
        )}
    </span>
  )
}
