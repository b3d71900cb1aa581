/** The prepared sentences by moment: what agents get with "/". A change is live in every desk at once. */

import { ActionIcon, Button, Tooltip } from '@mantine/core'
import { IconBolt, IconPencil, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import { MOMENTS, momentTitle } from '../../desk/canned'
import { tell, tellFailure } from '../../staff/notices'
import { Empty, Failure, RowsLoading } from '../../staff/states'
import type { Canned } from '../../staff/types'
import { PageHead } from '../PageHead'
import { useCanned, useRemoveCanned } from './data'
import { EditCanned } from './EditCanned'

export function CannedPage() {
  const { data, error, refetch } = useCanned()
  const [editing, setEditing] = useState<Canned | 'new' | null>(null)
  return (
    <>
      <PageHead title="Canned messages" says="What agents get with “/” while they write. A change is there at once.">
        <Button size="sm" leftSection={<IconPlus size={16} />} onClick={() => setEditing('new')}>
          Add a message
        </Button>
      </PageHead>
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <RowsLoading rows={4} height={72} />}
      {data?.length === 0 && (
        <Empty icon={IconBolt} title="No canned messages">
          Sentences that agents write again and again belong here.
        </Empty>
      )}
      {data &&
        Object.keys(MOMENTS).map((moment) => {
          const messages = data.filter((each) => each.moment === moment)
          return messages.length > 0 ? (
            <section key={moment} className="ad-card">
              <h2 className="cn-moment">{momentTitle(moment)}</h2>
              <ul className="cn-list">
                {messages.map((each) => (
                  <Row key={each.id} message={each} onEdit={() => setEditing(each)} />
                ))}
              </ul>
            </section>
          ) : null
        })}
      <EditCanned message={editing} onClose={() => setEditing(null)} />
    </>
  )
}

function Row({ message, onEdit }: { message: Canned; onEdit: () => void }) {
  const remove = useRemoveCanned()
  return (
    <li className="cn-row">
      <div className="cn-words">
        <strong>{message.title}</strong>
        <p>{message.text}</p>
      </div>
      <Tooltip label="Change">
        <ActionIcon variant="subtle" color="accent" size={36} aria-label={`Change “${message.title}”`} onClick={onEdit}>
          <IconPencil size={18} />
        </ActionIcon>
      </Tooltip>
      <Tooltip label="Take out">
        <ActionIcon
          variant="subtle"
          color="accent"
          size={36}
          aria-label={`Take out “${message.title}”`}
          loading={remove.isPending}
          onClick={() =>
            remove.mutate(message.id, { onSuccess: () => tell(`“${message.title}” is out.`), onError: tellFailure })
          }
        >
          <IconTrash size={18} />
        </ActionIcon>
      </Tooltip>
    </li>
  )
}
