/** Half-written replies, kept per conversation for this tab, so that switching or reloading loses nothing. */

import { useCallback, useState } from 'react'

const key = (id: string) => `firstline-draft-${id}`

function read(id: string): string {
  try {
    return sessionStorage.getItem(key(id)) ?? ''
  } catch {
    return ''
  }
}

function write(id: string, text: string): void {
  try {
    if (text) sessionStorage.setItem(key(id), text)
    else sessionStorage.removeItem(key(id))
  } catch {
    // A browser that keeps nothing still lets the agent write.
  }
}

/** The draft of a conversation; give the component the conversation's id as its key. */
export function useDraft(id: string): [string, (text: string) => void] {
  const [text, setText] = useState(() => read(id))
  const set = useCallback(
    (next: string) => {
      setText(next)
      write(id, next)
    },
    [id],
  )
  return [text, set]
}
