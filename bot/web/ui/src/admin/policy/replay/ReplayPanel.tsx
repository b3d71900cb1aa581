/** "What would it have cost?": another policy on what is on record. */

import { Button, NumberInput, SegmentedControl, Select } from '@mantine/core'
import { IconHistory } from '@tabler/icons-react'
import { useState } from 'react'
import { plural } from '../../../staff/figures'
import { Empty, Failure, RowsLoading } from '../../../staff/states'
import type { Policy } from '../../../staff/types'
import type { Draft } from '../draft'
import { useReplay } from './data'
import { type Days, PERIODS } from './period'
import { ReplayResult } from './ReplayResult'

const MOST_AGENTS = 500
const SET_ABOVE = 'draft'

interface Props {
  presets: Policy['presets']
  draft: Draft
  /** Whether the draft could be put in force. */
  valid: boolean
}

export function ReplayPanel({ presets, draft, valid }: Props) {
  const replay = useReplay()
  const [key, setKey] = useState(SET_ABOVE)
  const [days, setDays] = useState<Days>(30)
  const [agents, setAgents] = useState<number | null>(null)
  const preset = presets.find((each) => each.key === key)
  const can = preset !== undefined || valid
  const title = preset?.title ?? 'What was set above'
  const ask = () => can && replay.mutate({ policy: preset ? { preset: preset.key } : draft, title, days, agents })
  return (
    <section className="ad-card" aria-labelledby="re-title" aria-busy={replay.isPending}>
      <h2 id="re-title">What would it have cost?</h2>
      <p className="st-soft">
        Every decision on record is made again by the policy you choose, and the queue is simulated.
      </p>
      <form
        className="re-form"
        onSubmit={(event) => {
          event.preventDefault()
          ask()
        }}
      >
        <Select
          label="Policy"
          description={preset?.text ?? 'Cells and limits as they are on this page, saved or not.'}
          error={can ? undefined : 'This could not be put in force: mend what is marked above.'}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          data={[
            { value: SET_ABOVE, label: 'What is set above' },
            ...presets.map((each) => ({ value: each.key, label: each.title })),
          ]}
          value={key}
          onChange={(value) => value && setKey(value)}
          allowDeselect={false}
        />
        <div>
          <span className="re-label" id="re-period">
            Period
          </span>
          <SegmentedControl
            fullWidth
            aria-labelledby="re-period"
            value={String(days)}
            onChange={(value) => setDays(Number(value) as Days)}
            data={PERIODS.map((each) => ({ value: String(each), label: `${each} days` }))}
          />
        </div>
        <NumberInput
          label="Agents on duty"
          placeholder="As on record"
          min={1}
          max={MOST_AGENTS}
          allowDecimal={false}
          value={agents ?? ''}
          onChange={(value) => setAgents(typeof value === 'number' ? value : null)}
        />
        <Button type="submit" disabled={!can} loading={replay.isPending}>
          Work it out
        </Button>
      </form>
      <div aria-live="polite">
        {replay.isPending && <RowsLoading rows={5} height={44} />}
        {replay.error && <Failure error={replay.error} onRetry={ask} />}
        {replay.data && !replay.data.enough && (
          <Empty icon={IconHistory} title="Not enough on record yet">
            It takes {plural(replay.data.episodes.needed, 'finished episode')} whose decisions can be made again; this
            period has {replay.data.episodes.replayable} of them. Choose a longer one, or come back later.
          </Empty>
        )}
        {replay.data?.enough && replay.variables && (
          <ReplayResult key={replay.submittedAt} replay={replay.data} asked={replay.variables} />
        )}
      </div>
    </section>
  )
}
