/** The right column: everything known about the visitor, the packet first. */

import { ActionIcon } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { RowsLoading } from '../../staff/states'
import { useConversation } from '../data'
import { Brief } from './Brief'
import { Known } from './Known'
import { Tried } from './Tried'

export function Context({ id, onBack }: { id: string | null; onBack: () => void }) {
  const { data, isPending } = useConversation(id)
  const packet = data?.packet
  return (
    <aside className="dk-context" aria-label="What is known">
      <header className="dk-context-head">
        <ActionIcon
          variant="subtle"
          color="accent"
          size={40}
          aria-label="Back to the conversation"
          onClick={onBack}
          className="dk-folded"
        >
          <IconArrowLeft size={20} />
        </ActionIcon>
        <h2>What is known</h2>
      </header>
      {id !== null && isPending && <RowsLoading rows={4} height={72} />}
      {data && !packet && <p className="st-soft dk-context-none">Nothing was gathered before this message.</p>}
      {packet && (
        <div className="dk-packet">
          <Brief packet={packet} />
          <Tried packet={packet} />
          <Known packet={packet} />
        </div>
      )}
    </aside>
  )
}
