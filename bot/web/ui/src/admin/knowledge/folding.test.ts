import { expect, it } from 'vitest'
import type { FieldDiff } from '../../staff/types'
import { folded } from './folding'

const line = (text: string, change: FieldDiff['lines'][number]['change'] = 'same') => ({ change, text })
const seen = (lines: FieldDiff['lines']) => folded(lines).map((piece) => piece.line?.text ?? piece.hidden)

it('keeps two lines around a change and folds the rest', () => {
  const before = ['a', 'b', 'c', 'd'].map((text) => line(text))
  const after = ['e', 'f', 'g', 'h'].map((text) => line(text))
  expect(seen([...before, line('new', 'added'), ...after])).toEqual([2, 'c', 'd', 'new', 'e', 'f', 2])
})

it('folds nothing that is short anyway', () => {
  expect(seen([line('a'), line('b'), line('c'), line('old', 'removed')])).toEqual(['a', 'b', 'c', 'old'])
})

it('shows each line once, whatever follows what', () => {
  const lines = [line('1', 'added'), ...Array.from({ length: 9 }, (_, n) => line(`s${n}`)), line('2', 'removed')]
  expect(seen(lines)).toEqual(['1', 's0', 's1', 5, 's7', 's8', '2'])
})
