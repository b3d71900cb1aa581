/** One figure as a card or a line: value, change, interval, sample, definition, and the way to its episodes. */

import { UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { Definition } from '../Definition'
import { Changed } from './Changed'
import { intervalWords, sampleWords, valueWords } from './changes'
import { Range } from './Range'
import type { Figure, Which } from './types'

interface Props {
  figure: Figure
  onOpen: (which: Which) => void
}

export function FigureCard({ figure, onOpen, main }: Props & { main?: boolean }) {
  const share = figure.unit === 'share' && typeof figure.value === 'number'
  return (
    <section className="fg-card" aria-label={figure.title} data-main={main || undefined}>
      <h3>
        {figure.title}
        <Definition of={figure.title.toLowerCase()}>{figure.definition}</Definition>
      </h3>
      <p className="fg-value">
        <span className="ov-big">{valueWords(figure)}</span>
        <Changed of={figure.key} change={figure.change} unit={figure.unit} />
      </p>
      {share && figure.value !== null && <Range interval={figure.interval} at={figure.value} />}
      <Sample figure={figure} onOpen={onOpen} />
    </section>
  )
}

/** What it was made of, as words that open the episodes. */
export function Sample({ figure, onOpen }: Props) {
  if (figure.value === null || figure.value === undefined) {
    return <p className="st-soft">{figure.missing ?? 'Nothing to count in this period.'}</p>
  }
  const sample = sampleWords(figure) || 'episodes behind it'
  const range = intervalWords(figure)
  return (
    <>
      <p className="st-soft">
        {range && <>{range} likely · </>}
        {figure.opens ? (
          <UnstyledButton
            className="ov-link st-soft"
            onClick={() => onOpen({ title: figure.title, figure: figure.key })}
          >
            {sample}
            <span className="st-hidden">: open the episodes of {figure.title}</span>
          </UnstyledButton>
        ) : (
          sampleWords(figure)
        )}
      </p>
      {figure.small && <p className="ov-small">Small sample: read with care</p>}
      {figure.note && <p className="st-soft">{figure.note}</p>}
    </>
  )
}

/** A list of figures under a heading, one a line. */
export function FigureLines({ title, figures, onOpen }: { title: string; figures: Figure[] } & Pick<Props, 'onOpen'>) {
  const measured = figures.filter(({ value }) => value !== null && value !== undefined)
  const missing = figures.filter(({ value }) => value === null || value === undefined)
  if (figures.length === 0) return null
  const id = `fg-${title.replace(/\W+/g, '-').toLowerCase()}`
  return (
    <section className="ad-card" aria-labelledby={id}>
      <h2 id={id}>{title}</h2>
      {measured.length === 0 && <p className="st-soft">Nothing to count in this period.</p>}
      <ul className="fg-lines">
        {measured.map((figure) => (
          <li key={figure.key}>
            <FigureLine figure={figure} onOpen={onOpen} />
          </li>
        ))}
      </ul>
      {missing.length > 0 && (
        <details className="ov-not-yet">
          <summary>{missing.length === 1 ? '1 figure without data' : `${missing.length} figures without data`}</summary>
          <ul className="fg-lines">
            {missing.map((figure) => (
              <li key={figure.key}>
                <span className="fg-line-title">
                  {figure.title}
                  <Definition of={figure.title.toLowerCase()}>{figure.definition}</Definition>
                </span>
                <span className="st-soft">{figure.missing}</span>
              </li>
            ))}
          </ul>
        </details>
      )}
    </section>
  )
}

function FigureLine({ figure, onOpen }: Props) {
  const details = [intervalWords(figure), sampleWords(figure)].filter(Boolean).join(' · ')
  return (
    <>
      <span className="fg-line-title">
        {figure.title}
        <Definition of={figure.title.toLowerCase()}>{figure.definition}</Definition>
      </span>
      <span className="fg-line-change">
        <Changed of={figure.key} change={figure.change} unit={figure.unit} />
      </span>
      {figure.opens ? (
        <UnstyledButton
          className="fg-line-value fg-opens"
          onClick={() => onOpen({ title: figure.title, figure: figure.key })}
        >
          <strong className="st-number">{valueWords(figure)}</strong>
          <IconChevronRight size={14} aria-hidden />
          <span className="st-hidden">: open the episodes of {figure.title}</span>
        </UnstyledButton>
      ) : (
        <strong className="fg-line-value st-number">{valueWords(figure)}</strong>
      )}
      <span className="fg-line-details st-soft">
        {details}
        {figure.small && <span className="ov-small"> · small sample</span>}
      </span>
    </>
  )
}
