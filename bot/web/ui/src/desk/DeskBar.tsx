/** The bar across the top: where you are, whether you are on duty, sound, keys, account. */

import { ActionIcon, Tooltip } from '@mantine/core'
import { IconKeyboard, IconVolume, IconVolumeOff } from '@tabler/icons-react'
import { AccountMenu, Mark } from '../staff/Account'
import type { LiveState } from '../staff/live'
import { DutySwitch } from './Duty'

interface Sound {
  on: boolean
  toggle: () => void
}

export function DeskBar({ live, sound, onKeys }: { live: LiveState; sound: Sound; onKeys: () => void }) {
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
