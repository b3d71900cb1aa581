/** Setting up an authenticator app, seeing the recovery codes once, and removing it. */

import { Button, CopyButton, Group, TextInput } from '@mantine/core'
import { useState } from 'react'
import { sentence } from '../api'
import { useBegin, useConfirm, useRemove } from './data'

export function SecondFactor({ on, left }: { on: boolean; left: number }) {
  const begin = useBegin()
  const confirm = useConfirm()
  const remove = useRemove()
  const [removing, setRemoving] = useState(false)

  if (confirm.data) return <Recovery codes={confirm.data.recovery_codes} onDone={() => confirm.reset()} />
  if (on) {
    return (
      <>
        <p>
          It is on: signing in with your password also asks for a code of your app. {left} recovery{' '}
          {left === 1 ? 'code is' : 'codes are'} left.
        </p>
        {removing ? (
          <CodeForm
            label="A code of your app, or a recovery code"
            action="Switch it off"
            error={remove.error}
            busy={remove.isPending}
            onCode={(code) => remove.mutate(code, { onSuccess: () => setRemoving(false) })}
            onCancel={() => setRemoving(false)}
          />
        ) : (
          <Button size="xs" variant="default" onClick={() => setRemoving(true)}>
            Switch it off
          </Button>
        )}
      </>
    )
  }
  if (begin.data) {
    return (
      <>
        <p>Scan this with your authenticator app, then type the code that it shows.</p>
        <div className="ac-scan">
          <img src={begin.data.picture} alt="What your authenticator app scans" />
          <p className="st-soft">
            Can’t scan? Type this into the app: <code>{begin.data.secret}</code>
          </p>
        </div>
        <CodeForm
          label="Code"
          action="Switch it on"
          error={confirm.error}
          busy={confirm.isPending}
          onCode={(code) => confirm.mutate(code, { onSuccess: () => begin.reset() })}
          onCancel={() => begin.reset()}
        />
      </>
    )
  }
  return (
    <>
      <p>With an authenticator app on your phone, a stolen password alone opens nothing.</p>
      <Button size="xs" loading={begin.isPending} onClick={() => begin.mutate(undefined)}>
        Set it up
      </Button>
    </>
  )
}

interface CodeFormProps {
  label: string
  action: string
  error: unknown
  busy: boolean
  onCode: (code: string) => void
  onCancel: () => void
}

function CodeForm({ label, action, error, busy, onCode, onCancel }: CodeFormProps) {
  const [code, setCode] = useState('')
  return (
    <form
      className="ac-code"
      onSubmit={(event) => {
        event.preventDefault()
        onCode(code.trim())
      }}
    >
      <TextInput
        data-autofocus
        label={label}
        autoComplete="one-time-code"
        maxLength={20}
        value={code}
        error={error ? sentence(error) : undefined}
        onChange={(event) => setCode(event.currentTarget.value)}
      />
      <Group gap="xs">
        <Button size="xs" type="submit" loading={busy} disabled={!code.trim()}>
          {action}
        </Button>
        <Button size="xs" variant="default" onClick={onCancel}>
          Cancel
        </Button>
      </Group>
    </form>
  )
}

function Recovery({ codes, onDone }: { codes: string[]; onDone: () => void }) {
  return (
    <>
      <p>
        <strong>It is on.</strong> Keep these recovery codes where you find them without your phone. Each signs you in
        once; they are shown only now.
      </p>
      <ul className="ac-recovery">
        {codes.map((code) => (
          <li key={code}>
            <code>{code}</code>
          </li>
        ))}
      </ul>
      <Group gap="xs">
        <CopyButton value={codes.join('\n')}>
          {({ copied, copy }) => (
            <Button size="xs" onClick={copy}>
              {copied ? 'Copied' : 'Copy them'}
            </Button>
          )}
        </CopyButton>
        <Button size="xs" variant="default" onClick={onDone}>
          I have kept them
        </Button>
      </Group>
    </>
  )
}
