/** The rationing policy: in force, to change, as it was before; and every reason with its place in it. */

import { Skeleton, Table, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useState } from 'react'
import { plural } from '../../staff/figures'
import { LevelTag } from '../../staff/levels'
import { Empty, Failure } from '../../staff/states'
import type { Policy } from '../../staff/types'
import { spelledOut } from '../overview/words'
import { PageHead } from '../PageHead'
import { Sideways } from '../Sideways'
import { usePolicy } from './data'
import { draftOf, nameOf } from './draft'
import { PolicyEditor } from './PolicyEditor'
import { ReplayPanel } from './replay/ReplayPanel'
import './policy.css'
import './replay/replay.css'

export function PolicyPage() {
  const { data, error, refetch } = usePolicy()
  return (
    <>
      <PageHead
        title="Policy"
        says={
          data
            ? `Who gets a person, and when. In force now: ${nameOf(draftOf(data), data)}${data.number ? `, version ${data.number}` : ', as delivered'}.`
            : 'Who gets a person, and when.'
        }
      />
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton height={320} radius="md" />}
      {data && (
        <>
          <PolicyEditor key={data.number} policy={data} onReload={() => void refetch()}>
            {(draft, valid) => <ReplayPanel presets={data.presets} draft={draft} valid={valid} />}
          </PolicyEditor>
          <Reasons reasons={data.reasons} />
        </>
      )}
    </>
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
