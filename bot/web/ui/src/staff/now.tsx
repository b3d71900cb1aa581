/** One clock for the whole page, and the small pieces of text that follow it. */

import { Tooltip } from '@mantine/core'
import { useSyncExternalStore } from 'react'
import { exact, lasted, patience, said } from './times'

let current = new Date()
let timer: ReturnType<typeof setInterval> | undefined
const readers = new Set<() => void>()

function subscribe(reader: () => void): () => void {
  readers.add(reader)
  timer ??= setInterval(() => {
    current = new Date()
    for (const each of readers) each()
  }, 1000)
  return () => {
    readers.delete(reader)
    if (readers.size === 0) {
      clearInterval(timer)
      timer = undefined
    }
  }
}

/** The time, renewed every second; all who ask share one timer. */
export function useNow(): Date {
  return useSyncExternalStore(subscribe, () => current)
}

/** A moment as people say it; the exact time on hover. */
export function Said({ at, className }: { at: string | null | undefined; className?: string }) {
  const now = useNow()
  if (!at) return null
  const moment = new Date(at)
  return (
    <Tooltip label={exact(moment)}>
      <time dateTime={at} className={className}>
        {said(moment, now)}
      </time>
    </Tooltip>
  )
}

const HOW = { fresh: 'waiting', warm: 'waiting long', late: 'waiting too long' } as const

/** A wait that is counted up; its colour (and its words for a screen reader) turn with the visitor's patience. */
export function Waiting({ since }: { since: string | null | undefined }) {
  const now = useNow()
  if (!since) return null
  const start = new Date(since)
  const seconds = Math.max(0, (now.getTime() - start.getTime()) / 1000)
  const feeling = patience(seconds)
  return (
    <Tooltip label={`Waiting since ${exact(start)}`}>
      <time dateTime={since} className={`st-wait st-wait-${feeling}`}>
        <span className="st-hidden">{HOW[feeling]} </span>
        {lasted(seconds)}
      </time>
    </Tooltip>
  )
}
