import { describe, expect, test } from 'vitest'
import { always, keyOf, officeHours, weekInWords } from './draft'

describe('a week in words', () => {
  test('days of a row with the same hours stand together', () => {
    expect(weekInWords(officeHours())).toBe('Mon–Fri 9:00–17:00')
  })

  test('several spans of a day, and days apart', () => {
    const week = officeHours()
    week[2] = [
      { opens: '09:00', closes: '12:00' },
      { opens: '13:00', closes: '17:00' },
    ]
    week[6] = [{ opens: '10:00', closes: '14:30' }]
    expect(weekInWords(week)).toBe(
      'Mon–Tue 9:00–17:00, Wed 9:00–12:00, 13:00–17:00, Thu–Fri 9:00–17:00, Sun 10:00–14:30',
    )
  })

  test('never and always', () => {
    expect(weekInWords(always())).toBe('Around the clock')
    expect(weekInWords(Array.from({ length: 7 }, () => []))).toBe('Never open')
  })
})

test('a key comes from a name, in plain letters', () => {
  expect(keyOf('Spare parts & Réparations')).toBe('spare_parts_reparations')
  expect(keyOf('24h help ')).toBe('h_help')
})
