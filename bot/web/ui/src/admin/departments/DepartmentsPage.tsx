/** The departments: open or not, when, and how their visitors get to agents. */

import { Button, Table } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import { useState } from 'react'
import { plural } from '../../staff/figures'
import { Failure, RowsLoading } from '../../staff/states'
import type { Department, DepartmentsPage as Page } from '../../staff/types'
import { PageHead } from '../PageHead'
import { PeopleTabs } from '../people/PeopleTabs'
import { Sideways } from '../Sideways'
import './departments.css'
import { useDepartments } from './data'
import { type Draft, draftOf, newDraft, weekInWords } from './draft'
import { EditDepartment } from './EditDepartment'

const ownZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone

export function DepartmentsPage() {
  const { data, error, refetch } = useDepartments()
  const [draft, setDraft] = useState<Draft | null>(null)
  return (
    <>
      <PageHead
        title="Departments"
        says="When each is open, how its visitors get to agents, and where a wait goes on. A change counts at once."
      >
        <Button
          size="sm"
          leftSection={<IconPlus size={16} />}
          disabled={!data}
          onClick={() => setDraft(newDraft(data?.timezones.includes(ownZone()) ? ownZone() : 'UTC'))}
        >
          Add a department
        </Button>
      </PageHead>
      <PeopleTabs here="departments" />
      <section className="ad-card">
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {!data && !error && <RowsLoading rows={5} height={44} />}
        {data && (
          <Sideways label="Table of departments">
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Name</Table.Th>
                  <Table.Th>Now</Table.Th>
                  <Table.Th>Hours</Table.Th>
                  <Table.Th>Visitors</Table.Th>
                  <Table.Th>Longest wait</Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.departments.map((one) => (
                  <Row key={one.key} one={one} page={data} onOpen={() => setDraft(draftOf(one))} />
                ))}
              </Table.Tbody>
            </Table>
          </Sideways>
        )}
      </section>
      {data && <EditDepartment draft={draft} page={data} onClose={() => setDraft(null)} />}
    </>
  )
}

function Row({ one, page, onOpen }: { one: Department; page: Page; onOpen: () => void }) {
  const next = page.departments.find(({ key }) => key === one.next_department)
  return (
    <Table.Tr>
      <Table.Td>
        <button type="button" className="de-open" onClick={onOpen}>
          {one.name}
        </button>
        <div className="st-soft">
          {one.agents === 0 ? 'Nobody serves it' : `${plural(one.agents, 'person', 'people')}`}
        </div>
      </Table.Td>
      <Table.Td>
        <span className={`ad-tag ${one.open ? 'ad-tag-ok' : ''}`}>{one.open ? 'Open' : 'Closed'}</span>
        {!one.open && (
          <div className="st-soft">{one.closed_today ?? (one.opens ? `Back ${one.opens}` : 'No hours at all')}</div>
        )}
      </Table.Td>
      <Table.Td>
        {weekInWords(one.week)}
        <div className="st-soft">{one.timezone}</div>
      </Table.Td>
      <Table.Td>{one.assignment === 'push' ? 'Ring at one agent' : 'Are taken by agents'}</Table.Td>
      <Table.Td>
        {one.queue_timeout_minutes ?? page.queue_timeout_minutes} min
        <div className="st-soft">{next ? `then ${next.name}` : 'then a message'}</div>
      </Table.Td>
    </Table.Tr>
  )
}
