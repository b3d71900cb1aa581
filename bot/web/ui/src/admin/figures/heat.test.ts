import { expect, it } from 'vitest'
import { grid, largest, STEPS, step, when } from './heat'

it('lays values out by weekday and hour, with gaps where nothing was', () => {
  const cells = grid(
    new Map([
      ['1-9', 4],
      ['7-23', 8],
    ]),
  )
  expect([cells.length, cells[0]?.length]).toEqual([7, 24])
  expect(cells[0]?.[9]?.value).toBe(4)
  expect(cells[6]?.[23]?.value).toBe(8)
  expect(cells[3]?.[3]?.value).toBeNull()
  expect(largest(cells)).toBe(8)
})

it('colours by equal shares of the largest', () => {
  expect([step(null, 10), step(0, 10), step(1, 10), step(2, 10), step(2.1, 10), step(10, 10)]).toEqual([
    0,
    0,
    1,
    1,
    2,
    STEPS,
  ])
  expect(step(5, 0)).toBe(0)
})

it('says when', () => {
  expect(when({ weekday: 7, hour: 23 })).toBe('Sunday, 23 to 24')
})
