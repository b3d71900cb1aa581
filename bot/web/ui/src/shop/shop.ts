import { added, dollars, type Line, pieces, readCart, shippingWords, without, worth } from './cart'

const KEY = 'larkwood.cart'

/** The cart button, its drawer and the filter of the collection. */
export function setUpShop(): void {
  setUpFilters()
  const drawer = document.querySelector<HTMLDialogElement>('[data-cart]')
  if (!drawer) return
  let cart = load()

  const show = () => {
    const value = worth(cart)
    const count = pieces(cart)
    for (const badge of document.querySelectorAll<HTMLElement>('[data-cart-count]')) {
      badge.textContent = String(count)
      badge.hidden = count === 0
    }
    part(drawer, 'lines').replaceChildren(...cart.map((line) => lineElement(line)))
    part(drawer, 'empty').hidden = count > 0
    part(drawer, 'foot').hidden = count === 0
    part(drawer, 'total').textContent = dollars(value)
    part(drawer, 'shipping').textContent = shippingWords(value)
    window.firstline?.context({ cart_value: value })
  }
  const change = (next: Line[]) => {
    cart = next
    try {
      localStorage.setItem(KEY, JSON.stringify(cart))
    } catch {
      // Without storage the cart lasts until the page is left.
    }
    show()
  }

  document.addEventListener('click', (event) => {
    const target = event.target as Element
    const adding = target.closest<HTMLElement>('[data-add]')
    const removing = target.closest<HTMLElement>('[data-remove]')
    if (adding) {
      const { add: sku = '', name = '', price = '0' } = adding.dataset
      change(added(cart, { sku, name, price: Number(price) }))
      announce(`${name} is in your cart.`)
      confirmAdded(adding)
    } else if (removing) {
      change(without(cart, removing.dataset.remove ?? ''))
      drawer.querySelector<HTMLElement>('button')?.focus()
    } else if (target.closest('[data-cart-open]')) drawer.showModal()
    else if (target === drawer) drawer.close()
  })
  window.addEventListener('storage', (event) => {
    if (event.key !== KEY) return
    cart = load()
    show()
  })
  // The widget loads on its own time; it says when it can be told about the cart.
  window.addEventListener(
    'firstline:ready',
    () => cart.length && window.firstline?.context({ cart_value: worth(cart) }),
  )
  show()
}

function load(): Line[] {
  try {
    return readCart(localStorage.getItem(KEY))
  } catch {
    return []
  }
}

function part(drawer: HTMLElement, name: string): HTMLElement {
  return drawer.querySelector(`[data-cart-${name}]`) as HTMLElement
}

function lineElement(line: Line): HTMLElement {
  const row = document.createElement('li')
  const name = document.createElement('span')
  name.textContent = line.count > 1 ? `${line.count} × ${line.name}` : line.name
  const price = document.createElement('b')
  price.textContent = dollars(line.price * line.count)
  const remove = document.createElement('button')
  remove.type = 'button'
  remove.className = 'quiet'
  remove.dataset.remove = line.sku
  remove.textContent = 'Remove'
  remove.setAttribute('aria-label', `Remove ${line.name}`)
  row.append(name, price, remove)
  return row
}

/** "Added" for a moment, then the words of before. */
function confirmAdded(button: HTMLElement): void {
  if (button.classList.contains('added')) return
  const before = [...button.childNodes]
  button.classList.add('added')
  button.replaceChildren('Added')
  setTimeout(() => {
    button.classList.remove('added')
    button.replaceChildren(...before)
  }, 1_600)
}

function announce(words: string): void {
  const place = document.querySelector('[data-announce]')
  if (place) place.textContent = words
}

function setUpFilters(): void {
  const filters = document.querySelector<HTMLElement>('[data-filters]')
  if (!filters) return
  filters.hidden = false
  filters.addEventListener('click', (event) => {
    const chosen = (event.target as Element).closest<HTMLElement>('[data-filter]')
    if (!chosen) return
    for (const button of filters.querySelectorAll('[data-filter]')) {
      button.setAttribute('aria-pressed', String(button === chosen))
    }
    for (const product of document.querySelectorAll<HTMLElement>('[data-category]')) {
      product.hidden = Boolean(chosen.dataset.filter) && product.dataset.category !== chosen.dataset.filter
    }
  })
}
