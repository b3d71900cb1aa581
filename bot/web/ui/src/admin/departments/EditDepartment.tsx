/** Setting up a department: hours, holidays, how its visitors get to agents, and where a wait goes on. */

import {
  ActionIcon,
  Button,
  Group,
  Modal,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  TextInput,
} from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { Problem, sentence } from '../../staff/api'
import { tell } from '../../staff/notices'
import type { DepartmentsPage } from '../../staff/types'
import { useRemoveDepartment, useSaveDepartment } from './data'
import { type Draft, keyOf } from './draft'
import { WeekFields } from './WeekFields'

interface Props {
  draft: Draft | null
  page: DepartmentsPage
  onClose: () => void
}

export function EditDepartment({ draft, page, onClose }: Props) {
  const title = draft?.version === null ? 'Add a department' : (draft?.name ?? '')
  return (
    <Modal opened={draft !== null} onClose={onClose} title={title} size="lg">
      {draft && <Editing key={draft.key} was={draft} page={page} onClose={onClose} />}
    </Modal>
  )
}

const countryName = (code: string): string => {
  try {
    return new Intl.DisplayNames([navigator.language, 'en'], { type: 'region' }).of(code) ?? code
  } catch {
    return code
  }
}

function Editing({ was, page, onClose }: { was: Draft; page: DepartmentsPage; onClose: () => void }) {
  const [draft, setDraft] = useState(was)
  const [wrong, setWrong] = useState<{ field: string; says: string } | null>(null)
  const save = useSaveDepartment()
  const remove = useRemoveDepartment()
  const isNew = was.version === null
  const set = (change: Partial<Draft>) => {
    setDraft({ ...draft, ...change })
    setWrong(null)
  }
  const error = (field: string) => (wrong?.field === field ? wrong.says : undefined)
  const refused = (problem: unknown) => {
    const field = problem instanceof Problem ? (problem.field?.split('.')[0] ?? 'form') : 'form'
    setWrong({ field: field in draft ? field : 'form', says: sentence(problem) })
  }
  const countries = Object.keys(page.countries)
    .map((code) => ({ value: code, label: countryName(code) }))
    .sort((one, other) => one.label.localeCompare(other.label))
  const regions = draft.country ? (page.countries[draft.country] ?? []) : []
  const others = page.departments.filter(({ key }) => key !== was.key)

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        save.mutate(draft, {
          onSuccess: (saved) => {
            tell(`${saved.name} is set up. It counts from now on.`)
            onClose()
          },
          onError: refused,
        })
      }}
    >
      <Stack gap="lg">
        <div className="de-pair">
          <TextInput
            label="Name"
            data-autofocus
            maxLength={80}
            value={draft.name}
            error={error('name')}
            onChange={(event) => {
              const name = event.currentTarget.value
              set(isNew && draft.key === keyOf(draft.name) ? { name, key: keyOf(name) } : { name })
            }}
          />
          {isNew ? (
            <TextInput
              label="Key"
              description="Its name in reports; stays for good."
              maxLength={40}
              value={draft.key}
              error={error('key')}
              onChange={(event) => set({ key: event.currentTarget.value })}
            />
          ) : (
            <Zone draft={draft} page={page} set={set} error={error('timezone')} />
          )}
        </div>
        {isNew && <Zone draft={draft} page={page} set={set} error={error('timezone')} />}
        <WeekFields week={draft.week} error={error('week')} onChange={(week) => set({ week })} />
        <div className="de-pair">
          <Select
            label="Public holidays of"
            placeholder="None"
            data={countries}
            searchable
            clearable
            value={draft.country}
            error={error('country')}
            onChange={(country) => set({ country, subdivision: null })}
          />
          <Select
            label="Region"
            placeholder={regions.length ? 'The whole country' : 'No regions'}
            data={regions}
            searchable
            clearable
            disabled={regions.length === 0}
            value={draft.subdivision}
            error={error('subdivision')}
            onChange={(subdivision) => set({ subdivision })}
          />
        </div>
        <ClosedDays draft={draft} set={set} error={error('closed_days')} />
        <div>
          <p className="de-label" id="de-assignment">
            How visitors get to agents
          </p>
          <SegmentedControl
            aria-labelledby="de-assignment"
            data={[
              { value: 'pull', label: 'Agents take them' },
              { value: 'push', label: 'They ring at one agent' },
            ]}
            value={draft.assignment}
            onChange={(assignment) => set({ assignment: assignment as Draft['assignment'] })}
          />
          <p className="st-soft de-hint">
            {draft.assignment === 'pull'
              ? 'Whoever is free accepts from the queue, the most urgent first.'
              : 'Each visitor rings at the least busy agent who knows the matter, and goes on to the next if nobody answers.'}
          </p>
        </div>
        <div className="de-pair">
          <NumberInput
            label="Longest wait"
            description="Then the next department is asked, or a message offered."
            suffix=" min"
            placeholder={`${page.queue_timeout_minutes} min`}
            min={1}
            max={480}
            value={draft.queue_timeout_minutes ?? ''}
            error={error('queue_timeout_minutes')}
            onChange={(minutes) => set({ queue_timeout_minutes: minutes === '' ? null : Number(minutes) })}
          />
          <Select
            label="Then ask"
            description="If it is open and somebody is there."
            placeholder="Nobody: offer a message"
            data={others.map(({ key, name }) => ({ value: key, label: name }))}
            clearable
            value={draft.next_department}
            error={error('next_department')}
            onChange={(next_department) => set({ next_department })}
          />
        </div>
        {wrong?.field === 'form' && (
          <p className="de-error" role="alert">
            {wrong.says}
          </p>
        )}
        <Group justify="space-between" gap="xs">
          {isNew ? (
            <span />
          ) : (
            <Button
              variant="subtle"
              color="red"
              loading={remove.isPending}
              onClick={() => remove.mutate(was.key, { onSuccess: onClose, onError: refused })}
            >
              Remove
            </Button>
          )}
          <Group gap="xs">
            <Button variant="default" onClick={onClose}>
              Cancel
            </Button>
            <Button type="submit" loading={save.isPending}>
              Save
            </Button>
          </Group>
        </Group>
      </Stack>
    </form>
  )
}

interface PartProps {
  draft: Draft
  set: (change: Partial<Draft>) => void
  error: string | undefined
}

function Zone({ draft, page, set, error }: PartProps & { page: DepartmentsPage }) {
  return (
    <Select
      label="Time zone"
      data={page.timezones}
      searchable
      allowDeselect={false}
      limit={60}
      value={draft.timezone}
      error={error}
      onChange={(timezone) => timezone && set({ timezone })}
    />
  )
}

function ClosedDays({ draft, set, error }: PartProps) {
  const days = draft.closed_days
  const change = (at: number, what: Partial<Draft['closed_days'][number]>) =>
    set({ closed_days: days.map((day, index) => (index === at ? { ...day, ...what } : day)) })
  return (
    <fieldset className="de-week">
      <legend>Further closed days</legend>
      {error && (
        <p className="de-error" role="alert">
          {error}
        </p>
      )}
      {days.map(({ day, name }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a day that is being typed has nothing but its place.
        <div className="de-closed" key={index}>
          <TextInput
            type="date"
            size="xs"
            aria-label="Closed on"
            value={day}
            onChange={(event) => change(index, { day: event.currentTarget.value })}
          />
          <TextInput
            size="xs"
            aria-label="Why"
            placeholder="Why, such as stocktaking"
            maxLength={80}
            value={name}
            onChange={(event) => change(index, { name: event.currentTarget.value })}
          />
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={`Remove the closed day ${day}`}
            onClick={() => set({ closed_days: days.filter((_, at) => at !== index) })}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      <Button
        variant="default"
        size="compact-sm"
        leftSection={<IconPlus size={14} />}
        onClick={() => set({ closed_days: [...days, { day: '', name: '' }] })}
      >
        Add a day
      </Button>
    </fieldset>
  )
}
