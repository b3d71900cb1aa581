import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { contrast, parse, type Rgb } from './widget/colour'

const css = readFileSync(resolve(import.meta.dirname, 'tokens.css'), 'utf8')

function token(name: string, scheme: 'light' | 'dark'): Rgb {
  const found = new RegExp(`--fl-${name}:\\s*light-dark\\((#[0-9a-f]+),\\s*(#[0-9a-f]+)\\)`).exec(css)
  const colour = parse(found?.[scheme === 'light' ? 1 : 2] ?? '')
  if (!colour) throw new Error(`tokens.css has no colour --fl-${name}`)
  return colour
}

const grounds = ['ground', 'surface', 'raised', 'sunken', 'hover']
const words = ['text', 'text-soft', 'link', 'accent-text', 'ok', 'warn', 'danger', 'info']
const meanings = ['value-low', 'value-medium', 'value-high', 'complexity-low', 'complexity-medium', 'complexity-high']
const outcomes = ['confirmed', 'assumed', 'handed-off', 'negative', 'abandoned', 'pending'].map(
  (name) => `outcome-${name}`,
)

describe.each(['light', 'dark'] as const)('in the %s scheme', (scheme) => {
  const between = (one: string, other: string) => contrast(token(one, scheme), token(other, scheme))

  it.each(grounds.flatMap((ground) => words.map((word) => [word, ground])))('%s can be read on %s', (word, ground) => {
    expect(between(word as string, ground as string)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['accent', 'ok', 'warn', 'danger', 'info'])('%s can be read on its own soft ground', (name) => {
    expect(between(name === 'accent' ? 'accent-text' : name, `${name}-soft`)).toBeGreaterThanOrEqual(4.5)
    expect(between('text', `${name}-soft`)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['accent', 'accent-hover'])('words can be read on %s', (fill) => {
    expect(between('on-accent', fill)).toBeGreaterThanOrEqual(4.5)
  })

  it.each(['accent', 'line-strong'])('%s stands out from the surface as a control must', (edge) => {
    expect(between(edge, 'surface')).toBeGreaterThanOrEqual(3)
  })

  it.each([...meanings, ...outcomes])('%s stands out in charts and meters', (name) => {
    expect(between(name, 'surface')).toBeGreaterThanOrEqual(3)
  })
})
