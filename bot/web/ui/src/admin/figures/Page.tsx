/** What every page of figures is: loading, failed, empty or there, with a drawer for the episodes behind. */

import { Skeleton } from '@mantine/core'
import { IconMessageChatbot } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { Empty, Failure } from '../../staff/states'
import { EpisodesDrawer } from './EpisodesDrawer'
import { type Filter, isNarrowed, periodWords } from './filter'
import type { Which } from './types'

interface Props<Data> {
  filter: Filter
  query: { data: Data | undefined; error: unknown; isPlaceholderData?: boolean; refetch: () => unknown }
  /** Whether there is nothing to show. */
  empty?: (data: Data) => boolean
  children: (data: Data, open: (which: Which) => void) => ReactNode
}

export function Page<Data>({ filter, query, empty, children }: Props<Data>) {
  const [which, setWhich] = useState<Which | null>(null)
  const { data, error, isPlaceholderData, refetch } = query
  if (data === undefined) {
    return error ? <Failure error={error} onRetry={() => void refetch()} /> : <Loading />
  }
  return (
    <div className="fg-page" aria-busy={isPlaceholderData || undefined}>
      {empty?.(data) ? <Nothing filter={filter} /> : children(data, setWhich)}
      <EpisodesDrawer which={which} filter={filter} onClose={() => setWhich(null)} />
    </div>
  )
}

export function Nothing({ filter }: { filter: Filter }) {
  return (
    <section className="ad-card">
      {isNarrowed(filter) ? (
        <Empty icon={IconMessageChatbot} title="Nothing fits these filters">
          There are no such episodes in {periodWords(filter)}. Choose another period, or fewer filters.
        </Empty>
      ) : (
        <Empty icon={IconMessageChatbot} title="Nothing in this period yet">
          As soon as visitors write, the figures stand here. Try it on the <a href="/">shop page</a>.
        </Empty>
      )}
    </section>
  )
}

export function Loading() {
  return (
    <div role="status" aria-label="Loading" className="ov-loading">
      <Skeleton height={200} radius="md" />
      <Skeleton height={90} radius="md" />
      <Skeleton height={260} radius="md" />
    </div>
  )
}
