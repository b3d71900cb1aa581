/** What the widget offers to the page it stands on. */
interface FirstlineWidget {
  open(view?: 'home' | 'conversation'): void
  close(): void
  /** Opens the conversation and says this, as if the visitor had typed it. */
  ask(text: string): void
  /** Tells what the visitor's cart is worth and, on a single-page site, which page is open. */
  context(facts: { page?: string; cart_value?: number }): void
}

interface Window {
  firstline?: FirstlineWidget
}
