/** A publication was stopped: what would break, and the way on for who knows better. */

import { Alert, Button, Modal, Textarea } from '@mantine/core'
import { IconAlertTriangle } from '@tabler/icons-react'
import { useState } from 'react'
import { plural } from '../../staff/figures'
import type { GoldenChange } from '../../staff/types'
import { Changes } from './Regressions'

export interface Stopped {
  regressions: GoldenChange[]
  /** What was about to be done, as the button says it. */
  act: string
  goOn: (despite: string) => Promise<unknown>
}

export function GateDialog({ stopped, onClose }: { stopped: Stopped | null; onClose: () => void }) {
  return (
    <Modal opened={stopped !== null} onClose={onClose} title="Not published: answers would get worse" size="lg">
      {stopped && <Asking stopped={stopped} onClose={onClose} />}
    </Modal>
  )
}

function Asking({ stopped, onClose }: { stopped: Stopped; onClose: () => void }) {
  const [reason, setReason] = useState('')
  const [busy, setBusy] = useState(false)
  const count = stopped.regressions.length
  async function goOn() {
    setBusy(true)
    await stopped.goOn(reason.trim())
    setBusy(false)
  }
  return (
    <form
      className="kn-gate"
      onSubmit={(event) => {
        event.preventDefault()
        void goOn()
      }}
    >
      <Alert color="warn" icon={<IconAlertTriangle size={18} />}>
        {plural(count, 'golden question')} {count === 1 ? 'is' : 'are'} right now and would be wrong after this. Nothing
        has been changed.
      </Alert>
      <Changes changes={stopped.regressions} />
      <Textarea
        label="Why it should go on nevertheless"
        description="Kept with the version, with your name."
        autosize
        minRows={2}
        maxLength={500}
        value={reason}
        onChange={(event) => setReason(event.currentTarget.value)}
      />
      <div className="kn-asking-tools">
        <Button variant="default" onClick={onClose} data-autofocus>
          Go back and mend it
        </Button>
        <Button type="submit" color="danger" loading={busy} disabled={!reason.trim()}>
          {stopped.act}
        </Button>
      </div>
    </form>
  )
}
