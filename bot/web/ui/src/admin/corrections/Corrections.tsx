/** Answers of the bot that agents found wrong: confirmed, each becomes a golden question. */

import { Button, Checkbox, SegmentedControl, TextInput } from '@mantine/core'
import { IconArrowRight, IconMessageReport } from '@tabler/icons-react'
import { useState } from 'react'
import { tell, tellFailure } from '../../staff/notices'
import { Said } from '../../staff/now'
import { addressOf } from '../../staff/place'
import { Empty, Failure, RowsLoading } from '../../staff/states'
import type { Correction } from '../../staff/types'
import { KnowledgeTabs } from '../knowledge/KnowledgeTabs'
import { PageHead } from '../PageHead'
import { type State, useCorrections, useDecide } from './data'

const STATES: { value: State; label: string }[] = [
  { value: 'open', label: 'Open' },
  { value: 'confirmed', label: 'Confirmed' },
  { value: 'dismissed', label: 'Dismissed' },
]

const NOTHING: Record<State, { title: string; says: string }> = {
  open: { title: 'Nothing to decide', says: 'When an agent marks an answer of the bot as wrong, it comes here.' },
  confirmed: { title: 'None confirmed yet', says: 'A confirmed correction becomes a golden question.' },
  dismissed: { title: 'None dismissed', says: 'What turned out to be right after all is kept here.' },
}

export function Corrections() {
  const [state, setState] = useState<State>('open')
  const { data, error, refetch } = useCorrections(state)
  return (
    <>
      <PageHead
        title="Knowledge"
        says="Answers that agents found wrong. Confirm one, and no publication may bring the mistake back unnoticed."
      />
      <KnowledgeTabs here="corrections" />
      <section className="ad-card">
        <div className="kn-filter">
          <SegmentedControl
            size="sm"
            aria-label="Which"
            value={state}
            onChange={(value) => setState(value as State)}
            data={STATES}
          />
        </div>
        {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
        {!data && !error && <RowsLoading rows={3} height={120} />}
        {data?.length === 0 && (
          <Empty icon={IconMessageReport} title={NOTHING[state].title}>
            {NOTHING[state].says}
          </Empty>
        )}
        {data && data.length > 0 && (
          <ul className="kn-corrections">
            {data.map((correction) => (
              <li key={correction.id}>
                {correction.state === 'open' ? <Open correction={correction} /> : <Decided correction={correction} />}
              </li>
            ))}
          </ul>
        )}
      </section>
    </>
  )
}

function Articles({ correction }: { correction: Correction }) {
  const { shown_article_id, shown_title, right_article_id, right_title } = correction
  return (
    <p className="kn-instead">
      <span>{shown_title ?? shown_article_id ?? 'No article'}</span>
      <IconArrowRight size={16} aria-hidden />
      <span className="st-hidden">should have been</span>
      {right_article_id ? (
        <a href={addressOf('knowledge', right_article_id)}>{right_title ?? right_article_id}</a>
      ) : (
        <strong>No article answers that</strong>
      )}
    </p>
  )
}

function Open({ correction }: { correction: Correction }) {
  const [question, setQuestion] = useState(correction.question)
  const [variant, setVariant] = useState(correction.add_variant)
  const decide = useDecide()
  function send(confirm: boolean) {
    const wish = { id: correction.id, confirm, question: question.trim(), add_variant: variant }
    decide.mutate(wish, {
      onError: tellFailure,
      onSuccess: (articleId) => {
        if (!confirm) tell('Dismissed.')
        else if (articleId)
          tell('Confirmed. The article has a new draft with this way of asking; publish it when ready.')
        else tell('Confirmed. It is a golden question now.')
      },
    })
  }
  return (
    <form
      className="kn-correction"
      onSubmit={(event) => {
        event.preventDefault()
        send(true)
      }}
    >
      <TextInput
        label="The visitor asked"
        description="Take out names and numbers that belong to a person."
        maxLength={500}
        value={question}
        onChange={(event) => setQuestion(event.currentTarget.value)}
      />
      <Articles correction={correction} />
      {correction.right_article_id && (
        <Checkbox
          size="sm"
          label="Also make it a way of asking for that article"
          checked={variant}
          onChange={(event) => setVariant(event.currentTarget.checked)}
        />
      )}
      <div className="kn-correction-foot">
        <span className="st-soft">
          {correction.proposed_by}, <Said at={correction.proposed_at} />
        </span>
        <Button variant="default" size="sm" disabled={decide.isPending} onClick={() => send(false)}>
          Dismiss
        </Button>
        <Button type="submit" size="sm" loading={decide.isPending} disabled={!question.trim()}>
          Confirm
        </Button>
      </div>
    </form>
  )
}

function Decided({ correction }: { correction: Correction }) {
  return (
    <div className="kn-correction">
      <p className="kn-change-question">“{correction.question}”</p>
      <Articles correction={correction} />
      <span className="st-soft">
        {correction.proposed_by}, <Said at={correction.proposed_at} />; {correction.state} by {correction.decided_by}
        {correction.decided_at && (
          <>
            {' '}
            <Said at={correction.decided_at} />
          </>
        )}
      </span>
    </div>
  )
}
