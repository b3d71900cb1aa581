import { describe, expect, it } from 'vitest'
import { added, dollars, pieces, readCart, shippingWords, without, worth } from './cart'
import { askForCode, nextPage } from './forms'

const lamp = { sku: 'LAMP', name: 'Lamp', price: 68.1 }
const rug = { sku: 'RUG', name: 'Rug', price: 320.2 }

describe('the cart', () => {
  it('counts pieces and their worth to the cent', () => {
    const cart = added(added(added([], lamp), rug), lamp)
    expect(pieces(cart)).toBe(3)
    expect(worth(cart)).toBe(456.4)
    expect(without(cart, 'LAMP').map((line) => line.sku)).toEqual(['RUG'])
  })

  it('leaves out what it cannot understand in the browser’s storage', () => {
    expect(readCart(null)).toEqual([])
    expect(readCart('{broken')).toEqual([])
    expect(readCart('{"sku":"A"}')).toEqual([])
    expect(readCart(JSON.stringify([{ ...lamp, count: 2 }, { sku: 'A' }, null, { ...rug, count: -1 }]))).toHaveLength(1)
  })

  it('says what is missing for free shipping', () => {
    expect(shippingWords(74.5)).toBe('$0.50 more and it ships free within the US.')
    expect(shippingWords(75)).toBe('Ships free within the US.')
    expect(dollars(1290)).toBe('$1,290')
  })
})

describe('after signing in', () => {
  const origin = 'https://shop.example'

  it('leads to the page that was wanted', () => {
    expect(nextPage('?next=/admin/people', origin)).toBe('/admin/people')
    expect(nextPage('', origin)).toBeNull()
  })

  it('leads to the place on it', () => {
    expect(nextPage('?next=/desk', origin, '#/tickets/T12')).toBe('/desk#/tickets/T12')
    expect(nextPage('?next=%2Fdesk%23%2Fdone', origin, '')).toBe('/desk#/done')
  })

  it.each(['https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)', 'desk'])(
    'never leads to %s',
    (next) => {
      expect(nextPage(`?next=${encodeURIComponent(next)}`, origin)).toBeNull()
    },
  )
})

describe('a second factor', () => {
  it('is asked for once, with its field in focus', () => {
    document.body.innerHTML =
      '<form><label class="field" data-second-factor hidden><input name="code" disabled></label></form>'
    const form = document.querySelector('form') as HTMLFormElement
    expect(askForCode(form)).toBe(true)
    expect(document.activeElement?.getAttribute('name')).toBe('code')
    expect(document.querySelector('label')?.hidden).toBe(false)
    expect(askForCode(form)).toBe(false)
  })

  it('is not asked for where the form has no field for it', () => {
    document.body.innerHTML = '<form></form>'
    expect(askForCode(document.querySelector('form') as HTMLFormElement)).toBe(false)
  })
})
