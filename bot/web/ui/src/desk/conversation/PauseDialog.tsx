/** A pause with a promised time: the visitor is told, and the agent is reminded when it is due. */

import { Button, Group, Modal, NumberInput, Stack, UnstyledButton } from '@mantine/core'
import { IconAlarm } from '@tabler/icons-react'
import { useState } from 'react'
import { useNow } from '../../staff/now'
import { exact, lasted, timeOfDay } from '../../staff/times'
import { usePause, useResume } from '../actions'
import { isDue } from '../pauses'

const MINUTES = [2, 5, 10, 15, 30, 60]

interface Props {
  id: string
  name: string
  opened: boolean
  onClose: () => void
}

export function PauseDialog({ id, name, opened, onClose }: Props) {
  const [minutes, setMinutes] = useState<number | string>(5)
  const pause = usePause(id)
  const ready = typeof minutes === 'number' && minutes > 0 && minutes <= 480
  return (
    <Modal opened={opened} onClose={onClose} title="Pause" size="sm">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (ready) pause.mutate(minutes, { onSuccess: onClose })
        }}
      >
        <Stack gap="md">
          <p>
            <bdi>{name}</bdi> is told when you will be back. You are reminded then.
          </p>
          <div className="dk-filter dk-filter-flat">
            {MINUTES.map((each) => (
              <UnstyledButton
                key={each}
                className="dk-chip"
                aria-pressed={minutes === each}
                onClick={() => setMinutes(each)}
              >
                {each} min
              </UnstyledButton>
            ))}
          </div>
          <NumberInput
            data-autofocus
            label="Back in"
            suffix=" min"
            min={1}
            max={480}
            allowDecimal={false}
            value={minutes}
            onChange={setMinutes}
          />
          <Group justify="flex-end" gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={pause.isPending} disabled={!ready}>
              Promise it
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  )
}

/** What was promised, above the transcript, until the agent is back. */
export function PauseBanner({ id, until }: { id: string; until: string }) {
  const now = useNow()
  const resume = useResume(id)
  const at = new Date(until)
  const due = isDue(until, now)
  return (
    <div className="dk-pause" data-due={due || undefined} role="status">
      <IconAlarm size={16} aria-hidden />
      <span title={exact(at)}>
        {due
          ? `You promised to be back by ${timeOfDay(at)}.`
          : `Back by ${timeOfDay(at)}, in ${lasted((at.getTime() - now.getTime()) / 1000)}`}
      </span>
      <Button size="compact-sm" variant="default" loading={resume.isPending} onClick={() => resume.mutate()}>
        I’m back
      </Button>
    </div>
  )
}
