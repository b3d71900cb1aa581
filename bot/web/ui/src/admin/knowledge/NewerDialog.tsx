/** Somebody else saved this article while it was being edited here: nothing is lost, neither theirs nor this. */

import { Button, Modal } from '@mantine/core'
import { tell } from '../../staff/notices'
import { addressOf } from '../../staff/place'
import type { Life } from './useLife'

export function NewerDialog({ id, life }: { id: string; life: Life }) {
  const { newer } = life
  return (
    <Modal opened={newer !== null} onClose={life.goOnEditing} title="Somebody else has saved meanwhile" size="md">
      {newer && (
        <>
          <p className="kn-asking">
            {newer.by} has saved version {newer.version} since you opened this article. What you wrote is still here and
            has not been saved.{' '}
            <a href={addressOf('knowledge', id, 'versions')} target="_blank" rel="noreferrer">
              See what {newer.by} changed
            </a>{' '}
            in another tab. If you save yours, it becomes the newest version, and theirs stays among the versions.
          </p>
          <div className="kn-asking-tools">
            <Button variant="default" onClick={life.goOnEditing} data-autofocus>
              Go on editing
            </Button>
            <Button
              loading={life.busy}
              onClick={async () => {
                if (await life.saveOver()) tell('Draft saved. Visitors do not see it yet.')
              }}
            >
              Save mine as the newest
            </Button>
          </div>
        </>
      )}
    </Modal>
  )
}
