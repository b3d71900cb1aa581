/** What the figures are of: period, channel, department, reason; all of it in the address. */

import { Button, Popover, SegmentedControl, Select, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconCalendar, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { count } from '../../staff/figures'
import { useChoices } from './data'
import { type Filter, isNarrowed, PERIODS, periodWords, STANDARD } from './filter'
import type { Choices } from './types'

interface Props {
  filter: Filter
  onChange: (change: Partial<Filter>) => void
}

const ANY = { channel: 'Any channel', department: 'Any department', reason: 'Any reason' } as const

export function FilterBar({ filter, onChange }: Props) {
  const { data } = useChoices(filter)
  const choices = {
    channel: options(data?.channels, filter.channel),
    department: options(data?.departments, filter.department),
    reason: options(data?.reasons, filter.reason),
  }
  return (
    <search className="fg-filter" aria-label="What the figures are of">
      <SegmentedControl
        size="xs"
        aria-label="Period"
        value={filter.days ? String(filter.days) : ''}
        onChange={(value) => onChange({ days: Number(value), from: null, to: null })}
        data={PERIODS.map((each) => ({ value: String(each), label: `${each} days` }))}
      />
      <Days key={`${filter.from}${filter.to}`} filter={filter} onChange={onChange} />
      {(['channel', 'department', 'reason'] as const).map((name) => (
        <Select
          key={name}
          size="xs"
          className="fg-choice"
          aria-label={ANY[name].replace('Any ', '')}
          placeholder={ANY[name]}
          clearable
          searchable={choices[name].length > 8}
          nothingFoundMessage="None of these"
          data={choices[name]}
          value={filter[name]}
          onChange={(value) => onChange({ [name]: value })}
        />
      ))}
      {isNarrowed(filter) && (
        <Button
          size="xs"
          variant="subtle"
          leftSection={<IconX size={14} />}
          onClick={() => onChange({ ...STANDARD, days: filter.days, from: filter.from, to: filter.to })}
        >
          All episodes
        </Button>
      )}
    </search>
  )
}

function options(found: Choices['channels'] | undefined, now: string | null) {
  const known = (found ?? []).map(({ key, title, episodes }) => ({
    value: key,
    label: `${title} (${count(episodes)})`,
  }))
  return now && !known.some(({ value }) => value === now) ? [...known, { value: now, label: now }] : known
}

function Days({ filter, onChange }: Props) {
  const [opened, { toggle, close }] = useDisclosure(false)
  const [from, setFrom] = useState(filter.from ?? '')
  const [to, setTo] = useState(filter.to ?? '')
  const usable = from !== '' && to !== '' && from <= to
  return (
    <Popover opened={opened} onDismiss={close} width={260} shadow="lg" radius="md" trapFocus>
      <Popover.Target>
        <Button
          size="xs"
          variant={filter.from ? 'light' : 'default'}
          leftSection={<IconCalendar size={14} />}
          onClick={toggle}
        >
          {filter.from ? periodWords(filter) : 'Choose days'}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          className="fg-days"
          onSubmit={(event) => {
            event.preventDefault()
            if (!usable) return
            onChange({ from, to, days: null })
            close()
          }}
        >
          <TextInput
            type="date"
            label="First day"
            value={from}
            max={to || undefined}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            type="date"
            label="Last day"
            value={to}
            min={from || undefined}
            error={from && to && from > to ? 'Not before the first.' : null}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
          <Button type="submit" size="xs" disabled={!usable}>
            Show these days
          </Button>
        </form>
      </Popover.Dropdown>
    </Popover>
  )
}
