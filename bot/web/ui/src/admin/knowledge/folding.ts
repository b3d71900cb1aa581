/** Long stretches of unchanged lines, folded away; pure. */

import type { FieldDiff } from '../../staff/types'

type DiffLine = FieldDiff['lines'][number]

export type Piece = { key: string; hidden: 0; line: DiffLine } | { key: string; hidden: number; line: null }

/** How many unchanged lines stay on either side of a change. */
const AROUND = 2

export function folded(lines: readonly DiffLine[]): Piece[] {
  const near = lines.map((_, index) =>
    lines.slice(Math.max(0, index - AROUND), index + AROUND + 1).some(({ change }) => change !== 'same'),
  )
  const pieces: Piece[] = []
  let start = 0
  while (start < lines.length) {
    let end = start
    while (end < lines.length && !near[end]) end += 1
    if (end - start > 1) pieces.push({ key: `fold-${start}`, hidden: end - start, line: null })
    else end = start
    const line = lines[end]
    if (line) pieces.push({ key: `line-${end}`, hidden: 0, line })
    start = end + 1
  }
  return pieces
}
