/** Who works here: list, role, active or not, and adding somebody with a one-time link. */

import { Avatar, Button, Select, Switch, Table } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconUserPlus } from '@tabler/icons-react'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { useState } from 'react'
import { initials } from '../../staff/Account'
import { api, part } from '../../staff/api'
import { useDepartmentName } from '../../staff/departments'
import { plural } from '../../staff/figures'
import { tellFailure } from '../../staff/notices'
import { useMe } from '../../staff/session'
import { Failure, RowsLoading } from '../../staff/states'
import type { Person, Role } from '../../staff/types'
import { PageHead } from '../PageHead'
import { Sideways } from '../Sideways'
import { spelledOut } from '../words'
import { AddPerson } from './AddPerson'
import { DutiesDialog } from './DutiesDialog'
import { PeopleTabs } from './PeopleTabs'
import { PersonMenu } from './PersonMenu'
import { ROLES } from './roles'

export function People() {
  const [adding, { open, close }] = useDisclosure(false)
  const [changing, setChanging] = useState<Person | null>(null)
  const { data, error, refetch } = useQuery({
    queryKey: ['people'],
    queryFn: async () => (await api.get<{ people: Person[] }>('/admin/people')).people,
  })
  return (
    <>
      <PageHead
        title="People"
        says="Agents answer in the desk, supervisors also write articles, admins also publish them and read the figures."
      >
        <Button size="sm" leftSection={<IconUserPlus size={16} />} onClick={open}>
          Add a person
        </Button>
      </PageHead>
      <PeopleTabs here="people" />
      <section className="ad-card">
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {!data && !error && <RowsLoading rows={3} height={44} />}
        {data && (
          <Sideways label="Table of people">
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Name</Table.Th>
                  <Table.Th>Serves</Table.Th>
                  <Table.Th>Role</Table.Th>
                  <Table.Th>Active</Table.Th>
                  <Table.Th>
                    <span className="st-hidden">More</span>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.map((person) => (
                  <PersonRow key={person.id} person={person} onDuties={() => setChanging(person)} />
                ))}
              </Table.Tbody>
            </Table>
          </Sideways>
        )}
      </section>
      <AddPerson opened={adding} onClose={close} />
      <DutiesDialog person={changing} onClose={() => setChanging(null)} />
    </>
  )
}

function PersonRow({ person, onDuties }: { person: Person; onDuties: () => void }) {
  const me = useMe()
  const nameOf = useDepartmentName()
  const client = useQueryClient()
  const change = useMutation({
    mutationFn: (facts: Partial<Pick<Person, 'active' | 'role'>>) =>
      api.patch(`/admin/people/${part(person.id)}`, facts),
    onError: tellFailure,
    onSettled: () => void client.invalidateQueries({ queryKey: ['people'] }),
  })
  const isMe = person.id === me.id
  return (
    <Table.Tr>
      <Table.Td>
        <div className="ad-person" data-inactive={!person.active || undefined}>
          <Avatar size={36} radius="xl" color="accent" variant="light">
            {initials(person.name)}
          </Avatar>
          <div>
            <strong>{person.name}</strong> {isMe && <span className="st-soft">(you)</span>}
            <div className="st-soft">
              {person.email}
              {person.second_factor && ' · second factor'}
            </div>
          </div>
        </div>
      </Table.Td>
      <Table.Td>
        <Button
          variant="subtle"
          size="compact-sm"
          className="ad-duties"
          aria-label={`What ${person.name} does`}
          onClick={onDuties}
        >
          {person.departments.length ? person.departments.map(nameOf).join(', ') : 'All departments'}
        </Button>
        <div className="st-soft ad-duties-more">
          {[...person.skills.map(spelledOut), ...person.languages, plural(person.capacity, 'chat')].join(' · ')}
        </div>
      </Table.Td>
      <Table.Td>
        <Select
          size="xs"
          w={132}
          aria-label={`Role of ${person.name}`}
          data={ROLES.map(({ value, title }) => ({ value, label: title }))}
          value={person.role}
          allowDeselect={false}
          disabled={isMe || change.isPending}
          onChange={(role) => role && change.mutate({ role: role as Role })}
        />
      </Table.Td>
      <Table.Td>
        <Switch
          aria-label={`${person.name} may sign in`}
          checked={person.active}
          disabled={isMe || change.isPending}
          onChange={(event) => change.mutate({ active: event.currentTarget.checked })}
        />
      </Table.Td>
      <Table.Td>
        <PersonMenu person={person} />
      </Table.Td>
    </Table.Tr>
  )
}
