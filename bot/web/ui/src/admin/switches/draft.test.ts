import { describe, expect, it } from 'vitest'
import type { Switches } from '../../staff/types'
import { draftOf, isChanged, switched, wishesOf } from './draft'

const KEPT: Switches = {
  number: 3,
  by: 'Ada',
  at: null,
  bot: true,
  notice: '',
  skills: [
    { key: 'answer', title: 'Answers', on: true, settles: [] },
    { key: 'order_status', title: 'Order status', on: false, settles: [] },
    { key: 'cancel_order', title: 'Cancel order', on: true, settles: [] },
  ],
}

describe('the switches being changed', () => {
  it('begin as they stand', () => {
    const draft = draftOf(KEPT)
    expect(draft).toEqual({ bot: true, off: ['order_status'], notice: '' })
    expect(isChanged(draft, KEPT)).toBe(false)
  })

  it('switch a skill off and on again', () => {
    const off = switched(draftOf(KEPT), 'cancel_order', false)
    expect(wishesOf(off, KEPT)).toEqual({
      bot: true,
      off: ['cancel_order', 'order_status'],
      notice: '',
      based_on: 3,
    })
    expect(isChanged(off, KEPT)).toBe(true)
    expect(isChanged(switched(off, 'cancel_order', true), KEPT)).toBe(false)
  })

  it('take a notice without the spaces around it', () => {
    const draft = { ...draftOf(KEPT), notice: '  ' }
    expect(isChanged(draft, KEPT)).toBe(false)
    expect(wishesOf({ ...draft, notice: ' Parcels are late. ' }, KEPT).notice).toBe('Parcels are late.')
  })
})
