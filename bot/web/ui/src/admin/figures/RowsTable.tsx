/** Rows of figures: sortable, each number with its sample, each opening the episodes behind it. */

import { Table, UnstyledButton } from '@mantine/core'
import { IconArrowDown, IconArrowUp } from '@tabler/icons-react'
import { useState } from 'react'
import { count } from '../../staff/figures'
import { Definition } from '../Definition'
import { Sideways } from '../Sideways'
import { Changed } from './Changed'
import { intervalWords, sampleWords, valueWords } from './changes'
import type { Column } from './columns'
import { ORDER } from './parts'
import { chosen, type Order, sorted } from './sorting'
import type { Figure, Row, Which } from './types'

interface Props {
  label: string
  /** What a row is: the head of the first column. */
  one: string
  rows: Row[]
  columns: Column[]
  /** In the order of time or of ratings: not sorted at first. */
  inOrder?: boolean
  /** The figure that counts a row's episodes, where it isn't `episodes`: invited ones are in no rate. */
  counts?: string
  onOpen: (which: Which) => void
}

export function RowsTable({ label, one, rows, columns, inOrder = false, counts, onOpen }: Props) {
  const [order, setOrder] = useState<Order | null>(inOrder ? null : { by: 'episodes', down: true })
  const shown = order ? sorted(rows, order) : rows
  const definitions = new Map(rows[0]?.figures.map(({ key, definition, title }) => [key, { definition, title }]))
  const head = (by: string, title: string, number = true) => (
    <Table.Th
      key={by}
      className={number ? 'st-number' : undefined}
      aria-sort={order?.by === by ? (order.down ? 'descending' : 'ascending') : undefined}
    >
      <span className="fg-head">
        <UnstyledButton className="fg-sort" onClick={() => setOrder(chosen(order ?? { by: '', down: false }, by))}>
          {title}
          {order?.by === by && (order.down ? <IconArrowDown size={12} /> : <IconArrowUp size={12} />)}
        </UnstyledButton>
        {definitions.get(by) && (
          <Definition of={definitions.get(by)?.title.toLowerCase() ?? ''}>{definitions.get(by)?.definition}</Definition>
        )}
      </span>
    </Table.Th>
  )
  return (
    <Sideways label={label}>
      <Table verticalSpacing={8} className="fg-table">
        <Table.Thead>
          <Table.Tr>
            {head('title', one, false)}
            {head('episodes', 'Episodes')}
            {columns.map(({ key, title }) => head(key, title))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {shown.map((row) => (
            <Table.Tr key={row.key}>
              <Table.Td className="ov-reason">
                <span className="fg-row-title">{row.title}</span>
                <Split row={row} />
              </Table.Td>
              <Table.Td className="st-number">
                <UnstyledButton
                  className="ov-link"
                  onClick={() =>
                    onOpen({ title: row.title, figure: counts ?? 'visitor_initiated', narrowed: row.narrowed_by })
                  }
                >
                  {count(counts ? (row.figures.find(({ key }) => key === counts)?.value ?? 0) : row.episodes)}
                  <span className="st-hidden">: open the episodes of {row.title}</span>
                </UnstyledButton>
              </Table.Td>
              {columns.map(({ key }) => (
                <FigureCell key={key} row={row} figure={row.figures.find((each) => each.key === key)} onOpen={onOpen} />
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Sideways>
  )
}

function FigureCell({ row, figure, onOpen }: { row: Row; figure?: Figure | undefined } & Pick<Props, 'onOpen'>) {
  if (!figure || figure.value === null || figure.value === undefined) {
    return <Table.Td className="st-number st-soft">–</Table.Td>
  }
  const details = [intervalWords(figure), sampleWords(figure)].filter(Boolean)
  const words = valueWords(figure)
  return (
    <Table.Td className="st-number fg-cell" data-small={figure.small || undefined}>
      {figure.opens ? (
        <UnstyledButton
          className="ov-link"
          onClick={() =>
            onOpen({
              title: `${row.title}: ${figure.title.toLowerCase()}`,
              figure: figure.key,
              narrowed: row.narrowed_by,
            })
          }
        >
          {words}
          <span className="st-hidden">
            : open {figure.title.toLowerCase()} of {row.title}
          </span>
        </UnstyledButton>
      ) : (
        words
      )}{' '}
      <Changed of={figure.key} change={figure.change?.clear ? figure.change : null} unit={figure.unit} />
      {details.map((each) => (
        <span key={each} className="fg-details">
          {each}
        </span>
      ))}
    </Table.Td>
  )
}

function Split({ row }: { row: Row }) {
  return (
    <span className="ov-split" aria-hidden="true">
      {ORDER.filter((part) => (row.outcomes[part] ?? 0) > 0).map((part) => (
        <i key={part} className={`st-outcome-${part}`} style={{ flexGrow: row.outcomes[part] }} />
      ))}
    </span>
  )
}
