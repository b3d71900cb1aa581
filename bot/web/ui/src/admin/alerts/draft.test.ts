import { expect, it } from 'vitest'
import type { AlertLine, Alerts } from '../../staff/types'
import { draftOf, isChanged, limitProblem, wishesOf } from './draft'

const line = (kind: AlertLine['kind'], unit: AlertLine['unit'], limit: number): AlertLine => ({
  kind,
  title: kind,
  text: '',
  unit,
  on: true,
  limit,
  standard: limit,
  lowest: limit / 2,
  highest: limit * 2,
  raised: false,
  since: null,
})

const ALERTS: Alerts = {
  number: 3,
  by: 'Ada',
  at: null,
  alerts: [line('wait', 'seconds', 60), line('deflection', 'share', 0.05), line('csat', 'points', 0.3)],
  recipients: ['ada@example.com'],
  webhook: '',
  mail_leaves: true,
  told: [],
  deliveries: [],
}

it('shows shares as points of a hundred and gives them back as they were', () => {
  const draft = draftOf(ALERTS)
  expect(draft.limits).toEqual({ wait: 60, deflection: 5, csat: 0.3 })
  expect(wishesOf(draft, ALERTS)).toEqual({
    thresholds: {
      wait: { on: true, limit: 60 },
      deflection: { on: true, limit: 0.05 },
      csat: { on: true, limit: 0.3 },
    },
    recipients: ['ada@example.com'],
    webhook: '',
    based_on: 3,
  })
})

it('knows whether anything was changed', () => {
  const draft = draftOf(ALERTS)
  expect(isChanged(draft, ALERTS)).toBe(false)
  expect(isChanged({ ...draft, webhook: ' ' }, ALERTS)).toBe(false)
  expect(isChanged({ ...draft, limits: { ...draft.limits, wait: 90 } }, ALERTS)).toBe(true)
})

it('says which limits are possible', () => {
  const [wait, deflection] = ALERTS.alerts
  if (!wait || !deflection) throw new Error('no lines')
  expect(limitProblem(wait, 60)).toBeNull()
  expect(limitProblem(wait, Number.NaN)).toBe('From 30 to 120; 60 is standard.')
  expect(limitProblem(deflection, 50)).toBe('From 2.5 to 10; 5 is standard.')
})
