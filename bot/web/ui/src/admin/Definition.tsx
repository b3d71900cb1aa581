/** A figure's definition, one click or focus away. */

import { ActionIcon, Popover } from '@mantine/core'
import { IconInfoCircle } from '@tabler/icons-react'
import type { ReactNode } from 'react'

export function Definition({ of, children }: { of: string; children: ReactNode }) {
  return (
    <Popover width={300} withArrow shadow="lg" radius="md" position="bottom">
      <Popover.Target>
        <ActionIcon variant="transparent" color="accent" size={24} aria-label={`What ${of} means`}>
          <IconInfoCircle size={16} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown className="ad-definition">{children}</Popover.Dropdown>
    </Popover>
  )
}
