/** Notices of the browser, for whoever works in another window: asked for by a button, never at load. */

import { useLocalStorage } from '@mantine/hooks'
import { useCallback, useState } from 'react'

export type Permission = 'default' | 'granted' | 'denied' | 'missing'

function permission(): Permission {
  return 'Notification' in window ? Notification.permission : 'missing'
}

/** Whether notices are on, the switch (which asks the browser the first time), and how one is shown. */
export function useNotifications() {
  const [wanted, setWanted] = useLocalStorage({ key: 'firstline-desk-notices', defaultValue: false })
  const [allowed, setAllowed] = useState(permission)
  const on = wanted && allowed === 'granted'

  const toggle = useCallback(async () => {
    if (on) return setWanted(false)
    if (permission() === 'missing') return
    const answer = await Notification.requestPermission()
    setAllowed(answer)
    setWanted(answer === 'granted')
  }, [on, setWanted])

  const show = useCallback(
    (title: string, about: string, onClick: () => void) => {
      // Who looks at the desk sees it there.
      if (!on || !document.hidden) return
      const notice = new Notification(title, { tag: about })
      notice.onclick = () => {
        window.focus()
        onClick()
        notice.close()
      }
    },
    [on],
  )
  return { on, allowed, toggle, show }
}
