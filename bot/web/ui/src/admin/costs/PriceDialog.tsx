/** Setting a channel's prices from a day on. */

import { Alert, Button, Group, Modal, NumberInput, Stack, TextInput } from '@mantine/core'
import { useState } from 'react'
import { Problem, sentence } from '../../staff/api'
import { tell } from '../../staff/notices'
import type { NewPrice, Prices } from '../../staff/types'
import { useSetPrice } from './data'
import { PARTS } from './parts'

type Channel = Prices['channels'][number]

export function PriceDialog({ channel, onClose }: { channel: Channel | null; onClose: () => void }) {
  return (
    <Modal
      opened={channel !== null}
      onClose={onClose}
      title={channel ? `What contacts cost: ${channel.title.toLowerCase()}` : ''}
      size="lg"
    >
      {channel && <Setting key={channel.channel} channel={channel} onClose={onClose} />}
    </Modal>
  )
}

function draftOf({ channel, price }: Channel): NewPrice {
  const none = { wage_per_minute: 0, minutes_each: 0, staff_per_month: 0, systems_per_month: 0, tools_per_month: 0 }
  const today = new Date().toLocaleDateString('en-CA')
  return { fee_each: 0, ...none, ...price, channel, since: today, note: '' }
}

function Setting({ channel, onClose }: { channel: Channel; onClose: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(channel))
  const save = useSetPrice()
  const today = new Date().toLocaleDateString('en-CA')
  const problem = save.error instanceof Problem ? save.error : null
  const wrong = !draft.since || PARTS.some(({ key }) => Number.isNaN(draft[key]))
  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (wrong) return
        save.mutate(draft, {
          onSuccess: () => {
            tell(`Set from ${draft.since} on.`)
            onClose()
          },
        })
      }}
    >
      <Stack gap="md">
        <TextInput
          type="date"
          label="From this day on"
          description={draft.since < today ? 'A day in the past changes figures that were reckoned before.' : undefined}
          value={draft.since}
          error={problem?.field === 'since' ? problem.message : null}
          onChange={(event) => setDraft({ ...draft, since: event.currentTarget.value })}
        />
        <div className="co-amounts">
          {PARTS.map(({ key, title, says, minutes }) => (
            <NumberInput
              key={key}
              label={title}
              description={says}
              prefix={minutes ? undefined : '$'}
              hideControls
              allowNegative={false}
              decimalScale={4}
              value={Number.isNaN(draft[key]) ? '' : draft[key]}
              error={Number.isNaN(draft[key]) ? 'Give a number; 0 where there is none.' : null}
              onChange={(value) => setDraft({ ...draft, [key]: typeof value === 'number' ? value : Number.NaN })}
            />
          ))}
        </div>
        <TextInput
          label="Why"
          description="For those who come after."
          maxLength={500}
          value={draft.note}
          onChange={(event) => setDraft({ ...draft, note: event.currentTarget.value })}
        />
        {save.error && problem?.field !== 'since' && (
          <Alert color="danger" variant="light" title="Not set">
            {sentence(save.error)}
          </Alert>
        )}
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" disabled={wrong} loading={save.isPending}>
            Set these prices
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
