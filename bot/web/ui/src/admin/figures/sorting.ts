/** The order of a table's rows; pure. */

import type { Row } from './types'

export interface Order {
  /** "title", "episodes", or a figure's key. */
  by: string
  down: boolean
}

function numberOf(row: Row, by: string): number | string | null {
  if (by === 'title') return row.title.toLowerCase()
  if (by === 'episodes') return row.episodes
  return row.figures.find(({ key }) => key === by)?.value ?? null
}

/** Sorted; rows without a value come last whichever way, and equal ones keep their order. */
export function sorted(rows: readonly Row[], order: Order): Row[] {
  const sign = order.down ? -1 : 1
  return [...rows].sort((a, b) => {
    const [one, other] = [numberOf(a, order.by), numberOf(b, order.by)]
    if (one === null || other === null) return one === other ? 0 : one === null ? 1 : -1
    if (typeof one === 'string' || typeof other === 'string') return sign * String(one).localeCompare(String(other))
    return sign * (one - other)
  })
}

/** The order after a column's head was chosen: anew from the largest, or turned round. */
export function chosen(order: Order, by: string): Order {
  return order.by === by ? { by, down: !order.down } : { by, down: by !== 'title' }
}
