import { expect, it } from 'vitest'
import { watchActivity } from './activity'

it('opening the page counts, then only what somebody does', () => {
  const page = new EventTarget()
  const activity = watchActivity(page)
  expect(activity.since()).toBe(true)
  expect(activity.since()).toBe(false)
  page.dispatchEvent(new Event('keydown'))
  expect(activity.since()).toBe(true)
  expect(activity.since()).toBe(false)
  activity.end()
  page.dispatchEvent(new Event('pointerdown'))
  expect(activity.since()).toBe(false)
})
