/** Adding a golden question: what is asked, and what has to happen. */

import { Button, Group, Modal, SegmentedControl, Stack, TextInput } from '@mantine/core'
import { useForm } from '@mantine/form'
import { ArticlePicker } from '../../staff/ArticlePicker'
import { Problem, sentence } from '../../staff/api'
import { tell } from '../../staff/notices'
import { type NewGolden, useAddGolden } from './data'

const DECISIONS: { value: NewGolden['decision']; label: string }[] = [
  { value: 'answer', label: 'An article answers it' },
  { value: 'abstain', label: 'No answer' },
  { value: 'clarify', label: 'Ask back' },
]

const SAYS: Record<NewGolden['decision'], string> = {
  answer: 'The bot has to answer from this article.',
  abstain: 'The bot must say that it doesn’t know. For what no article answers.',
  clarify: 'The bot has to ask which of a few articles is meant.',
}

export function AddGolden({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Add a golden question" size="md">
      <Adding onClose={onClose} />
    </Modal>
  )
}

function Adding({ onClose }: { onClose: () => void }) {
  const add = useAddGolden()
  const form = useForm<NewGolden>({
    mode: 'controlled',
    initialValues: { question: '', decision: 'answer', article_id: null, why: '' },
    validate: {
      question: (question) => (question.trim() ? null : 'Which question?'),
      article_id: (id, { decision }) => (decision === 'answer' && !id ? 'Which article should answer it?' : null),
    },
  })
  const { decision } = form.values
  const send = form.onSubmit((values) =>
    add.mutate(
      {
        ...values,
        question: values.question.trim(),
        why: values.why.trim(),
        article_id: values.decision === 'abstain' ? null : values.article_id,
      },
      {
        onSuccess: () => {
          tell('Added. From now on no publication breaks it unnoticed.')
          onClose()
        },
        onError: (error) => {
          const field = error instanceof Problem ? error.field : undefined
          form.setFieldError(field && field in form.values ? field : 'question', sentence(error))
        },
      },
    ),
  )
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="md">
        <TextInput
          label="Question"
          description="As a visitor would write it."
          data-autofocus
          maxLength={500}
          {...form.getInputProps('question')}
        />
        <div className="kn-field">
          <span className="kn-label" id="gq-decision">
            What should happen
          </span>
          <SegmentedControl
            aria-labelledby="gq-decision"
            data={DECISIONS}
            value={decision}
            onChange={(value) => form.setFieldValue('decision', value as NewGolden['decision'])}
          />
          <span className="st-soft kn-field-says">{SAYS[decision]}</span>
        </div>
        {decision !== 'abstain' && (
          <ArticlePicker
            label={decision === 'answer' ? 'Article' : 'One of the articles (or leave it open)'}
            question={form.values.question}
            value={form.values.article_id}
            error={form.errors.article_id as string | undefined}
            onChange={(id) => form.setFieldValue('article_id', id)}
          />
        )}
        <TextInput label="Why it matters" maxLength={500} {...form.getInputProps('why')} />
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
