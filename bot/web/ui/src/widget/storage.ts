/** A few named values kept in the browser. Works (forgetting at reload) where storage is blocked. */
export class Kept {
  private readonly spare = new Map<string, string>()

  constructor(
    private readonly store: Storage | null,
    private readonly prefix = 'firstline.',
  ) {}

  /** The browser's local storage, or nothing where a privacy setting forbids it. */
  static inBrowser(): Kept {
    try {
      const store = window.localStorage
      store.setItem('firstline.probe', '1')
      store.removeItem('firstline.probe')
      return new Kept(store)
    } catch {
      return new Kept(null)
    }
  }

  read<T>(name: string): T | null {
    const kept = this.store ? this.store.getItem(this.prefix + name) : (this.spare.get(name) ?? null)
    if (kept === null) return null
    try {
      return JSON.parse(kept) as T
    } catch {
      return null
    }
  }

  write(name: string, value: unknown): void {
    const text = JSON.stringify(value)
    try {
      if (this.store) this.store.setItem(this.prefix + name, text)
      else this.spare.set(name, text)
    } catch {
      // Full storage must not stop a conversation: the value then lives until the page is left.
    }
  }

  forget(name: string): void {
    this.store?.removeItem(this.prefix + name)
    this.spare.delete(name)
  }

  /** Names (without the prefix) that begin with `start`. */
  names(start: string): string[] {
    const all = this.store
      ? Array.from({ length: this.store.length }, (_, index) => this.store?.key(index) ?? '')
          .filter((key) => key.startsWith(this.prefix))
          .map((key) => key.slice(this.prefix.length))
      : [...this.spare.keys()]
    return all.filter((name) => name.startsWith(start))
  }
}
