/** Adding somebody: the account is made at once, the password is theirs to set behind a one-time link. */

import { Button, CopyButton, Group, Modal, Select, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { IconCheck, IconCopy } from '@tabler/icons-react'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, Problem, sentence } from '../../staff/api'
import type { Person, Role } from '../../staff/types'
import { type Duties, DutyFields, NO_DUTIES } from './DutyFields'
import { ROLES } from './roles'

interface NewPerson extends Duties {
  name: string
  email: string
  role: Role
}

export function AddPerson({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add a person" size="md">
      <Adding onClose={onClose} />
    </Modal>
  )
}

function Adding({ onClose }: { onClose: () => void }) {
  const client = useQueryClient()
  const form = useForm<NewPerson>({
    mode: 'controlled',
    initialValues: { name: '', email: '', role: 'agent', ...NO_DUTIES },
    validate: {
      name: (name) => (name.trim() ? null : 'Say who it is.'),
      email: (email) => (/^\S+@\S+\.\S+$/.test(email.trim()) ? null : 'This is not an e-mail address.'),
    },
  })
  const add = useMutation({
    mutationFn: ({ name, email, ...rest }: NewPerson) =>
      api.post<Person>('/admin/people', { name: name.trim(), email: email.trim(), ...rest }),
    onSuccess: () => void client.invalidateQueries({ queryKey: ['people'] }),
    onError: (error) => {
      const field = error instanceof Problem ? error.field : undefined
      const known = field && field in form.values ? field : 'email'
      form.setFieldError(known, sentence(error))
    },
  })

  if (add.data?.setup_link) return <SetupLink person={add.data} link={add.data.setup_link} onClose={onClose} />
  return (
    <form onSubmit={form.onSubmit((values) => add.mutate(values))} noValidate>
      <Stack gap="md">
        <TextInput label="Name" data-autofocus required withAsterisk={false} {...form.getInputProps('name')} />
        <TextInput label="E-mail" type="email" required withAsterisk={false} {...form.getInputProps('email')} />
        <Select
          label="Role"
          description={ROLES.find(({ value }) => value === form.values.role)?.says}
          allowDeselect={false}
          data={ROLES.map(({ value, title }) => ({ value, label: title }))}
          {...form.getInputProps('role')}
        />
        <DutyFields form={form} />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={add.isPending}>
            Add
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function SetupLink({ person, link, onClose }: { person: Person; link: string; onClose: () => void }) {
  return (
    <Stack gap="md">
      <p>
        <strong>{person.name}</strong> is added. Send them this link; it works once, and with it they set their
        password. It is shown only now.
      </p>
      <p className="ad-link">{link}</p>
      <Group justify="flex-end" gap="xs">
        <Button variant="default" onClick={onClose}>
          Done
        </Button>
        <CopyButton value={link}>
          {({ copied, copy }) => (
            <Button
              onClick={copy}
              data-autofocus
              leftSection={copied ? <IconCheck size={16} /> : <IconCopy size={16} />}
            >
              {copied ? 'Copied' : 'Copy the link'}
            </Button>
          )}
        </CopyButton>
      </Group>
    </Stack>
  )
}
