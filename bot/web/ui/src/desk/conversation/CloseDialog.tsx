/** How it ended and what it was about: the two facts that every figure later stands on. */

import { Button, Group, Modal, NumberInput, Radio, Select, Stack } from '@mantine/core'
import { useState } from 'react'
import type { Disposition } from '../../staff/types'
import { useClose } from '../actions'
import { type ReasonChoice, useReasons } from '../data'

const DISPOSITIONS: { value: Disposition; title: string; says: string }[] = [
  { value: 'resolved', title: 'Resolved', says: 'The visitor has what they came for.' },
  { value: 'unresolved', title: 'Not resolved', says: 'It could not be settled here.' },
  { value: 'sale', title: 'Sale', says: 'It led to an order or a quote.' },
  { value: 'spam', title: 'Spam or test', says: 'Left out of the figures.' },
]

interface Props {
  id: string
  opened: boolean
  reason: string | null
  reasonTitle: string | null
  onClose: () => void
  onClosed: () => void
}

/** Reasons by group, as the select wants them; the conversation's own where no list is known. */
function choices(reasons: ReasonChoice[] | undefined, own: string | null, ownTitle: string | null) {
  if (!reasons?.length) return own ? [{ value: own, label: ownTitle ?? own }] : []
  const groups = new Map<string, { value: string; label: string }[]>()
  for (const { key, title, group } of reasons) {
    groups.set(group, [...(groups.get(group) ?? []), { value: key, label: title }])
  }
  return [...groups].map(([group, items]) => ({ group, items }))
}

export function CloseDialog({ opened, onClose, ...rest }: Props) {
  return (
    <Modal opened={opened} onClose={onClose} title="Close the conversation" size="md">
      <CloseForm {...rest} onCancel={onClose} />
    </Modal>
  )
}

function CloseForm({
  id,
  reason,
  reasonTitle,
  onCancel,
  onClosed,
}: Omit<Props, 'opened' | 'onClose'> & { onCancel: () => void }) {
  const [disposition, setDisposition] = useState<Disposition>('resolved')
  const [about, setAbout] = useState(reason)
  const [amount, setAmount] = useState<number | string>('')
  const reasons = useReasons()
  const close = useClose(id, () => {
    onCancel()
    onClosed()
  })

  const submit = () =>
    close.mutate({
      disposition,
      reason: about,
      ...(disposition === 'sale' && typeof amount === 'number' ? { amount } : {}),
    })

  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        submit()
      }}
    >
      <Stack gap="md">
        <Radio.Group
          label="How did it end?"
          value={disposition}
          onChange={(value) => setDisposition(value as Disposition)}
        >
          <div className="dk-choices">
            {DISPOSITIONS.map(({ value, title, says }) => (
              <Radio.Card
                key={value}
                value={value}
                className="dk-choice"
                data-autofocus={value === disposition || undefined}
                onKeyDown={(event) => {
                  // As in any form: Enter sends it. Arrows and Space choose.
                  if (event.key !== 'Enter') return
                  event.preventDefault()
                  event.currentTarget.closest('form')?.requestSubmit()
                }}
              >
                <Radio.Indicator size="sm" />
                <span>
                  <strong>{title}</strong>
                  <span className="st-soft">{says}</span>
                </span>
              </Radio.Card>
            ))}
          </div>
        </Radio.Group>
        {disposition === 'sale' && (
          <NumberInput
            label="Amount"
            prefix="$"
            min={0}
            decimalScale={2}
            thousandSeparator=","
            value={amount}
            onChange={setAmount}
          />
        )}
        <Select
          label="What was it about?"
          description="The reason the visitor wrote, as you know it now."
          data={choices(reasons.data, reason, reasonTitle)}
          value={about}
          onChange={setAbout}
          searchable
          clearable
          nothingFoundMessage="No such reason"
          placeholder="Choose a reason"
        />
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onCancel}>
            Cancel
          </Button>
          <Button type="submit" loading={close.isPending}>
            Close conversation
          </Button>
        </Group>
      </Stack>
    </form>
  )
}
