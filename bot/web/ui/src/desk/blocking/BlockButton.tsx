/** The way to the dialog, in the head of a conversation. */

import { ActionIcon, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconBan } from '@tabler/icons-react'
import { BlockDialog } from './BlockDialog'

export function BlockButton({ id, name, onBlocked }: { id: string; name: string; onBlocked: () => void }) {
  const [opened, { open, close }] = useDisclosure(false)
  return (
    <>
      <Tooltip label="Block an abuser">
        <ActionIcon variant="subtle" color="accent" size={40} aria-label={`Block ${name}`} onClick={open}>
          <IconBan size={18} />
        </ActionIcon>
      </Tooltip>
      <BlockDialog id={id} name={name} opened={opened} onClose={close} onBlocked={onBlocked} />
    </>
  )
}
