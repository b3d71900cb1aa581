/** The sample shop's cart (pure): what is in it, and what it is worth. */

export interface Line {
  sku: string
  name: string
  price: number
  count: number
}

/** Free shipping in the US begins here, in dollars. */
export const FREE_FROM = 75

export function added(cart: Line[], item: Omit<Line, 'count'>): Line[] {
  const there = cart.some((line) => line.sku === item.sku)
  return there
    ? cart.map((line) => (line.sku === item.sku ? { ...line, count: line.count + 1 } : line))
    : [...cart, { ...item, count: 1 }]
}

export function without(cart: Line[], sku: string): Line[] {
  return cart.filter((line) => line.sku !== sku)
}

/** In dollars, without the rounding dust of adding cents as fractions. */
export function worth(cart: Line[]): number {
  return Math.round(cart.reduce((sum, line) => sum + line.price * line.count, 0) * 100) / 100
}

export function pieces(cart: Line[]): number {
  return cart.reduce((sum, line) => sum + line.count, 0)
}

export function shippingWords(value: number): string {
  return value >= FREE_FROM
    ? 'Ships free within the US.'
    : `${dollars(FREE_FROM - value)} more and it ships free within the US.`
}

export function dollars(value: number): string {
  return value.toLocaleString('en-US', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: value % 1 ? 2 : 0,
  })
}

/** Reads what a browser kept; anything odd in it is left out. */
export function readCart(kept: string | null): Line[] {
  try {
    const lines: unknown = JSON.parse(kept ?? '[]')
    return Array.isArray(lines) ? lines.filter(isLine) : []
  } catch {
    return []
  }
}

function isLine(line: unknown): line is Line {
  const { sku, name, price, count } = (line ?? {}) as Partial<Line>
  return (
    typeof sku === 'string' &&
    typeof name === 'string' &&
    typeof price === 'number' &&
    Number.isFinite(price) &&
    typeof count === 'number' &&
    count > 0
  )
}
