import { describe, expect, it } from 'vitest'
import type { Article } from '../../staff/types'
import { draftOf, EMPTY, formOf } from './drafts'

describe('an article in the form', () => {
  it('shows the risk in percent and gives it back as a share', () => {
    const form = formOf({ ...EMPTY, answer_risk: 0.025, review_by: '2026-12-01' } as unknown as Article)
    expect(form.answer_risk).toBe(2.5)
    expect(draftOf(form)).toMatchObject({ answer_risk: 0.025, review_by: '2026-12-01' })
  })

  it('sends nothing for what was left empty', () => {
    expect(draftOf({ ...EMPTY, title: ' Hours ' })).toMatchObject({
      title: 'Hours',
      review_by: null,
      answer_risk: null,
    })
  })

  it('keeps no risk apart from a risk of none', () => {
    const form = formOf({ ...EMPTY, answer_risk: 0, review_by: null } as unknown as Article)
    expect(draftOf(form).answer_risk).toBe(0)
  })
})
