import { describe, expect, it } from 'vitest'
import { plainWords } from './plain'

describe('an answer as plain words', () => {
  it('loses its marks and keeps its words', () => {
    expect(plainWords('It takes **5 to 8 business days**, _not_ `more`.')).toBe(
      'It takes 5 to 8 business days, not more.',
    )
  })

  it('keeps where a link leads', () => {
    expect(plainWords('See [returns](/help/returns "Returns").')).toBe('See returns (/help/returns).')
  })

  it('keeps lists and headings readable', () => {
    expect(plainWords('## Express\n\n- two days\n- three days')).toBe('Express\n\n• two days\n• three days')
  })

  it('leaves sums, file names and lone stars alone', () => {
    expect(plainWords('2 * 3 * 4, my_file_name, 5*')).toBe('2 * 3 * 4, my_file_name, 5*')
  })
})
