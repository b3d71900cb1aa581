/** What colleagues want this agent to look at: mentions, and visitors passed on. */

import { ActionIcon, Indicator, Popover, UnstyledButton } from '@mantine/core'
import { IconAt } from '@tabler/icons-react'
import { useState } from 'react'
import { Said } from '../staff/now'
import { Empty } from '../staff/states'
import type { Nudge } from '../staff/types'
import { useNudges } from './data'
import { nudgeText } from './queue'

export function Nudges({ onOpen }: { onOpen: (nudge: Nudge) => void }) {
  const { data = [] } = useNudges()
  const [opened, setOpened] = useState(false)
  const label = data.length > 0 ? `For you: ${data.length}` : 'For you'
  return (
    <Indicator label={data.length} size={18} offset={6} disabled={data.length === 0} color="accent" zIndex={1}>
      <Popover opened={opened} onChange={setOpened} position="bottom-end" width={320} trapFocus>
        <Popover.Target>
          <ActionIcon
            variant="subtle"
            color="accent"
            size={40}
            aria-label={label}
            title={label}
            onClick={() => setOpened(!opened)}
          >
            <IconAt size={20} />
          </ActionIcon>
        </Popover.Target>
        <Popover.Dropdown p="xs" aria-label="For you">
          {data.length === 0 && (
            <Empty icon={IconAt} title="Nothing for you">
              When a colleague mentions you in a note or passes a visitor on to you, it is here.
            </Empty>
          )}
          <ul className="dk-nudges">
            {data.map((nudge) => (
              <li key={nudge.id}>
                <UnstyledButton
                  className="dk-nudge"
                  onClick={() => {
                    setOpened(false)
                    onOpen(nudge)
                  }}
                >
                  <span>{nudgeText(nudge)}</span>
                  <Said at={nudge.at} className="st-soft" />
                </UnstyledButton>
              </li>
            ))}
          </ul>
        </Popover.Dropdown>
      </Popover>
    </Indicator>
  )
}
