import type { Context } from './types'

const MOST_PAGES = 20

/** What the site tells about this visit: the pages seen (paths only) and what is in the cart. */
export class Visit {
  private page = location.pathname
  private readonly pages: string[]
  private cart: number | undefined

  constructor(cartValue: string | undefined) {
    const value = Number.parseFloat(cartValue ?? '')
    this.cart = Number.isFinite(value) ? value : undefined
    this.pages = readPages()
    this.remember()
  }

  learn(facts: Context): void {
    if (typeof facts.cart_value === 'number' && Number.isFinite(facts.cart_value)) this.cart = facts.cart_value
    if (facts.page) {
      this.page = facts.page.split(/[?#]/)[0] ?? facts.page
      this.remember()
    }
  }

  facts(): Context {
    return {
      page: this.page,
      pages: [...this.pages],
      ...(this.cart === undefined ? {} : { cart_value: this.cart }),
    }
  }

  private remember(): void {
    if (this.pages.at(-1) !== this.page) this.pages.push(this.page)
    this.pages.splice(0, this.pages.length - MOST_PAGES)
    try {
      sessionStorage.setItem('firstline.pages', JSON.stringify(this.pages))
    } catch {
      // Without storage the visit begins anew at each page.
    }
  }
}

function readPages(): string[] {
  try {
    const kept: unknown = JSON.parse(sessionStorage.getItem('firstline.pages') ?? '[]')
    return Array.isArray(kept) ? kept.filter((page) => typeof page === 'string') : []
  } catch {
    return []
  }
}
