import { createContext } from 'preact'
import { useContext, useEffect, useState } from 'preact/hooks'
import type { Session } from './session'
import type { State } from './state'

export const SessionContext = createContext<Session | null>(null)

export function useSession(): Session {
  const session = useContext(SessionContext)
  if (!session) throw new Error('SessionContext is missing')
  return session
}

/** The session's state; draws again when it changes. */
export function useSessionState(): State {
  const session = useSession()
  const [state, setState] = useState(session.state)
  useEffect(() => {
    setState(session.state)
    return session.listen(() => setState(session.state))
  }, [session])
  return state
}

/** The time, renewed every half minute, for labels like "yesterday 14:05". */
export function useNow(): Date {
  const [now, setNow] = useState(() => new Date())
  useEffect(() => {
    const tick = setInterval(() => setNow(new Date()), 30_000)
    return () => clearInterval(tick)
  }, [])
  return now
}
