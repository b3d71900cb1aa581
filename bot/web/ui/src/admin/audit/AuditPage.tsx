/** What the staff did: who, what, on what, when and from where. */

import { Button, Select, Table, TextInput } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../staff/api'
import { Said } from '../../staff/now'
import { addressOf } from '../../staff/place'
import { Empty, Failure, RowsLoading } from '../../staff/states'
import type { AuditEntry, Person } from '../../staff/types'
import { PageHead } from '../PageHead'
import { PeopleTabs } from '../people/PeopleTabs'
import { Sideways } from '../Sideways'
import { dayStart, useAuditLog } from './data'
import { factsInWords } from './facts'

export function AuditPage() {
  const [who, setWho] = useState<string | null>(null)
  const [action, setAction] = useState<string | null>(null)
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const people = useQuery({
    queryKey: ['people'],
    queryFn: async () => (await api.get<{ people: Person[] }>('/admin/people')).people,
  })
  const { data, error, refetch, hasNextPage, fetchNextPage, isFetchingNextPage } = useAuditLog({
    who,
    action,
    from: dayStart(from),
    to: dayStart(to, 1),
  })
  const entries = data?.pages.flatMap((page) => page.entries) ?? []
  const filtered = Boolean(who || action || from || to)
  return (
    <>
      <PageHead
        title="People"
        says="Everything the staff did, one line each. Words of visitors are not in it, and addresses only as a mark."
      />
      <PeopleTabs here="audit" />
      <section className="ad-card">
        <search className="kn-filter ad-filter" aria-label="Filter the audit log">
          <Select
            label="Who"
            placeholder="Anybody"
            clearable
            searchable
            size="sm"
            value={who}
            onChange={setWho}
            data={(people.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          />
          <Select
            label="What"
            placeholder="Anything"
            clearable
            searchable
            size="sm"
            value={action}
            onChange={setAction}
            data={(data?.pages[0]?.actions ?? []).map(({ key, title }) => ({ value: key, label: title }))}
          />
          <TextInput
            label="From"
            type="date"
            size="sm"
            value={from}
            max={to || undefined}
            onChange={(event) => setFrom(event.currentTarget.value)}
          />
          <TextInput
            label="To"
            type="date"
            size="sm"
            value={to}
            min={from || undefined}
            onChange={(event) => setTo(event.currentTarget.value)}
          />
        </search>
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {!data && !error && <RowsLoading rows={6} height={40} />}
        {data && entries.length === 0 && (
          <Empty icon={IconHistory} title={filtered ? 'Nothing fits' : 'Nothing yet'}>
            {filtered ? 'Choose another person, action or day.' : 'What the staff does will stand here.'}
          </Empty>
        )}
        {entries.length > 0 && (
          <Sideways label="Audit log">
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>When</Table.Th>
                  <Table.Th>Who</Table.Th>
                  <Table.Th>What</Table.Th>
                  <Table.Th>On what</Table.Th>
                  <Table.Th>From</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {entries.map((entry) => (
                  <Row key={entry.id} entry={entry} />
                ))}
              </Table.Tbody>
            </Table>
          </Sideways>
        )}
        {hasNextPage && (
          <Button variant="default" size="sm" mt="md" loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
            Show older ones
          </Button>
        )}
      </section>
    </>
  )
}

function Row({ entry }: { entry: AuditEntry }) {
  const facts = factsInWords(entry.facts)
  return (
    <Table.Tr>
      <Table.Td style={{ whiteSpace: 'nowrap' }}>
        <Said at={entry.at} />
      </Table.Td>
      <Table.Td>{entry.who}</Table.Td>
      <Table.Td>
        {entry.title}
        {facts && <div className="st-soft">{facts}</div>}
      </Table.Td>
      <Table.Td>
        <Target entry={entry} />
      </Table.Td>
      <Table.Td>
        <code className="st-soft">{entry.address ?? '–'}</code>
      </Table.Td>
    </Table.Tr>
  )
}

function Target({ entry }: { entry: AuditEntry }) {
  if (!entry.on_kind || !entry.on_id) return <span className="st-soft">–</span>
  if (entry.on_name) return <>{entry.on_name}</>
  if (entry.on_kind === 'article') return <a href={addressOf('knowledge', entry.on_id)}>{entry.on_id}</a>
  if (entry.on_kind === 'reason') return <a href={addressOf('reasons', entry.on_id)}>{entry.on_id}</a>
  return (
    <span className="st-soft">
      {entry.on_kind} {entry.on_id.slice(0, 8)}
    </span>
  )
}
