/** Passing a visitor on to a colleague or a department, with a note: the visitor isn't asked again. */

import { Alert, Button, Group, Modal, Select, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { sentence } from '../../staff/api'
import { Failure, RowsLoading } from '../../staff/states'
import type { Colleagues } from '../../staff/types'
import { usePassOn } from '../actions'
import { useColleagues } from '../data'

interface Props {
  id: string
  name: string
  opened: boolean
  onClose: () => void
  onPassed: () => void
}

export function PassOnDialog({ opened, onClose, ...rest }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Pass on" size="md">
      <PassOn {...rest} onClose={onClose} />
    </Modal>
  )
}

/** Who could take the visitor: those on duty can be chosen, the others are shown so that nobody wonders. */
function choices({ people, departments }: Colleagues) {
  const items = [
    {
      group: 'Departments',
      items: departments.map(({ name, title, on_duty }) => ({
        value: `department ${name}`,
        label: on_duty ? title : `${title} (nobody on duty)`,
        disabled: !on_duty,
      })),
    },
    {
      group: 'Colleagues',
      items: people.map(({ id, name, on_duty }) => ({
        value: `agent ${id}`,
        label: on_duty ? name : `${name} (away)`,
        disabled: !on_duty,
      })),
    },
  ]
  return items.filter((group) => group.items.length > 0)
}

function PassOn({ id, name, onClose, onPassed }: Omit<Props, 'opened'>) {
  const [to, setTo] = useState<string | null>(null)
  const [note, setNote] = useState('')
  const { data, error, refetch } = useColleagues()
  const passOn = usePassOn(id, () => {
    onClose()
    onPassed()
  })
  if (!data)
    return error ? <Failure error={error} onRetry={() => void refetch()} /> : <RowsLoading rows={2} height={56} />

  const send = () => {
    if (!to) return
    const [kind, ...rest] = to.split(' ')
    const whom = rest.join(' ')
    passOn.mutate({ ...(kind === 'agent' ? { agent_id: whom } : { department: whom }), note: note.trim() })
  }

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        send()
      }}
    >
      <Stack gap="md">
        <p>
          <bdi>{name}</bdi> is told who comes next, and doesn’t have to explain anything again.
        </p>
        <Select
          label="To whom?"
          placeholder="A department or a colleague"
          data={choices(data)}
          value={to}
          onChange={setTo}
          searchable
          nothingFoundMessage="Nobody of that name"
          data-autofocus
        />
        <Textarea
          label="Note for them"
          description="Only colleagues see it."
          autosize
          minRows={2}
          maxLength={2000}
          value={note}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        {passOn.error && <Alert color="danger">{sentence(passOn.error)}</Alert>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={passOn.isPending} disabled={!to}>
            Pass on
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
