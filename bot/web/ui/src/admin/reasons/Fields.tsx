/** What a reason says: the fields that adding and editing share. */

import { Autocomplete, Checkbox, MultiSelect, SegmentedControl, Select, TextInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import type { Level, NewReason, ReasonList } from '../../staff/types'
import { spelledOut } from '../words'
import { usePublished } from './data'
import { settledBy } from './words'

export type ReasonFields = Omit<NewReason, 'key' | 'phrases'>

export const CHECKS = {
  title: (title: string) => (title.trim() ? null : 'What should staff read?'),
  group: (group: string) => (group.trim() ? null : 'Which group is it reported with?'),
  goal: (goal: string) => (goal.trim() ? null : 'What does such a visitor want?'),
}

interface Props {
  // biome-ignore lint/suspicious/noExplicitAny: the form of adding has further fields
  form: UseFormReturnType<any>
  list: Pick<ReasonList, 'skills' | 'departments' | 'reasons'>
}

export function Fields({ form, list }: Props) {
  const articles = usePublished()
  const groups = [...new Set(list.reasons.map(({ group }) => group))]
  return (
    <>
      <TextInput
        label="Goal"
        description="One line for the agent, after “The visitor …”."
        placeholder="wants something repaired"
        maxLength={200}
        {...form.getInputProps('goal')}
      />
      <div className="re-pair">
        <Levels form={form} name="value" label="Value" />
        <Levels form={form} name="complexity" label="Complexity" />
      </div>
      <div className="re-pair">
        <Select
          label="Settled by"
          data={list.skills.map((skill) => ({ value: skill, label: settledBy(skill) }))}
          allowDeselect={false}
          {...form.getInputProps('skill')}
        />
        <Select
          label="Department"
          data={list.departments.map((department) => ({ value: department, label: spelledOut(department) }))}
          allowDeselect={false}
          {...form.getInputProps('department')}
        />
      </div>
      <Autocomplete
        label="Group"
        description="Reasons that are reported together."
        data={groups}
        maxLength={200}
        {...form.getInputProps('group')}
      />
      <MultiSelect
        label="Articles"
        description="Those that settle it, or help until a person is there."
        placeholder="Find an article"
        searchable
        clearable
        nothingFoundMessage="No such article."
        data={[
          ...(articles.data?.articles.map(({ id, title }) => ({ value: id, label: title })) ?? []),
          ...missing(
            form.getValues().articles,
            articles.data?.articles.map(({ id }) => id),
          ),
        ]}
        {...form.getInputProps('articles')}
      />
      <Checkbox
        label="Always a person, whatever the policy says"
        description="For safety, law and fraud."
        {...form.getInputProps('always_person', { type: 'checkbox' })}
      />
    </>
  )
}

/** Chosen articles that the list doesn't (or not yet) have: they stay choices. */
function missing(chosen: string[], known: string[] | undefined) {
  return chosen.filter((id) => !known?.includes(id)).map((id) => ({ value: id, label: id }))
}

const LEVELS: { value: Level; label: string }[] = [
  { value: 'low', label: 'Low' },
  { value: 'medium', label: 'Medium' },
  { value: 'high', label: 'High' },
]

function Levels({ form, name, label }: Pick<Props, 'form'> & { name: 'value' | 'complexity'; label: string }) {
  return (
    <div className="re-levels-field">
      <span id={`re-${name}`} className="kn-label">
        {label}
      </span>
      <SegmentedControl size="xs" aria-labelledby={`re-${name}`} data={LEVELS} {...form.getInputProps(name)} />
    </div>
  )
}
