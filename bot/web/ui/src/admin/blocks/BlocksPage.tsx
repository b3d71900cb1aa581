/** Who is kept out, who was, and undoing it. */

import { Button, Table } from '@mantine/core'
import { IconBan } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, part } from '../../staff/api'
import { tell, tellFailure } from '../../staff/notices'
import { Said } from '../../staff/now'
import { Empty, Failure, RowsLoading } from '../../staff/states'
import type { Block } from '../../staff/types'
import { PageHead } from '../PageHead'
import { PeopleTabs } from '../people/PeopleTabs'
import { Sideways } from '../Sideways'

export function BlocksPage() {
  const { data, error, refetch } = useQuery({
    queryKey: ['blocks'],
    queryFn: async () => (await api.get<{ blocks: Block[] }>('/admin/blocks')).blocks,
  })
  return (
    <>
      <PageHead
        title="People"
        says="Visitors and addresses that agents keep out. Each block ends by itself, or when you undo it."
      />
      <PeopleTabs here="blocked" />
      <section className="ad-card">
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {!data && !error && <RowsLoading rows={3} height={44} />}
        {data?.length === 0 && (
          <Empty icon={IconBan} title="Nobody is blocked">
            Agents block an abuser from the head of a conversation; who it was then stands here.
          </Empty>
        )}
        {data && data.length > 0 && (
          <Sideways label="Table of blocks">
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Who</Table.Th>
                  <Table.Th>Why</Table.Th>
                  <Table.Th>By</Table.Th>
                  <Table.Th>Until</Table.Th>
                  <Table.Th>
                    <span className="st-hidden">Undo</span>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.map((block) => (
                  <BlockRow key={block.id} block={block} />
                ))}
              </Table.Tbody>
            </Table>
          </Sideways>
        )}
      </section>
    </>
  )
}

function BlockRow({ block }: { block: Block }) {
  const client = useQueryClient()
  const undo = useMutation({
    mutationFn: () => api.delete(`/admin/blocks/${part(block.id)}`),
    onSuccess: () => tell('Undone. They can write again.'),
    onError: tellFailure,
    onSettled: () => void client.invalidateQueries({ queryKey: ['blocks'] }),
  })
  const who = block.target === 'visitor' ? 'Visitor' : 'Address'
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        {who} <code className="st-soft">{block.mark}</code>
      </Table.Td>
      <Table.Td>{block.reason}</Table.Td>
      <Table.Td>
        {block.by}
        <div className="st-soft">
          <Said at={block.at} />
        </div>
      </Table.Td>
      <Table.Td>
        {new Date(block.expires_at).toLocaleDateString(undefined, { day: 'numeric', month: 'short', year: 'numeric' })}
      </Table.Td>
      <Table.Td>
        {block.in_force ? (
          <Button
            size="xs"
            variant="default"
            loading={undo.isPending}
            aria-label={`Undo the block of ${who.toLowerCase()} ${block.mark}`}
            onClick={() => undo.mutate()}
          >
            Undo
          </Button>
        ) : (
          <span className="st-soft">{block.lifted_by ? `undone by ${block.lifted_by}` : 'over'}</span>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
