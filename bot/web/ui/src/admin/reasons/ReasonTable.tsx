/** All reasons by group, with what they are worth, who settles them and how often visitors write for them. */

import { Button, Checkbox, Table, TextInput } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import { IconMessages, IconPlus, IconSearch } from '@tabler/icons-react'
import { Fragment, useState } from 'react'
import { count, plural } from '../../staff/figures'
import { LevelTag } from '../../staff/levels'
import { addressOf } from '../../staff/place'
import { Empty, Failure, RowsLoading } from '../../staff/states'
import type { ReasonLine, ReasonList } from '../../staff/types'
import { PageHead } from '../PageHead'
import { Sideways } from '../Sideways'
import { spelledOut } from '../words'
import { AddReason } from './AddReason'
import { useReasons } from './data'
import { ReasonTags } from './ReasonTags'
import { TryMessage } from './TryMessage'
import { byGroup, settledBy } from './words'

export function ReasonTable() {
  const { data, error, refetch } = useReasons()
  const [adding, add] = useDisclosure(false)
  return (
    <>
      <PageHead title="Reasons" says="Why visitors write. What you change is understood within a second or two.">
        <Button size="sm" leftSection={<IconPlus size={16} />} onClick={add.open} disabled={!data}>
          Add a reason
        </Button>
      </PageHead>
      <section className="ad-card" aria-labelledby="re-try">
        <h2 id="re-try">Try a message</h2>
        <TryMessage />
      </section>
      <section className="ad-card" aria-label="All reasons">
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {!data && !error && <RowsLoading rows={8} height={40} />}
        {data && <Filtered list={data} onAdd={add.open} />}
      </section>
      {data && <AddReason list={data} opened={adding} onClose={add.close} />}
    </>
  )
}

function Filtered({ list, onAdd }: { list: ReasonList; onAdd: () => void }) {
  const [text, setText] = useState('')
  const [archived, setArchived] = useState(false)
  const kept = list.reasons.filter((reason) => archived || !reason.archived)
  const wanted = text.trim().toLowerCase()
  const shown = kept.filter(({ title, key, group, skill, department }) =>
    [title, key, spelledOut(group), settledBy(skill), department].some((each) => each.toLowerCase().includes(wanted)),
  )
  const gone = list.reasons.length - list.reasons.filter((reason) => !reason.archived).length
  if (list.reasons.length === 0) {
    return (
      <Empty
        icon={IconMessages}
        title="No reasons yet"
        action={
          <Button size="sm" onClick={onAdd}>
            Add the first one
          </Button>
        }
      >
        Without reasons every message goes to the knowledge base, and nobody learns why visitors write.
      </Empty>
    )
  }
  return (
    <>
      <div className="kn-filter">
        <TextInput
          size="sm"
          aria-label="Find a reason"
          placeholder="Find a reason"
          leftSection={<IconSearch size={15} />}
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        {gone > 0 && (
          <Checkbox
            label={`Show ${plural(gone, 'archived one')}`}
            checked={archived}
            onChange={(event) => setArchived(event.currentTarget.checked)}
          />
        )}
        <span className="st-soft kn-total" role="status">
          {plural(shown.length, 'reason')},{' '}
          {plural(
            shown.reduce((sum, reason) => sum + reason.phrase_count, 0),
            'phrase',
          )}
        </span>
      </div>
      {shown.length === 0 ? <Empty title="No such reason">Try another word.</Empty> : <Rows reasons={shown} />}
      {list.not_recognised > 0 && (
        <p className="st-soft re-unknown">
          {plural(list.not_recognised, 'contact')} in the last 30 days fitted none of the reasons.
        </p>
      )}
    </>
  )
}

function Rows({ reasons }: { reasons: ReasonLine[] }) {
  const most = Math.max(1, ...reasons.map(({ contacts }) => contacts))
  return (
    <Sideways label="Table of reasons">
      <Table className="re-table">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Reason</Table.Th>
            <Table.Th>Value</Table.Th>
            <Table.Th>Complexity</Table.Th>
            <Table.Th>Settled by</Table.Th>
            <Table.Th>Department</Table.Th>
            <Table.Th className="st-number">Phrases</Table.Th>
            <Table.Th className="st-number">Contacts, 30 days</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {byGroup(reasons).map(([group, rows]) => (
            <Fragment key={group}>
              <Table.Tr className="re-group">
                <Table.Th colSpan={7} scope="colgroup">
                  {spelledOut(group)}
                </Table.Th>
              </Table.Tr>
              {rows.map((reason) => (
                <Row key={reason.key} reason={reason} most={most} />
              ))}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </Sideways>
  )
}

function Row({ reason, most }: { reason: ReasonLine; most: number }) {
  return (
    <Table.Tr data-archived={reason.archived || undefined}>
      <Table.Td className="re-name">
        <a href={addressOf('reasons', reason.key)}>{reason.title}</a> <ReasonTags reason={reason} />
      </Table.Td>
      <Table.Td>
        <LevelTag scale="value" level={reason.value} />
      </Table.Td>
      <Table.Td>
        <LevelTag scale="complexity" level={reason.complexity} />
      </Table.Td>
      <Table.Td>{settledBy(reason.skill)}</Table.Td>
      <Table.Td>{spelledOut(reason.department)}</Table.Td>
      <Table.Td className="st-number">
        {reason.phrase_count === 0 ? <span className="ad-tag ad-tag-warn">None yet</span> : count(reason.phrase_count)}
      </Table.Td>
      <Table.Td className="st-number re-contacts">
        {count(reason.contacts)}
        <i aria-hidden="true" style={{ width: `${(100 * reason.contacts) / most}%` }} />
      </Table.Td>
    </Table.Tr>
  )
}
