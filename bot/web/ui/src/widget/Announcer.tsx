import { useEffect, useRef, useState } from 'preact/hooks'
import { useSessionState } from './hooks'
import { lastSeq } from './state'

/** Reads new messages from the shop to screen readers, politely; never the history after a reload. */
export function Announcer({ open }: { open: boolean }) {
  const { messages, topics } = useSessionState()
  const known = useRef<number | null>(null)
  const [words, setWords] = useState('')

  useEffect(() => {
    const before = known.current
    known.current = messages.length ? lastSeq({ messages }) : before === null ? null : 0
    if (before === null) return
    const fresh = messages.filter((message) => message.seq > before && message.author !== 'visitor')
    if (!fresh.length || !open) return
    const lines = fresh.map((message) => {
      const who = message.author === 'bot' ? (topics?.bot_name ?? 'Bot') : (message.agent_name ?? '')
      return who ? `${who}: ${message.text}` : message.text
    })
    setWords(lines.join('. '))
  }, [messages, open, topics])

  return (
    <div class="hidden" aria-live="polite">
      {words}
    </div>
  )
}
