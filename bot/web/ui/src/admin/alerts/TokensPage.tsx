/** Tokens with which programs read the figures or import records: made, shown once, revoked. */

import { Button, CopyButton, Group, SegmentedControl, Table, TextInput } from '@mantine/core'
import { IconCheck, IconCopy, IconKey } from '@tabler/icons-react'
import { type FormEvent, useState } from 'react'
import { sentence } from '../../staff/api'
import { Said } from '../../staff/now'
import { Empty, Failure, RowsLoading } from '../../staff/states'
import type { ApiToken } from '../../staff/types'
import { PageHead } from '../PageHead'
import { Sideways } from '../Sideways'
import { AlertTabs } from './AlertsPage'
import { useMakeToken, useRevokeToken, useTokens } from './data'

export function TokensPage() {
  const { data, error, refetch } = useTokens()
  return (
    <>
      <PageHead
        title="API tokens"
        says="A token lets a program read all figures, or import contacts and orders; nothing else. docs/analytics.md and docs/contacts.md tell how."
      />
      <AlertTabs here="api" />
      <NewToken />
      <section className="ad-card" aria-labelledby="al-tokens">
        <h2 id="al-tokens">Tokens</h2>
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {!data && !error && <RowsLoading rows={2} height={44} />}
        {data?.length === 0 && (
          <Empty icon={IconKey} title="No tokens yet">
            Make one for each program, so that each can be revoked by itself.
          </Empty>
        )}
        {data && data.length > 0 && (
          <Sideways label="Tokens">
            <Table>
              <Table.Thead>
                <Table.Tr>
                  <Table.Th>Used by</Table.Th>
                  <Table.Th>Made</Table.Th>
                  <Table.Th>Last used</Table.Th>
                  <Table.Th>
                    <span className="st-hidden">Revoke</span>
                  </Table.Th>
                </Table.Tr>
              </Table.Thead>
              <Table.Tbody>
                {data.map((token) => (
                  <TokenRow key={token.id} token={token} />
                ))}
              </Table.Tbody>
            </Table>
          </Sideways>
        )}
      </section>
    </>
  )
}

function NewToken() {
  const [name, setName] = useState('')
  const [scope, setScope] = useState<ApiToken['scope']>('read')
  const make = useMakeToken()
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (name.trim()) make.mutate({ name: name.trim(), scope }, { onSuccess: () => setName('') })
  }
  return (
    <section className="ad-card" aria-labelledby="al-new-token">
      <h2 id="al-new-token">A new token</h2>
      <form className="al-new-token" onSubmit={submit}>
        <TextInput
          label="What will use it"
          placeholder="Warehouse import"
          maxLength={100}
          value={name}
          error={make.error ? sentence(make.error) : null}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <SegmentedControl
          aria-label="What it is for"
          value={scope}
          onChange={(value) => setScope(value as ApiToken['scope'])}
          data={[
            { value: 'read', label: 'Reads figures' },
            { value: 'import', label: 'Imports records' },
          ]}
        />
        <Button type="submit" disabled={!name.trim()} loading={make.isPending}>
          Make a token
        </Button>
      </form>
      {make.data && (
        <div className="al-made" role="status">
          <p>
            The token of <strong>{make.data.name}</strong>. It is shown only now:
          </p>
          <p className="ad-link">{make.data.token}</p>
          <Group gap="xs">
            <CopyButton value={make.data.token}>
              {({ copied, copy }) => (
                <Button
                  size="xs"
                  variant="default"
                  onClick={copy}
                  leftSection={copied ? <IconCheck size={14} /> : <IconCopy size={14} />}
                >
                  {copied ? 'Copied' : 'Copy the token'}
                </Button>
              )}
            </CopyButton>
          </Group>
        </div>
      )}
    </section>
  )
}

function TokenRow({ token }: { token: ApiToken }) {
  const revoke = useRevokeToken()
  return (
    <Table.Tr>
      <Table.Td>
        {token.name}
        <div className="st-soft">{token.scope === 'read' ? 'reads figures' : 'imports records'}</div>
      </Table.Td>
      <Table.Td>
        <Said at={token.created_at} /> <span className="st-soft">by {token.made_by}</span>
      </Table.Td>
      <Table.Td>{token.used_at ? <Said at={token.used_at} /> : <span className="st-soft">never</span>}</Table.Td>
      <Table.Td className="st-number">
        {token.revoked_at ? (
          <span className="ad-tag">
            revoked <Said at={token.revoked_at} />
          </span>
        ) : (
          <Button
            size="xs"
            variant="default"
            loading={revoke.isPending}
            onClick={() => revoke.mutate(token.id)}
            aria-label={`Revoke the token of ${token.name}`}
          >
            Revoke
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  )
}
