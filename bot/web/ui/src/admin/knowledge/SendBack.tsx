/** A review that ends without a publication: what the author should change, asked and shown. */

import { Alert, Button, Modal, Textarea } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconArrowBackUp } from '@tabler/icons-react'
import { useState } from 'react'
import { Said } from '../../staff/now'
import type { Article } from '../../staff/types'

interface Props {
  busy: boolean
  onSend: (comment: string) => Promise<Article | null>
}

export function SendBack({ busy, onSend }: Props) {
  const [asking, { open, close }] = useDisclosure(false)
  const [comment, setComment] = useState('')
  return (
    <>
      <Button variant="default" size="sm" disabled={busy} onClick={open}>
        Back to draft
      </Button>
      <Modal opened={asking} onClose={close} title="Send this back to its author?" size="md">
        <form
          onSubmit={async (event) => {
            event.preventDefault()
            if (!(await onSend(comment.trim()))) return
            setComment('')
            close()
          }}
        >
          <Textarea
            className="kn-asking"
            label="What should be changed"
            description="The author sees it above the article until it is given to review again."
            autosize
            minRows={3}
            maxLength={2000}
            value={comment}
            onChange={(event) => setComment(event.currentTarget.value)}
            data-autofocus
          />
          <div className="kn-asking-tools">
            <Button variant="default" onClick={close}>
              Cancel
            </Button>
            <Button type="submit" loading={busy}>
              Send back
            </Button>
          </div>
        </form>
      </Modal>
    </>
  )
}

export function ReviewSaid({ said }: { said: NonNullable<Article['sent_back']> }) {
  return (
    <Alert color="warn" icon={<IconArrowBackUp size={18} />} title={`Sent back by ${said.by}`}>
      {said.comment && <p className="kn-comment">{said.comment}</p>}
      <Said at={said.at} className="st-soft" />
    </Alert>
  )
}
