/** Adding a reason with its first phrases. */

import { Button, Group, Modal, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { Problem, sentence } from '../../staff/api'
import { plural } from '../../staff/figures'
import { tell } from '../../staff/notices'
import { addressOf } from '../../staff/place'
import type { NewReason, ReasonList } from '../../staff/types'
import { useAddReason } from './data'
import { CHECKS, Fields } from './Fields'
import { keyOf, linesOf } from './words'

interface Props {
  list: ReasonList
  opened: boolean
  onClose: () => void
}

export function AddReason({ list, opened, onClose }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add a reason" size="lg">
      <Adding list={list} onClose={onClose} />
    </Modal>
  )
}

type Values = Omit<NewReason, 'phrases'> & { phrases: string }

function Adding({ list, onClose }: Omit<Props, 'opened'>) {
  const add = useAddReason()
  const form = useForm<Values>({
    mode: 'controlled',
    initialValues: {
      key: '',
      title: '',
      group: list.reasons[0]?.group ?? 'information',
      value: 'low',
      complexity: 'low',
      department: list.departments.includes('support') ? 'support' : (list.departments[0] ?? ''),
      skill: 'answer',
      goal: '',
      articles: [],
      always_person: false,
      phrases: '',
    },
    validate: { ...CHECKS, key: (key, { title }) => (key || !title.trim() ? null : 'A short name in plain letters.') },
  })
  const own = form.isDirty('key')
  const send = form.onSubmit((values) =>
    add.mutate(
      { ...values, phrases: linesOf(values.phrases) },
      {
        onSuccess: ({ reason, added }) => {
          tell(`“${reason.title}” is in force, with ${plural(added.length, 'phrase')}.`)
          onClose()
          window.location.hash = addressOf('reasons', reason.key)
        },
        onError: (error) => {
          const field = error instanceof Problem ? error.field?.split('.')[0] : undefined
          const taken = error instanceof Problem && error.status === 409 && sentence(error).includes('key')
          form.setFieldError(taken ? 'key' : field && field in values ? field : 'phrases', sentence(error))
        },
      },
    ),
  )
  const title = form.getInputProps('title')
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="md">
        <div className="re-pair">
          <TextInput
            label="Title"
            description="What staff read."
            data-autofocus
            maxLength={200}
            {...title}
            onChange={(event) => {
              const text = event.currentTarget.value
              form.setFieldValue('title', text)
              if (!own || form.values.key === keyOf(form.values.title)) form.setFieldValue('key', keyOf(text))
            }}
          />
          <TextInput
            label="Key"
            description="Its name in reports; stays for good."
            maxLength={60}
            {...form.getInputProps('key')}
          />
        </div>
        <Fields form={form} list={list} />
        <Textarea
          label="Phrases"
          description="As visitors write it, one a line: fragments, typos, anger. Ten or more make it reliable."
          placeholder={'fix my wobbly chair\nthe table leg came off, do you repair that'}
          autosize
          minRows={4}
          maxRows={12}
          {...form.getInputProps('phrases')}
        />
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
