/** What a row of the audit log says besides who and what, in words. */

/** "role: supervisor, active: no"; what an action told of itself. */
export function factsInWords(facts: Record<string, unknown>): string {
  return Object.entries(facts)
    .map(([name, value]) => `${name.replaceAll('_', ' ')}: ${inWords(value)}`)
    .join(', ')
}

function inWords(value: unknown): string {
  if (value === true) return 'yes'
  if (value === false) return 'no'
  if (value === null || value === '') return 'none'
  if (Array.isArray(value)) return value.map(inWords).join(' and ')
  return String(value).replaceAll('_', ' ')
}
