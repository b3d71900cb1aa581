/** Before a policy is put in force: what it does otherwise than the one in force, and why. */

import { Alert, Button, Group, Modal, Stack, Textarea } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { Problem, sentence } from '../../staff/api'
import { tell } from '../../staff/notices'
import type { Policy } from '../../staff/types'
import { Changes } from './Changes'
import { usePutInForce } from './data'
import { type Draft, differences, draftOf, nameOf } from './draft'

/** What is to be put in force; `restores` is an earlier version's number. */
export interface Wanted {
  draft: Draft
  restores: number | null
}

interface Props {
  policy: Policy
  wanted: Wanted | null
  onClose: () => void
  onStale: () => void
}

export function SaveDialog({ policy, wanted, onClose, onStale }: Props) {
  const title = wanted?.restores ? `Put version ${wanted.restores} back in force?` : 'Put this policy in force?'
  return (
    <Modal opened={wanted !== null} onClose={onClose} title={title} size="lg">
      {wanted && <Asking policy={policy} wanted={wanted} onClose={onClose} onStale={onStale} />}
    </Modal>
  )
}

function Asking({ policy, wanted, onClose, onStale }: Props & { wanted: Wanted }) {
  const [note, setNote] = useState('')
  const [missing, setMissing] = useState(false)
  const put = usePutInForce()
  const stale = put.error instanceof Problem && put.error.status === 409
  const send = (event: React.FormEvent) => {
    event.preventDefault()
    if (!note.trim()) {
      setMissing(true)
      return
    }
    put.mutate(
      { ...wanted, note: note.trim(), basedOn: policy.number },
      {
        onSuccess: () => {
          tell(`“${nameOf(wanted.draft, policy)}” is in force.`)
          onClose()
        },
      },
    )
  }
  return (
    <form onSubmit={send} noValidate>
      <Stack gap="md">
        <p>It is in force for every new message within a second. Decisions already made stay as they are.</p>
        <Changes changes={differences(draftOf(policy), wanted.draft, policy)} none="It does the same as now." />
        {put.error && (
          <Alert color="warn" icon={<IconAlertTriangle size={18} />}>
            {sentence(put.error)}
          </Alert>
        )}
        <Textarea
          label="Why"
          description="Kept in the history, with your name."
          autosize
          minRows={2}
          maxLength={500}
          data-autofocus
          value={note}
          error={missing && !note.trim() ? 'Say why, for those who come after.' : null}
          onChange={(event) => setNote(event.currentTarget.value)}
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          {stale ? (
            <Button onClick={onStale}>Show the newest</Button>
          ) : (
            <Button type="submit" loading={put.isPending}>
              Put in force
            </Button>
          )}
        </Group>
      </Stack>
    </form>
  )
}
