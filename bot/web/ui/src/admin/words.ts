/** Keys of the report as words. */

/** "offer_declined" as "Offer declined". */
export function spelledOut(key: string): string {
  const words = key.replace(/_/g, ' ').trim()
  return words.charAt(0).toUpperCase() + words.slice(1)
}
