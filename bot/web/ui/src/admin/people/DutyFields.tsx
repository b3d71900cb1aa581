/** Whom somebody serves, what they know, and how many chats they take at a time. */

import { MultiSelect, NumberInput, TagsInput } from '@mantine/core'
import type { UseFormReturnType } from '@mantine/form'
import { useDepartmentNames } from '../../staff/departments'
import { useReasons } from '../reasons/data'
import { spelledOut } from '../words'

export interface Duties {
  departments: string[]
  skills: string[]
  languages: string[]
  capacity: number
}

export const NO_DUTIES: Duties = { departments: [], skills: [], languages: [], capacity: 3 }

/** What may be known: the reasons' groups and what settles them. */
function useSkills(): { value: string; label: string }[] {
  const { data } = useReasons()
  const keys = new Set((data?.reasons ?? []).flatMap(({ group, skill }) => [group, skill]))
  for (const none of ['answer', 'person']) keys.delete(none)
  return [...keys].sort().map((key) => ({ value: key, label: spelledOut(key) }))
}

export function DutyFields<Values extends Duties>({ form }: { form: UseFormReturnType<Values> }) {
  const departments = useDepartmentNames()
  const skills = useSkills()
  return (
    <>
      <MultiSelect
        label="Departments"
        description="They see and serve these. Empty: all."
        data={(departments.data ?? []).map(({ key, name }) => ({ value: key, label: name }))}
        clearable
        searchable
        {...form.getInputProps('departments')}
      />
      <MultiSelect
        label="Skills"
        description="Visitors with such a matter ring here first. Empty: anything."
        data={skills}
        clearable
        searchable
        {...form.getInputProps('skills')}
      />
      <TagsInput
        label="Languages"
        description="Two letters each, such as en or es. Empty: not asked for."
        splitChars={[',', ' ']}
        {...form.getInputProps('languages')}
      />
      <NumberInput label="Chats at a time" min={1} max={50} allowDecimal={false} {...form.getInputProps('capacity')} />
    </>
  )
}
