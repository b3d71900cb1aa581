/** Hours and weekdays as a grid, and how strongly each cell is coloured; pure. */

export const WEEKDAYS = ['Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday', 'Sunday'] as const
export const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
/** As many steps as a reader can tell apart. */
export const STEPS = 5

export interface Cell {
  weekday: number
  hour: number
  value: number | null
}

/** Seven days of 24 cells, from values by "weekday-hour" (Monday is 1). */
export function grid(values: ReadonlyMap<string, number | null>): Cell[][] {
  return WEEKDAYS.map((_, day) =>
    HOURS.map((hour) => ({ weekday: day + 1, hour, value: values.get(`${day + 1}-${hour}`) ?? null })),
  )
}

/** The step of a value between nothing (0) and the largest (STEPS); equal shares of the largest value. */
export function step(value: number | null, most: number): number {
  if (value === null || value <= 0 || most <= 0) return 0
  return Math.min(STEPS, Math.max(1, Math.ceil((value / most) * STEPS)))
}

export function largest(cells: readonly Cell[][]): number {
  return Math.max(0, ...cells.flat().map(({ value }) => value ?? 0))
}

/** "Monday, 9 to 10". */
export function when(cell: Pick<Cell, 'weekday' | 'hour'>): string {
  return `${WEEKDAYS[cell.weekday - 1]}, ${cell.hour} to ${cell.hour + 1}`
}
