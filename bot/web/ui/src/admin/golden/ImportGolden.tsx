/** Golden questions from a file: CSV or JSON lines. */

import { Alert, Button, FileInput, Group, Modal, Stack } from '@mantine/core'
import { IconFileText } from '@tabler/icons-react'
import { useState } from 'react'
import { sentence } from '../../staff/api'
import { type GoldenImported, useImportGolden } from './data'

export function ImportGolden({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  return (
    <Modal opened={opened} onClose={onClose} title="Import golden questions" size="md">
      <Importing onClose={onClose} />
    </Modal>
  )
}

function Importing({ onClose }: { onClose: () => void }) {
  const [file, setFile] = useState<File | null>(null)
  const bringIn = useImportGolden()
  return (
    <form
      onSubmit={async (event) => {
        event.preventDefault()
        if (file) bringIn.mutate({ name: file.name, text: await file.text() })
      }}
    >
      <Stack gap="md">
        <p>
          CSV with the columns <code>question</code>, <code>article_id</code>, <code>decision</code> and{' '}
          <code>why</code>, or JSON lines with the same names. Without an article no answer is expected.
        </p>
        <FileInput
          label="File"
          placeholder="Choose a file"
          accept=".csv,.jsonl,.json,.txt"
          leftSection={<IconFileText size={16} />}
          clearable
          value={file}
          onChange={(chosen) => {
            setFile(chosen)
            bringIn.reset()
          }}
        />
        <div aria-live="polite">
          {bringIn.error && <Alert color="danger">{sentence(bringIn.error)}</Alert>}
          {bringIn.data && <Done done={bringIn.data} />}
        </div>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose}>
            {bringIn.data ? 'Done' : 'Cancel'}
          </Button>
          <Button type="submit" loading={bringIn.isPending} disabled={!file || bringIn.data !== undefined}>
            Import
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

function Done({ done }: { done: GoldenImported }) {
  return (
    <Alert color={done.failed.length ? 'warn' : 'ok'} title={`${done.added} added, ${done.updated} changed`}>
      {done.unchanged > 0 && <p>{done.unchanged} were there already.</p>}
      {done.failed.length > 0 && (
        <ul className="kn-failures">
          {done.failed.map((failure) => (
            <li key={`${failure.row}-${failure.cause}`}>
              {failure.row !== null && `Row ${failure.row}: `}
              {failure.cause}
            </li>
          ))}
        </ul>
      )}
    </Alert>
  )
}
