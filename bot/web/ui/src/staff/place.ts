/** Where the page is, kept in the address after "#", so that reload, back and links work. */

import { useCallback, useSyncExternalStore } from 'react'

function subscribe(reader: () => void): () => void {
  window.addEventListener('hashchange', reader)
  return () => window.removeEventListener('hashchange', reader)
}

/** "#/knowledge/returns?days=7" as ["knowledge", "returns"]. */
export function placeOf(hash: string): string[] {
  return hash
    .replace(/\?.*$/, '')
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

/** What stands behind "?" in the address. */
export function queryOf(hash: string): URLSearchParams {
  const [, query = ''] = hash.split('?', 2)
  return new URLSearchParams(query)
}

export function addressOf(...segments: (string | null | undefined)[]): string {
  return `#/${segments
    .filter(Boolean)
    .map(encodeURIComponent as (s: unknown) => string)
    .join('/')}`
}

function useHash(): string {
  return useSyncExternalStore(subscribe, () => window.location.hash)
}

/** The place as segments, and the way to another one. */
export function usePlace(): [string[], (...segments: (string | null | undefined)[]) => void] {
  const hash = useHash()
  const go = useCallback((...segments: (string | null | undefined)[]) => {
    window.location.hash = addressOf(...segments)
  }, [])
  return [placeOf(hash), go]
}

/** What stands behind "?" in the address, followed. */
export function useQueryInPlace(): URLSearchParams {
  return queryOf(useHash())
}
