/** The end of a form whose whole state is saved at once: save, discard, and why it could not be saved. */

import { Alert, Button, Group } from '@mantine/core'
import type { ReactNode } from 'react'
import { Problem, sentence } from '../staff/api'

interface Props {
  dirty: boolean
  wrong?: boolean
  saving: boolean
  /** Why the last try failed; a problem of one field is shown there. */
  error: Error | null
  failed: string
  onDiscard: () => void
  /** Shows what somebody else has saved meanwhile. */
  onReload: () => void
  /** Who changed it last. */
  children: ReactNode
}

export function SaveBar({ dirty, wrong, saving, error, failed, onDiscard, onReload, children }: Props) {
  const problem = error instanceof Problem ? error : null
  return (
    <>
      {error && !problem?.field && (
        <Alert color="danger" variant="light" title={failed}>
          {sentence(error)}{' '}
          {problem?.status === 409 && (
            <Button variant="subtle" size="compact-sm" onClick={onReload}>
              Show what is in force
            </Button>
          )}
        </Alert>
      )}
      <Group gap="sm">
        <Button type="submit" disabled={!dirty || wrong} loading={saving}>
          Save
        </Button>
        {dirty && (
          <Button variant="default" onClick={onDiscard}>
            Discard
          </Button>
        )}
        <span className="st-soft">{children}</span>
      </Group>
    </>
  )
}
