/** Which alerts are wanted, at which limits, and to whom they go. */

import { Alert, NumberInput, Switch, TagsInput, TextInput } from '@mantine/core'
import { IconMailOff } from '@tabler/icons-react'
import { useState } from 'react'
import { Problem } from '../../staff/api'
import { tell } from '../../staff/notices'
import { Said } from '../../staff/now'
import type { AlertLine, Alerts } from '../../staff/types'
import { SaveBar } from '../SaveBar'
import { useSaveAlerts } from './data'
import { type Draft, draftOf, isChanged, limitProblem, UNIT_WORDS, wishesOf } from './draft'
import { Webhook } from './Webhook'

export function AlertsForm({ alerts, onReload }: { alerts: Alerts; onReload: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(alerts))
  const save = useSaveAlerts()
  const change = (some: Partial<Draft>) => setDraft({ ...draft, ...some })
  const problem = save.error instanceof Problem ? save.error : null
  const at = (field: string) => (problem?.field === field ? problem.message : null)
  const wrong = alerts.alerts.some((line) => limitProblem(line, draft.limits[line.kind]))
  const dirty = isChanged(draft, alerts)
  const submit = () => save.mutate(wishesOf(draft, alerts), { onSuccess: () => tell('The alerts are changed.') })
  return (
    <form
      className="al-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (!wrong && dirty) submit()
      }}
    >
      <section className="ad-card" aria-labelledby="al-when">
        <h2 id="al-when">When</h2>
        <ul className="al-lines">
          {alerts.alerts.map((line) => (
            <Line key={line.kind} line={line} draft={draft} said={at(`thresholds.${line.kind}`)} onChange={change} />
          ))}
        </ul>
      </section>
      <section className="ad-card" aria-labelledby="al-whom">
        <h2 id="al-whom">To whom</h2>
        {!alerts.mail_leaves && (
          <Alert color="warn" variant="light" icon={<IconMailOff size={18} />} title="No mail leaves this installation">
            Alerts wait in the outbox until an operator sets a mail server (FIRSTLINE_SMTP_URL).
          </Alert>
        )}
        <div className="al-whom">
          <TagsInput
            label="E-mail"
            description="Enter after each address."
            placeholder={draft.recipients.length > 0 ? undefined : 'name@example.com'}
            value={draft.recipients}
            error={at('recipients')}
            acceptValueOnBlur
            splitChars={[',', ';', ' ']}
            onChange={(recipients) => change({ recipients })}
          />
          <TextInput
            label="Webhook"
            description="Gets a signed message; docs/alerts.md tells how to check it."
            type="url"
            placeholder="https://hooks.example.com/firstline"
            value={draft.webhook}
            error={at('webhook')}
            onChange={(event) => change({ webhook: event.currentTarget.value })}
          />
        </div>
        <Webhook alerts={alerts} />
      </section>
      <SaveBar
        dirty={dirty}
        wrong={wrong}
        saving={save.isPending}
        error={save.error}
        failed="Not saved"
        onDiscard={() => setDraft(draftOf(alerts))}
        onReload={onReload}
      >
        {alerts.number === 0 ? (
          'As delivered; nobody is told yet.'
        ) : (
          <>
            Changed by {alerts.by} <Said at={alerts.at} />
          </>
        )}
      </SaveBar>
    </form>
  )
}

interface LineProps {
  line: AlertLine
  draft: Draft
  said: string | null
  onChange: (some: Partial<Draft>) => void
}

function Line({ line, draft, said, onChange }: LineProps) {
  const { kind, title, text, unit } = line
  const on = draft.on[kind] ?? false
  const limit = draft.limits[kind]
  return (
    <li>
      <Switch
        checked={on}
        label={title}
        description={text}
        onChange={(event) => onChange({ on: { ...draft.on, [kind]: event.currentTarget.checked } })}
      />
      <NumberInput
        size="sm"
        className="al-limit"
        aria-label={`Limit: ${title}`}
        rightSection={null}
        suffix={` ${UNIT_WORDS[unit]}`}
        hideControls
        allowNegative={false}
        decimalScale={unit === 'seconds' ? 0 : 2}
        disabled={!on}
        value={limit === undefined || Number.isNaN(limit) ? '' : limit}
        error={said ?? limitProblem(line, limit)}
        onChange={(value) =>
          onChange({ limits: { ...draft.limits, [kind]: typeof value === 'number' ? value : Number.NaN } })
        }
      />
      {line.raised && (
        <span className="ad-tag ad-tag-warn">
          raised <Said at={line.since} />
        </span>
      )}
    </li>
  )
}
