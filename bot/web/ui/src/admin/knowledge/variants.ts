/** The list of ways to ask a question, as it is edited; pure. */

function trimmed(text: string): string {
  return text.trim().replace(/\s+/g, ' ')
}

/** What is kept: trimmed, without empty lines, each way of asking once (whatever its capitals). */
export function tidied(variants: readonly string[]): string[] {
  const seen = new Set<string>()
  return variants.map(trimmed).filter((variant) => {
    const key = variant.toLowerCase()
    if (!key || seen.has(key)) return false
    seen.add(key)
    return true
  })
}

/** A paste of several lines into row `index` becomes several rows; bullets and numbers in front are dropped. */
export function pastedInto(variants: readonly string[], index: number, text: string): string[] {
  const lines = text
    .split(/\r?\n/)
    .map((line) => trimmed(line.replace(/^\s*(?:[-*•]|\d+[.)])\s+/, '')))
    .filter(Boolean)
  return [...variants.slice(0, index), ...lines, ...variants.slice(index + 1)]
}

/** Rows whose text is also in an earlier row. */
export function doubles(variants: readonly string[]): Set<number> {
  const seen = new Set<string>()
  const found = new Set<number>()
  variants.forEach((variant, index) => {
    const key = trimmed(variant).toLowerCase()
    if (!key) return
    if (seen.has(key)) found.add(index)
    seen.add(key)
  })
  return found
}
