/** Where the page is, kept in the address after "#", so that reload, back and links work. */

import { useCallback, useSyncExternalStore } from 'react'

function subscribe(reader: () => void): () => void {
  window.addEventListener('hashchange', reader)
  return () => window.removeEventListener('hashchange', reader)
}

/** "#/knowledge/returns" as ["knowledge", "returns"]. */
export function placeOf(hash: string): string[] {
  return hash
    .replace(/^#\/?/, '')
    .split('/')
    .filter(Boolean)
    .map((segment) => {
      try {
        return decodeURIComponent(segment)
      } catch {
        return segment
      }
    })
}

export function addressOf(...segments: (string | null | undefined)[]): string {
  return `#/${segments
    .filter(Boolean)
    .map(encodeURIComponent as (s: unknown) => string)
    .join('/')}`
}

/** The place as segments, and the way to another one. */
export function usePlace(): [string[], (...segments: (string | null | undefined)[]) => void] {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash)
  const go = useCallback((...segments: (string | null | undefined)[]) => {
    window.location.hash = addressOf(...segments)
  }, [])
  return [placeOf(hash), go]
}
