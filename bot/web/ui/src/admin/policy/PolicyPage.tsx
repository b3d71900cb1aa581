/** The rationing policy as it is in force: nine cells of value by complexity, and every reason with its place. */

import { Skeleton, Table, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { api } from '../../staff/api'
import { plural } from '../../staff/figures'
import { LevelTag, type Scale } from '../../staff/levels'
import { Empty, Failure } from '../../staff/states'
import type { Level, Policy } from '../../staff/types'
import { spelledOut } from '../overview/words'
import { PageHead } from '../PageHead'
import { Sideways } from '../Sideways'

const LEVELS: Level[] = ['low', 'medium', 'high']

export function PolicyPage() {
  const { data, error, refetch } = useQuery({
    queryKey: ['policy'],
    queryFn: () => api.get<Policy>('/admin/policy'),
    staleTime: 60_000,
  })
  return (
    <>
      <PageHead
        title="Policy"
        says={
          data
            ? `Who gets a person, and when. Version ${data.policy_version}, in force now.`
            : 'Who gets a person, and when.'
        }
      />
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={320} radius="md" />}
      {data && (
        <>
          <Cells cells={data.cells} />
          <Reasons reasons={data.reasons} />
        </>
      )}
    </>
  )
}

function Heading({ scale, level }: { scale: Scale; level: Level }) {
  return <LevelTag scale={scale} level={level} />
}

function Cells({ cells }: { cells: Policy['cells'] }) {
  return (
    <section className="ad-card" aria-labelledby="po-cells">
      <h2 id="po-cells">What happens at each value and complexity</h2>
      <p className="st-soft">
        A visitor who asks for a person is offered self-service once, and connected the second time.
      </p>
      <Sideways label="Table of value and complexity">
        <table className="ad-policy">
          <thead>
            <tr>
              <td />
              {LEVELS.map((level) => (
                <th key={level} scope="col">
                  <Heading scale="complexity" level={level} />
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {LEVELS.map((value) => (
              <tr key={value}>
                <th scope="row">
                  <Heading scale="value" level={value} />
                </th>
                {LEVELS.map((complexity) => {
                  const cell = cells.find((each) => each.value === value && each.complexity === complexity)
                  return (
                    <td key={complexity} data-route={cell?.route}>
                      {cell?.text ?? '–'}
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </Sideways>
    </section>
  )
}

function Reasons({ reasons }: { reasons: Policy['reasons'] }) {
  const [text, setText] = useState('')
  const wanted = text.trim().toLowerCase()
  const shown = reasons.filter(({ title, group, skill, department }) =>
    [title, group, skill, department ?? ''].some((each) => each.toLowerCase().includes(wanted)),
  )
  return (
    <section className="ad-card" aria-labelledby="po-reasons">
      <div className="ad-head">
        <h2 id="po-reasons">{plural(reasons.length, 'reason')} visitors write for</h2>
        <TextInput
          size="xs"
          aria-label="Find a reason"
          placeholder="Find a reason"
          leftSection={<IconSearch size={14} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
      </div>
      {shown.length === 0 && <Empty title="No such reason">Try another word.</Empty>}
      {shown.length > 0 && (
        <Sideways label="Table of reasons">
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>Reason</Table.Th>
                <Table.Th>Group</Table.Th>
                <Table.Th>Value</Table.Th>
                <Table.Th>Complexity</Table.Th>
                <Table.Th>Skill</Table.Th>
                <Table.Th>Department</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {shown.map((reason) => (
                <Table.Tr key={reason.key}>
                  <Table.Td>{reason.title}</Table.Td>
                  <Table.Td>{spelledOut(reason.group)}</Table.Td>
                  <Table.Td>
                    <LevelTag scale="value" level={reason.value} />
                  </Table.Td>
                  <Table.Td>
                    <LevelTag scale="complexity" level={reason.complexity} />
                  </Table.Td>
                  <Table.Td>{spelledOut(reason.skill)}</Table.Td>
                  <Table.Td>{reason.department ? spelledOut(reason.department) : 'Any'}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Sideways>
      )}
    </section>
  )
}
