/** Keeping an abuser out: whom, for how long and why. */

import { Button, Checkbox, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { api, part } from '../../staff/api'
import { tell, tellFailure } from '../../staff/notices'
import { refreshConversation } from '../data'

const SPANS = [
  { value: '1', label: 'One day' },
  { value: '7', label: 'One week' },
  { value: '30', label: '30 days' },
  { value: '365', label: 'One year' },
]

interface Props {
  id: string
  name: string
  opened: boolean
  onClose: () => void
  onBlocked: () => void
}

export function BlockDialog({ opened, onClose, ...rest }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Block" size="md">
      <BlockForm {...rest} onCancel={onClose} />
    </Modal>
  )
}

function BlockForm({ id, name, onCancel, onBlocked }: Omit<Props, 'opened' | 'onClose'> & { onCancel: () => void }) {
  const client = useQueryClient()
  const [visitor, setVisitor] = useState(true)
  const [address, setAddress] = useState(false)
  const [days, setDays] = useState('7')
  const [reason, setReason] = useState('')
  const block = useMutation({
    mutationFn: () =>
      api.post(`/desk/conversations/${part(id)}/block`, {
        targets: [...(visitor ? ['visitor'] : []), ...(address ? ['address'] : [])],
        days: Number(days),
        reason: reason.trim(),
      }),
    onSuccess: () => {
      tell('Blocked, and the conversation is closed. A supervisor can undo it.')
      onCancel()
      onBlocked()
    },
    onError: tellFailure,
    onSettled: () => refreshConversation(client, id),
  })
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        block.mutate()
      }}
    >
      <Stack gap="md">
        <p>
          <bdi>{name}</bdi> is told in one sentence until when they can't write, and the conversation is closed as spam.
        </p>
        <Checkbox
          label="This visitor"
          description="Known again by the browser they use."
          checked={visitor}
          onChange={(event) => setVisitor(event.currentTarget.checked)}
        />
        <Checkbox
          label="Their network address"
          description="Also keeps out everybody else who writes from there, such as an office or a household."
          checked={address}
          onChange={(event) => setAddress(event.currentTarget.checked)}
        />
        <Select
          label="For how long"
          data={SPANS}
          value={days}
          allowDeselect={false}
          onChange={(value) => value && setDays(value)}
        />
        <TextInput
          data-autofocus
          label="Why"
          description="Stands in the audit log; visitors don't see it."
          maxLength={300}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button
            type="submit"
            color="danger"
            loading={block.isPending}
            disabled={!reason.trim() || !(visitor || address)}
          >
            Block
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
