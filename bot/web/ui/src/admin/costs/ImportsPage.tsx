/** Contacts, orders and carts from elsewhere, as files: what was kept, and which rows could not be used. */

import { Alert, Button, FileInput, SegmentedControl, Table, TextInput } from '@mantine/core'
import { IconFileSpreadsheet } from '@tabler/icons-react'
import { useState } from 'react'
import { sentence } from '../../staff/api'
import { count, plural } from '../../staff/figures'
import { Failure, RowsLoading } from '../../staff/states'
import type { Prices, RecordsImported } from '../../staff/types'
import { PageHead } from '../PageHead'
import { Sideways } from '../Sideways'
import { useImport, usePrices, type What } from './data'
import { CostTabs } from './PricesPage'
import './costs.css'

const KINDS: { key: What; title: string; one: string; says: string }[] = [
  {
    key: 'contacts',
    title: 'Contacts',
    one: 'contact',
    says: 'E-mails, calls and forms: joined with the chats of the same visitor into cases.',
  },
  { key: 'orders', title: 'Orders', one: 'order', says: 'Orders and quotes: what chats were followed by.' },
  { key: 'carts', title: 'Carts', one: 'cart', says: 'What was put into a cart in one visit, and paid.' },
]

export function ImportsPage() {
  const { data, error, refetch } = usePrices()
  return (
    <>
      <PageHead
        title="Costs"
        says="What happened on other channels. Who it was is kept as a keyed hash only; a file sent again changes nothing."
      />
      <CostTabs here="imports" />
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <RowsLoading rows={3} height={60} />}
      {data && <Importing columns={data.columns} zone={data.time_zone} />}
    </>
  )
}

function Importing({ columns, zone }: { columns: Prices['columns']; zone: string }) {
  const [kind, setKind] = useState<What>('contacts')
  const [file, setFile] = useState<File | null>(null)
  const [clocks, setClocks] = useState(zone)
  const send = useImport()
  const { says, one } = KINDS.find(({ key }) => key === kind) ?? { says: '', one: 'row' }
  return (
    <>
      <section className="ad-card" aria-labelledby="co-file">
        <h2 id="co-file">A file</h2>
        <form
          className="co-import"
          onSubmit={(event) => {
            event.preventDefault()
            if (file) send.mutate({ what: kind, file, zone: clocks.trim() || zone })
          }}
        >
          <SegmentedControl
            aria-label="What the file holds"
            value={kind}
            onChange={(value) => {
              setKind(value as What)
              send.reset()
            }}
            data={KINDS.map(({ key, title }) => ({ value: key, label: title }))}
          />
          <p className="st-soft">{says}</p>
          <div className="co-fields">
            <FileInput
              label="CSV file"
              description="UTF-8, up to 20 MB."
              placeholder="Choose a file"
              accept="text/csv,.csv"
              leftSection={<IconFileSpreadsheet size={16} />}
              clearable
              value={file}
              onChange={(chosen) => {
                setFile(chosen)
                send.reset()
              }}
            />
            <TextInput
              label="Time zone"
              description="Of times that don't say theirs."
              value={clocks}
              onChange={(event) => setClocks(event.currentTarget.value)}
            />
          </div>
          <p className="st-soft">
            Columns: {(columns[kind] ?? []).join(', ')}. At least one says who it was: customer_id, email, phone or
            visitor_id.
          </p>
          <div>
            <Button type="submit" disabled={!file} loading={send.isPending}>
              Import
            </Button>
          </div>
        </form>
        {send.error && (
          <Alert mt="md" color="danger" variant="light" title="Nothing was imported">
            {sentence(send.error)}
          </Alert>
        )}
      </section>
      {send.data && <Report report={send.data} one={one} />}
    </>
  )
}

function Report({ report, one }: { report: RecordsImported; one: string }) {
  return (
    <section className="ad-card" aria-labelledby="co-report">
      <h2 id="co-report">What came of it</h2>
      <p role="status">
        {plural(report.added, one)} added, {count(report.unchanged)} there already
        {report.failed > 0 ? `, ${plural(report.failed, 'row')} could not be used.` : '.'}
      </p>
      {report.problems.length > 0 && (
        <Sideways label="Rows that could not be used">
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th className="st-number">Row below the headers</Table.Th>
                <Table.Th>Column</Table.Th>
                <Table.Th>What is wrong</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {report.problems.map((problem) => (
                <Table.Tr key={problem.row}>
                  <Table.Td className="st-number">{problem.row}</Table.Td>
                  <Table.Td>{problem.field ?? ''}</Table.Td>
                  <Table.Td>{problem.cause}</Table.Td>
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </Sideways>
      )}
      {report.failed > report.problems.length && (
        <p className="st-soft">The first {count(report.problems.length)} are shown.</p>
      )}
    </section>
  )
}
