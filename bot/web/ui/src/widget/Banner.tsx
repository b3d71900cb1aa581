import { useEffect, useState } from 'preact/hooks'
import { useSession, useSessionState } from './hooks'
import { Icon } from './icons'

/** Says that the connection is gone (and only when it stays so), or what went wrong with the last click. */
export function Banner() {
  const session = useSession()
  const state = useSessionState()
  const troubled = !state.online || state.unreachable
  const [shown, setShown] = useState(false)
  useEffect(() => {
    if (!troubled) {
      setShown(false)
      return
    }
    const patience = setTimeout(() => setShown(true), state.online ? 2_500 : 300)
    return () => clearTimeout(patience)
  }, [troubled, state.online])

  return (
    <div class="banners" role="status">
      {shown && (
        <p class="banner warn">
          <Icon name="alert" />
          {state.online
            ? 'We lost the connection and are trying again. Your messages are kept and sent then.'
            : 'You’re offline. Your messages are kept and sent when you’re back.'}
        </p>
      )}
      {state.problem && (
        <p class="banner bad">
          <Icon name="alert" />
          <span>{state.problem}</span>
          <button type="button" class="icon-button" aria-label="Dismiss" onClick={session.dismissProblem}>
            <Icon name="close" />
          </button>
        </p>
      )}
    </div>
  )
}
