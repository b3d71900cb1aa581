/** The hours of a week, day by day; several spans a day, or closed. */

import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconX } from '@tabler/icons-react'
import { always, DAYS, OFFICE, officeHours, type Span, type Week } from './draft'

interface Props {
  week: Week
  error?: string | undefined
  onChange: (week: Week) => void
}

export function WeekFields({ week, error, onChange }: Props) {
  const setDay = (day: number, spans: Span[]) => onChange(week.map((was, at) => (at === day ? spans : was)))
  return (
    <fieldset className="de-week">
      <legend>Hours</legend>
      <div className="de-presets">
        <Button variant="default" size="compact-sm" onClick={() => onChange(officeHours())}>
          Monday to Friday, 9 to 17
        </Button>
        <Button variant="default" size="compact-sm" onClick={() => onChange(always())}>
          Around the clock
        </Button>
      </div>
      {error && (
        <p className="de-error" role="alert">
          {error}
        </p>
      )}
      <ul>
        {DAYS.map((name, day) => (
          <DayFields key={name} name={name} spans={week[day] ?? []} onChange={(spans) => setDay(day, spans)} />
        ))}
      </ul>
    </fieldset>
  )
}

interface DayProps {
  name: string
  spans: Span[]
  onChange: (spans: Span[]) => void
}

function DayFields({ name, spans, onChange }: DayProps) {
  const set = (at: number, change: Partial<Span>) =>
    onChange(spans.map((span, index) => (index === at ? { ...span, ...change } : span)))
  return (
    <li className="de-day">
      <span className="de-day-name">{name}</span>
      <div className="de-spans">
        {spans.length === 0 && <span className="st-soft">Closed</span>}
        {spans.map((span, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a span has nothing but its place.
          <div className="de-span" key={index}>
            <Clock label={`${name} opens`} value={span.opens} onChange={(opens) => set(index, { opens })} />
            <span aria-hidden>–</span>
            <Clock label={`${name} closes`} value={span.closes} onChange={(closes) => set(index, { closes })} />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={`Remove ${span.opens} to ${span.closes} on ${name}`}
              onClick={() => onChange(spans.filter((_, at) => at !== index))}
            >
              <IconX size={16} />
            </ActionIcon>
          </div>
        ))}
      </div>
      <ActionIcon
        variant="subtle"
        color="accent"
        aria-label={`Add hours on ${name}`}
        onClick={() => onChange([...spans, { ...OFFICE }])}
      >
        <IconPlus size={16} />
      </ActionIcon>
    </li>
  )
}

/** A time of day as 09:00; 24:00 is the day's end, which the browser's own time field can't say. */
function Clock({ label, value, onChange }: { label: string; value: string; onChange: (value: string) => void }) {
  return (
    <TextInput
      size="xs"
      w={68}
      aria-label={label}
      placeholder="09:00"
      maxLength={5}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      onBlur={() =>
        onChange(
          value
            .trim()
            .replace(/^(\d):/, '0$1:')
            .replace(/^(\d{1,2})$/, (hour) => `${hour.padStart(2, '0')}:00`),
        )
      }
    />
  )
}
