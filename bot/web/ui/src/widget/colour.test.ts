import { describe, expect, it } from 'vitest'
import { contrast, parse, type Rgb, readableOn, shades } from './colour'

const rgb = (colour: string) => parse(colour) as Rgb
const LIGHT = '#ffffff'
const DARK = '#1d201e'

it('measures contrast as WCAG does', () => {
  expect(contrast(rgb('#fff'), rgb('#000'))).toBeCloseTo(21, 5)
  expect(contrast(rgb('#777777'), rgb('#ffffff'))).toBeCloseTo(4.48, 2)
})

it('refuses what is no hex colour', () => {
  for (const wrong of ['', 'red', '#12', '#12345g', 'rgb(1,2,3)', '#1234567']) expect(parse(wrong)).toBeNull()
  expect(shades('javascript:alert(1)', LIGHT)).toBeNull()
})

it('leaves a readable colour as it is', () => {
  expect(shades('#1c6b58', LIGHT)?.accent).toBe('#1c6b58')
  expect(readableOn(rgb('#000000'), rgb('#ffffff'), 4.5)).toEqual([0, 0, 0])
})

describe.each(['#1c6b58', '#ffe600', '#ffffff', '#000000', '#ff5a5f', '#7f7f7f', '#3b82f6', '#00ff00'])(
  'accent %s',
  (accent) => {
    it.each([LIGHT, DARK])('is readable in every use on %s', (surface) => {
      const made = shades(accent, surface)
      if (!made) throw new Error('no shades')
      expect(contrast(rgb(made.accent), rgb(surface))).toBeGreaterThanOrEqual(3)
      expect(contrast(rgb(made.on), rgb(made.accent))).toBeGreaterThanOrEqual(4.5)
      expect(contrast(rgb(made.text), rgb(surface))).toBeGreaterThanOrEqual(4.5)
      expect(contrast(rgb(made.text), rgb(made.soft))).toBeGreaterThanOrEqual(4.5)
    })
  },
)
