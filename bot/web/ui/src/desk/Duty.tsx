/** On duty or away: visitors reach a person only while somebody is on duty, so it is said plainly. */

import { Button } from '@mantine/core'
import { IconPlugConnected } from '@tabler/icons-react'
import { plural } from '../staff/figures'
import { tellFailure } from '../staff/notices'
import { useMe, usePresence } from '../staff/session'

export function DutySwitch() {
  const me = useMe()
  const presence = usePresence()
  const on = me.presence === 'online'
  return (
    <button
      type="button"
      role="switch"
      aria-checked={on}
      aria-label="On duty"
      className="dk-duty"
      data-on={on || undefined}
      disabled={presence.isPending}
      onClick={() => presence.mutate(on ? 'away' : 'online', { onError: tellFailure })}
    >
      <i aria-hidden />
      {on ? 'On duty' : 'Away'}
    </button>
  )
}

export function DutyBanner({ deskOpen, waiting }: { deskOpen: boolean | null; waiting: number }) {
  const me = useMe()
  const presence = usePresence()
  if (me.presence === 'online' || deskOpen === null) return null
  const others = deskOpen
    ? 'You are away. Colleagues are taking the chats.'
    : 'Nobody is on duty, so visitors can only leave a message.'
  return (
    <div className="dk-duty-banner" data-closed={!deskOpen || undefined} role="status">
      <span>
        {others}
        {waiting > 0 && <strong> {plural(waiting, 'visitor')} waiting now.</strong>}
      </span>
      <Button
        size="xs"
        leftSection={<IconPlugConnected size={16} />}
        loading={presence.isPending}
        onClick={() => presence.mutate('online', { onError: tellFailure })}
      >
        Go on duty
      </Button>
    </div>
  )
}
