/** The questions that must stay right, whatever is published, and how they stand now. */

import { ActionIcon, Button, SegmentedControl, Table, Tooltip } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import {
  IconAlertTriangle,
  IconCircleCheck,
  IconFileImport,
  IconPlus,
  IconTargetArrow,
  IconTrash,
} from '@tabler/icons-react'
import { useState } from 'react'
import { tell, tellFailure } from '../../staff/notices'
import { Said } from '../../staff/now'
import { addressOf } from '../../staff/place'
import { useMe } from '../../staff/session'
import { Empty, Failure, RowsLoading } from '../../staff/states'
import type { Golden } from '../../staff/types'
import { KnowledgeTabs } from '../knowledge/KnowledgeTabs'
import { Outcome } from '../knowledge/Regressions'
import { PageHead } from '../PageHead'
import { Sideways } from '../Sideways'
import { AddGolden } from './AddGolden'
import { useGolden, useRemoveGolden } from './data'
import { ImportGolden } from './ImportGolden'

export function GoldenQuestions() {
  const admin = useMe().role === 'admin'
  const [adding, add] = useDisclosure(false)
  const [importing, bringIn] = useDisclosure(false)
  const [wrongOnly, setWrongOnly] = useState(false)
  const { data, error, refetch } = useGolden()
  const wrong = data?.filter(({ right }) => !right) ?? []
  const shown = wrongOnly ? wrong : (data ?? [])
  return (
    <>
      <PageHead
        title="Knowledge"
        says="Questions that must stay right. Whatever would break one is stopped before it is published."
      >
        {admin && (
          <>
            <Button variant="default" size="sm" leftSection={<IconFileImport size={16} />} onClick={bringIn.open}>
              Import
            </Button>
            <Button size="sm" leftSection={<IconPlus size={16} />} onClick={add.open}>
              Add a question
            </Button>
          </>
        )}
      </PageHead>
      <KnowledgeTabs here="golden" />
      <section className="ad-card">
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {!data && !error && <RowsLoading rows={6} height={44} />}
        {data?.length === 0 && (
          <Empty
            icon={IconTargetArrow}
            title="No golden questions yet"
            action={
              admin && (
                <Button size="sm" onClick={add.open}>
                  Add the first one
                </Button>
              )
            }
          >
            Start with what visitors ask most, and with what must never be answered. Every confirmed correction adds
            one.
          </Empty>
        )}
        {data && data.length > 0 && (
          <>
            <div className="kn-filter">
              <SegmentedControl
                size="sm"
                aria-label="Which"
                value={wrongOnly ? 'wrong' : 'all'}
                onChange={(value) => setWrongOnly(value === 'wrong')}
                data={[
                  { value: 'all', label: `All ${data.length}` },
                  { value: 'wrong', label: `Wrong now ${wrong.length}` },
                ]}
              />
              <span className="st-soft kn-total">
                {wrong.length === 0
                  ? 'All are right now.'
                  : `${data.length - wrong.length} of ${data.length} are right now.`}
              </span>
            </div>
            {shown.length === 0 ? (
              <Empty title="None is wrong">Every golden question gets what it should.</Empty>
            ) : (
              <Rows questions={shown} admin={admin} />
            )}
          </>
        )}
      </section>
      <AddGolden opened={adding} onClose={add.close} />
      <ImportGolden opened={importing} onClose={bringIn.close} />
    </>
  )
}

const EXPECTED: Record<Golden['decision'], string> = {
  answer: 'Answer with',
  clarify: 'Ask back',
  abstain: 'No answer',
}

function Rows({ questions, admin }: { questions: Golden[]; admin: boolean }) {
  return (
    <Sideways label="Table of golden questions">
      <Table>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>Question</Table.Th>
            <Table.Th>What should happen</Table.Th>
            <Table.Th>Now</Table.Th>
            <Table.Th>Added</Table.Th>
            {admin && (
              <Table.Th>
                <span className="st-hidden">Remove</span>
              </Table.Th>
            )}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {questions.map((golden) => (
            <Row key={golden.id} golden={golden} admin={admin} />
          ))}
        </Table.Tbody>
      </Table>
    </Sideways>
  )
}

function Row({ golden, admin }: { golden: Golden; admin: boolean }) {
  const remove = useRemoveGolden()
  return (
    <Table.Tr>
      <Table.Td className="kn-question">
        {golden.question}
        {golden.why && <div className="st-soft">{golden.why}</div>}
      </Table.Td>
      <Table.Td className="kn-expected">
        {EXPECTED[golden.decision]}{' '}
        {golden.article_id && (
          <a href={addressOf('knowledge', golden.article_id)}>{golden.title ?? golden.article_id}</a>
        )}
      </Table.Td>
      <Table.Td className="kn-now">
        {golden.right ? (
          <span className="ad-tag ad-tag-ok">
            <IconCircleCheck size={14} aria-hidden /> Right
          </span>
        ) : (
          <>
            <span className="ad-tag ad-tag-warn">
              <IconAlertTriangle size={14} aria-hidden /> Wrong
            </span>
            <Outcome found={golden.found} />
          </>
        )}
      </Table.Td>
      <Table.Td className="kn-added">
        <span>{golden.added_by}</span>
        <Said at={golden.added_at} className="st-soft" />
      </Table.Td>
      {admin && (
        <Table.Td>
          <Tooltip label="Remove">
            <ActionIcon
              variant="subtle"
              color="accent"
              size={32}
              loading={remove.isPending}
              aria-label={`Remove “${golden.question}”`}
              onClick={() =>
                remove.mutate(golden.id, {
                  onError: tellFailure,
                  onSuccess: () => tell('Removed. It stops no publication any more.'),
                })
              }
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Tooltip>
        </Table.Td>
      )}
    </Table.Tr>
  )
}
