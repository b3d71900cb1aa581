/** What was done to a reason, newest first; each can be taken back. */

import { Button } from '@mantine/core'
import { useState } from 'react'
import { tell, tellFailure } from '../../staff/notices'
import { Said } from '../../staff/now'
import type { ReasonDetail, ReasonEdit } from '../../staff/types'
import { useUndo } from './data'
import { told } from './words'

const FIRST = 8

export function History({ reason }: { reason: ReasonDetail }) {
  const [all, setAll] = useState(false)
  if (reason.edits.length === 0) {
    return <p className="st-soft">Nothing: it is as it ships.</p>
  }
  const shown = all ? reason.edits : reason.edits.slice(0, FIRST)
  return (
    <>
      <ul className="re-history">
        {shown.map((edit) => (
          <Line key={edit.number} edit={edit} />
        ))}
      </ul>
      {reason.edits.length > shown.length && (
        <Button variant="subtle" size="compact-sm" onClick={() => setAll(true)}>
          Show all {reason.edits.length}
        </Button>
      )}
    </>
  )
}

function Line({ edit }: { edit: ReasonEdit }) {
  const undo = useUndo()
  return (
    <li data-undone={edit.undone || undefined}>
      <div>
        <span className="re-told">{told(edit)}</span>
        {edit.phrases.length > 0 && <span className="st-soft re-told-phrases">{edit.phrases.join(' · ')}</span>}
        <span className="st-soft">
          {edit.by}, <Said at={edit.at} />
          {edit.undone && ', taken back'}
        </span>
      </div>
      {!edit.undone && (
        <Button
          variant="subtle"
          size="compact-sm"
          loading={undo.isPending}
          aria-label={`Undo: ${told(edit)}`}
          onClick={() =>
            undo.mutate(edit.number, { onError: tellFailure, onSuccess: () => tell('Taken back, and in force.') })
          }
        >
          Undo
        </Button>
      )}
    </li>
  )
}
