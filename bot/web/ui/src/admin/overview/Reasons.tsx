/** Why visitors write, and how each reason ended. */

import { Table, UnstyledButton } from '@mantine/core'
import { count, share } from '../../staff/figures'
import type { Report } from '../../staff/types'
import { Sideways } from '../Sideways'
import type { Which } from './data'

type ReasonRow = Report['reasons'][number]

const PARTS = ['confirmed', 'assumed', 'handed_off', 'negative', 'abandoned'] as const

function Split({ row }: { row: ReasonRow }) {
  return (
    <span className="ov-split" aria-hidden="true">
      {PARTS.filter((part) => row[part] > 0).map((part) => (
        <i key={part} className={`st-outcome-${part}`} style={{ flexGrow: row[part] }} />
      ))}
    </span>
  )
}

interface Props {
  reasons: ReasonRow[]
  onOpen: (which: Which) => void
}

export function Reasons({ reasons, onOpen }: Props) {
  if (reasons.length === 0) return null
  const sorted = [...reasons].sort((a, b) => b.episodes - a.episodes)
  return (
    <section className="ad-card" aria-labelledby="ov-reasons">
      <h2 id="ov-reasons">Why visitors write</h2>
      <Sideways label="Table of reasons">
        <Table verticalSpacing={8}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>Reason</Table.Th>
              <Table.Th className="st-number">Episodes</Table.Th>
              <Table.Th className="st-number">Settled</Table.Th>
              <Table.Th className="st-number">Handed off</Table.Th>
              <Table.Th className="st-number">Negative</Table.Th>
              <Table.Th className="st-number">Abandoned</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sorted.map((row) => {
              const settled = row.confirmed + row.assumed
              const decided = settled + row.handed_off + row.negative + row.abandoned
              return (
                <Table.Tr key={row.reason}>
                  <Table.Td className="ov-reason">
                    <UnstyledButton
                      className="ov-link"
                      onClick={() => onOpen({ title: row.title || row.reason, reason: row.reason })}
                    >
                      {row.title || row.reason}
                    </UnstyledButton>
                    <Split row={row} />
                  </Table.Td>
                  <Table.Td className="st-number">{count(row.episodes)}</Table.Td>
                  <Table.Td className="st-number">{decided > 0 ? share(settled / decided) : '–'}</Table.Td>
                  <Table.Td className="st-number">{count(row.handed_off)}</Table.Td>
                  <Table.Td className="st-number">{count(row.negative)}</Table.Td>
                  <Table.Td className="st-number">{count(row.abandoned)}</Table.Td>
                </Table.Tr>
              )
            })}
          </Table.Tbody>
        </Table>
      </Sideways>
    </section>
  )
}
