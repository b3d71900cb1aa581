/** The policy in force, to look at and to change: preset, cells, limits; saved with a note. */

import { Button } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { plural } from '../../staff/figures'
import type { Policy } from '../../staff/types'
import { Cells } from './Cells'
import { badLimit, type Draft, differences, draftOf, outOfOrder } from './draft'
import { History } from './History'
import { Limits } from './Limits'
import { Presets } from './Presets'
import { SaveDialog, type Wanted } from './SaveDialog'

interface Props {
  policy: Policy
  onReload: () => void
  /** What stands below the limits and is told the draft, such as what it would have cost. */
  children?: (draft: Draft, valid: boolean) => ReactNode
}

export function PolicyEditor({ policy, onReload, children }: Props) {
  const inForce = draftOf(policy)
  const [draft, setDraft] = useState<Draft>(inForce)
  const [wanted, setWanted] = useState<Wanted | null>(null)
  const preset = policy.presets.find(({ key }) => key === draft.preset)
  const changes = differences(inForce, draft, policy)
  const disorders = outOfOrder(draft.cells)
  const wrong = badLimit(draft, policy)
  const valid = disorders.length === 0 && wrong === null
  const choose = (key: string) => {
    const chosen = policy.presets.find((each) => each.key === key)
    if (chosen) setDraft({ ...draft, preset: key, cells: { ...chosen.cells } })
  }
  return (
    <>
      <Presets presets={policy.presets} chosen={draft.preset} onChoose={choose} />
      <Cells
        choices={policy.choices}
        cells={draft.cells}
        standard={preset?.cells ?? {}}
        presetTitle={preset?.title ?? ''}
        disorders={disorders}
        onChange={(key, route) => setDraft({ ...draft, cells: { ...draft.cells, [key]: route } })}
      />
      <Limits
        limits={policy.limits}
        guards={policy.guards}
        numbers={draft.limits}
        onChange={(key, number) => setDraft({ ...draft, limits: { ...draft.limits, [key]: number } })}
      />
      {children?.(draft, valid)}
      {(changes.length > 0 || draft.preset !== inForce.preset) && (
        <div className="po-bar" role="status">
          <span className="po-bar-words">
            {changes.length === 0
              ? 'Another preset, the same cells.'
              : `${plural(changes.length, 'change')}, not saved.`}{' '}
            {disorders.length > 0 && <b>More value or complexity must never lead further from a person.</b>}
            {wrong && <b>“{wrong.title}” is out of its limits.</b>}
          </span>
          <Button variant="default" onClick={() => setDraft(inForce)}>
            Undo
          </Button>
          <Button disabled={!valid} onClick={() => setWanted({ draft, restores: null })}>
            Save…
          </Button>
        </div>
      )}
      <History policy={policy} onRestore={setWanted} />
      <SaveDialog
        policy={policy}
        wanted={wanted}
        onClose={() => setWanted(null)}
        onStale={() => {
          setWanted(null)
          onReload()
        }}
      />
    </>
  )
}
