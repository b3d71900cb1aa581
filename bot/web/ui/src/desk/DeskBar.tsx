/** The bar across the top: where you are, whether you are on duty, sound, keys, account. */

import { ActionIcon, Tooltip } from '@mantine/core'
import {
  IconBell,
  IconBellOff,
  IconKeyboard,
  IconLayoutDashboard,
  IconVolume,
  IconVolumeOff,
} from '@tabler/icons-react'
import { AccountMenu, Mark } from '../staff/Account'
import type { LiveState } from '../staff/live'
import type { Nudge } from '../staff/types'
import { DutySwitch } from './Duty'
import { Nudges } from './Nudges'
import type { Permission, useNotifications } from './notifications'

interface Sound {
  on: boolean
  toggle: () => void
}

interface Props {
  live: LiveState
  sound: Sound
  notices: ReturnType<typeof useNotifications>
  onKeys: () => void
  /** The live board, for those who look after others. */
  onBoard: (() => void) | null
  onNudge: (nudge: Nudge) => void
}

const NOTICES: Record<Permission, string> = {
  granted: 'Notices of the browser are off',
  default: 'Get notices of the browser when you look elsewhere',
  denied: 'Your browser blocks notices of this page; its settings can allow them',
  missing: 'Your browser has no notices',
}

export function DeskBar({ live, sound, notices, onKeys, onBoard, onNudge }: Props) {
  const noticesTitle = notices.on ? 'Notices of the browser are on' : NOTICES[notices.allowed]
  const soundTitle = sound.on ? 'Sound is on for new visitors' : 'Sound is off'
  return (
    <header className="dk-bar">
      <Mark page="Desk" />
      {live === 'lost' && (
        <span className="dk-lost" role="status">
          Reconnecting…
        </span>
      )}
      <span className="dk-bar-space" />
      <DutySwitch />
      {onBoard && (
        <Tooltip label="Live board (G)">
          <ActionIcon variant="subtle" color="accent" size={40} aria-label="Live board" onClick={onBoard}>
            <IconLayoutDashboard size={20} />
          </ActionIcon>
        </Tooltip>
      )}
      <Nudges onOpen={onNudge} />
      <Tooltip label={noticesTitle}>
        <ActionIcon
          variant="subtle"
          color="accent"
          size={40}
          aria-label="Notices of the browser"
          aria-pressed={notices.on}
          aria-disabled={notices.allowed === 'missing' || undefined}
          onClick={() => void notices.toggle()}
          className="dk-wide"
        >
          {notices.on ? <IconBell size={20} /> : <IconBellOff size={20} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label={soundTitle}>
        <ActionIcon
          variant="subtle"
          color="accent"
          size={40}
          aria-label="Sound for new visitors"
          aria-pressed={sound.on}
          onClick={sound.toggle}
        >
          {sound.on ? <IconVolume size={20} /> : <IconVolumeOff size={20} />}
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Keys (?)">
        <ActionIcon
          variant="subtle"
          color="accent"
          size={40}
          aria-label="Show the keys"
          onClick={onKeys}
          className="dk-wide"
        >
          <IconKeyboard size={20} />
        </ActionIcon>
      </Tooltip>
      <AccountMenu here="desk" />
    </header>
  )
}
