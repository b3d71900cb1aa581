/** Reasons, skills and changes as people say them. Pure. */

import { plural } from '../../staff/figures'
import type { ReasonEdit, ReasonLine } from '../../staff/types'
import { spelledOut } from '../words'

/** Who or what settles a reason. */
export function settledBy(skill: string): string {
  if (skill === 'answer') return 'An article'
  if (skill === 'person') return 'A person'
  return `Flow: ${spelledOut(skill).toLowerCase()}`
}

/** "Repairs & spare parts" as "repairs_spare_parts": letters, digits and underscores, a letter first. */
export function keyOf(title: string): string {
  return title
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 60)
}

/** The lines of a text that say something, without the dashes of a list. */
export function linesOf(text: string): string[] {
  return text
    .split('\n')
    .map((line) => line.replace(/^\s*[-*•]\s+/, '').trim())
    .filter(Boolean)
}

/** Reasons by group, in the order in which the groups come. */
export function byGroup(reasons: ReasonLine[]): [string, ReasonLine[]][] {
  const groups = new Map<string, ReasonLine[]>()
  for (const reason of reasons) groups.set(reason.group, [...(groups.get(reason.group) ?? []), reason])
  return [...groups]
}

/** What a change did, in a line. */
export function told(edit: ReasonEdit): string {
  const back = edit.undoes === null ? '' : 'Taken back: '
  switch (edit.kind) {
    case 'added':
      return `${back}added the reason`
    case 'archived':
      return `${back}archived the reason`
    case 'restored':
      return `${back}brought the reason back`
    case 'phrases_added':
      return `${back}added ${plural(edit.phrases.length, 'phrase')}`
    case 'phrases_removed':
      return `${back}removed ${plural(edit.phrases.length, 'phrase')}`
    case 'changed':
      return (
        back +
        Object.keys(edit.after)
          .map((field) => changed(edit, field))
          .join('; ')
      )
  }
}

function changed({ before, after }: ReasonEdit, field: string): string {
  const name = spelledOut(field).toLowerCase()
  if (field === 'always_person') return after[field] ? 'always a person' : 'not always a person'
  if (field === 'articles') return 'changed the articles'
  return `${name} from “${String(before[field])}” to “${String(after[field])}”`
}
