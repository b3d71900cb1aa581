/** Giving a visitor back to the bot, with the reason why. */

import { Button, Group, Modal, Stack, Textarea, UnstyledButton } from '@mantine/core'
import { useState } from 'react'
import { useReturn } from '../actions'

const REASONS = [
  'The bot can settle the rest',
  'Answered, and the visitor may have more questions',
  'Came to me by mistake',
]

interface Props {
  id: string
  name: string
  opened: boolean
  onClose: () => void
  onReturned: () => void
}

export function ReturnDialog({ id, name, opened, onClose, onReturned }: Props) {
  const [reason, setReason] = useState('')
  const giveBack = useReturn(id, () => {
    onClose()
    onReturned()
  })
  return (
    <Modal opened={opened} onClose={onClose} title="Give back to the bot" size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          giveBack.mutate(reason.trim())
        }}
      >
        <Stack gap="md">
          <p>
            The bot starts afresh with <bdi>{name}</bdi>. A person stays one tap away for them.
          </p>
          <div className="dk-filter dk-filter-flat">
            {REASONS.map((each) => (
              <UnstyledButton
                key={each}
                className="dk-chip"
                aria-pressed={reason === each}
                onClick={() => setReason(each)}
              >
                {each}
              </UnstyledButton>
            ))}
          </div>
          <Textarea
            data-autofocus
            label="Why?"
            autosize
            minRows={2}
            maxLength={500}
            value={reason}
            onChange={(event) => setReason(event.currentTarget.value)}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={giveBack.isPending}>
              Give back
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}
