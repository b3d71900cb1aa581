/** Changing somebody's duties; in force with the next visitor. */

import { Button, Group, Modal, Stack } from '@mantine/core'
import { useForm } from '@mantine/form'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, Problem, part, sentence } from '../../staff/api'
import { tell } from '../../staff/notices'
import type { Person } from '../../staff/types'
import { type Duties, DutyFields } from './DutyFields'

export function DutiesDialog({ person, onClose }: { person: Person | null; onClose: () => void }) {
  return (
    <Modal opened={person !== null} onClose={onClose} title={person ? `What ${person.name} does` : ''} size="md">
      {person && <Changing person={person} onClose={onClose} />}
    </Modal>
  )
}

function Changing({ person, onClose }: { person: Person; onClose: () => void }) {
  const client = useQueryClient()
  const { departments, skills, languages, capacity } = person
  const form = useForm<Duties>({ mode: 'controlled', initialValues: { departments, skills, languages, capacity } })
  const change = useMutation({
    mutationFn: (duties: Duties) => api.patch<Person>(`/admin/people/${part(person.id)}`, duties),
    onSuccess: () => {
      tell('Saved. It counts from the next visitor on.')
      onClose()
    },
    onError: (error) => {
      const field = error instanceof Problem ? error.field?.split('.')[0] : undefined
      form.setFieldError(field && field in form.values ? field : 'capacity', sentence(error))
    },
    onSettled: () => void client.invalidateQueries({ queryKey: ['people'] }),
  })
  return (
    <form onSubmit={form.onSubmit((duties) => change.mutate(duties))} noValidate>
      <Stack gap="md">
        <DutyFields form={form} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={change.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
