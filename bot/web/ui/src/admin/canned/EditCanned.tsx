/** One prepared sentence: moment, title, text, and how it will read. */

import { Button, Group, Modal, Select, Stack, Textarea, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { filledIn, MOMENTS } from '../../desk/canned'
import { Problem, sentence } from '../../staff/api'
import { tell } from '../../staff/notices'
import type { Canned } from '../../staff/types'
import { type CannedEdit, useSaveCanned } from './data'

const SAMPLE = { visitor: 'Kim Park', agent: 'Ada', facts: { order_number: '10045' } }

export function EditCanned({ message, onClose }: { message: Canned | 'new' | null; onClose: () => void }) {
  const title = message === 'new' ? 'Add a canned message' : 'Change a canned message'
  return (
    <Modal opened={message !== null} onClose={onClose} title={title} size="md">
      {message && <Editing message={message === 'new' ? null : message} onClose={onClose} />}
    </Modal>
  )
}

function Editing({ message, onClose }: { message: Canned | null; onClose: () => void }) {
  const save = useSaveCanned(message?.id ?? null)
  const form = useForm<CannedEdit>({
    mode: 'controlled',
    initialValues: {
      moment: message?.moment ?? 'greeting',
      title: message?.title ?? '',
      text: message?.text ?? '',
    },
    validate: {
      title: (title) => (title.trim() ? null : 'How will agents find it?'),
      text: (text) => (text.trim() ? null : 'What will be said?'),
    },
  })
  const send = form.onSubmit((values) =>
    save.mutate(values, {
      onSuccess: () => {
        tell('Saved. Agents have it now.')
        onClose()
      },
      onError: (error) => {
        const field = error instanceof Problem ? error.field : undefined
        form.setFieldError(field && field in form.values ? field : 'text', sentence(error))
      },
    }),
  )
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="md">
        <Select
          label="Moment"
          data={Object.entries(MOMENTS).map(([value, label]) => ({ value, label }))}
          allowDeselect={false}
          {...form.getInputProps('moment')}
        />
        <TextInput label="Title" data-autofocus maxLength={80} {...form.getInputProps('title')} />
        <Textarea
          label="Text"
          description="{name} is the visitor, {agent} who writes; {order_number} and whatever else was gathered are filled in, too."
          autosize
          minRows={3}
          maxLength={2000}
          {...form.getInputProps('text')}
        />
        {form.values.text.trim() && (
          <div>
            <p className="st-soft">Kim Park, asking about order 10045, would read:</p>
            <p className="cn-sample">{filledIn(form.values.text, SAMPLE)}</p>
          </div>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={save.isPending}>
            Save
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
