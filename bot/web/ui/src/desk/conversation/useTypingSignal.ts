/** Tells the visitor that the agent is typing, seldom enough not to be noise. */

import { useCallback, useEffect, useRef } from 'react'
import { api, part } from '../../staff/api'

const REPEAT = 3_000
const IDLE = 4_000

export function useTypingSignal(id: string) {
  const on = useRef(false)
  const told = useRef(0)
  const idle = useRef<ReturnType<typeof setTimeout>>(undefined)

  const tell = useCallback(
    (isOn: boolean) => {
      on.current = isOn
      told.current = Date.now()
      // A lost signal costs a moment of typing dots; the next one corrects it.
      api.post(`/desk/conversations/${part(id)}/typing`, { on: isOn }).catch(() => undefined)
    },
    [id],
  )

  const stopped = useCallback(() => {
    clearTimeout(idle.current)
    if (on.current) tell(false)
  }, [tell])

  const wrote = useCallback(
    (something: boolean) => {
      clearTimeout(idle.current)
      if (!something) return stopped()
      if (!on.current || Date.now() - told.current > REPEAT) tell(true)
      idle.current = setTimeout(stopped, IDLE)
    },
    [stopped, tell],
  )

  useEffect(() => stopped, [stopped])
  return { wrote, stopped }
}
