/** The bot's answer was wrong: what the visitor asked, and which article would have been right. */

import { Alert, Button, Checkbox, Group, Modal, SegmentedControl, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { ArticlePicker } from '../../staff/ArticlePicker'
import { sentence } from '../../staff/api'
import type { Message } from '../../staff/types'
import { useCorrect } from '../actions'

interface Props {
  id: string
  message: Message | null
  messages: Message[]
  onClose: () => void
}

export function WrongAnswer({ id, message, messages, onClose }: Props) {
  const asked = messages.find(({ seq }) => seq === message?.in_reply_to)?.text ?? ''
  return (
    <Modal opened={message !== null} onClose={onClose} title="What would have been right?" size="md">
      {message && <Correcting key={message.seq} id={id} message={message} asked={asked} onClose={onClose} />}
    </Modal>
  )
}

interface CorrectingProps {
  id: string
  message: Message
  asked: string
  onClose: () => void
}

function Correcting({ id, message, asked, onClose }: CorrectingProps) {
  const [question, setQuestion] = useState(asked.replace(/\s+/g, ' ').trim().slice(0, 500))
  const [which, setWhich] = useState<'article' | 'none'>('article')
  const [article, setArticle] = useState<string | null>(null)
  const [variant, setVariant] = useState(true)
  const correct = useCorrect(id, onClose)
  const ready = question.trim() !== '' && (which === 'none' || article !== null)
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        const right = which === 'none' ? null : article
        if (!ready) return
        correct.mutate({
          message_seq: message.seq,
          question: question.trim(),
          right_article_id: right,
          add_variant: right !== null && variant,
        })
      }}
    >
      <Stack gap="md">
        <Textarea
          data-autofocus
          label="The visitor asked"
          description="This is kept to check the bot with. Take out names, numbers and addresses."
          autosize
          minRows={2}
          maxLength={500}
          value={question}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label="What would have been right"
          value={which}
          onChange={(value) => setWhich(value as 'article' | 'none')}
          data={[
            { value: 'article', label: 'Another article' },
            { value: 'none', label: 'No article' },
          ]}
        />
        {which === 'article' && (
          <>
            <ArticlePicker
              label="The right article"
              question={question}
              without={message.payload?.article_id}
              value={article}
              onChange={setArticle}
            />
            <Checkbox
              label="Also make it a way of asking for that article"
              checked={variant}
              onChange={(event) => setVariant(event.currentTarget.checked)}
            />
          </>
        )}
        {correct.error && <Alert color="danger">{sentence(correct.error)}</Alert>}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={correct.isPending} disabled={!ready}>
            Send
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
