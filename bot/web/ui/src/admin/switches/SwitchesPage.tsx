/** What the bot may do right now: all of it, each skill, and what visitors are told beforehand. */

import { Alert, Switch, Textarea } from '@mantine/core'
import { IconHandStop } from '@tabler/icons-react'
import { useState } from 'react'
import { Problem } from '../../staff/api'
import { tell } from '../../staff/notices'
import { Said } from '../../staff/now'
import { Failure, RowsLoading } from '../../staff/states'
import type { Switches } from '../../staff/types'
import { PageHead } from '../PageHead'
import { SaveBar } from '../SaveBar'
import { useSwitch, useSwitches } from './data'
import { draftOf, isChanged, MOST_NOTICE, switched, wishesOf } from './draft'
import './switches.css'

export function SwitchesPage() {
  const { data, error, refetch } = useSwitches()
  return (
    <>
      <PageHead
        title="Switches"
        says="What the bot may do right now. In force half a second after you save, also in conversations under way."
      />
      {error && !data && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <RowsLoading rows={6} height={60} />}
      {data && <SwitchesForm key={data.number} switches={data} onReload={() => void refetch()} />}
    </>
  )
}

function SwitchesForm({ switches, onReload }: { switches: Switches; onReload: () => void }) {
  const [draft, setDraft] = useState(() => draftOf(switches))
  const save = useSwitch()
  const problem = save.error instanceof Problem ? save.error : null
  const dirty = isChanged(draft, switches)
  return (
    <form
      className="sw-form"
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        if (dirty) save.mutate(wishesOf(draft, switches), { onSuccess: () => tell('Switched.') })
      }}
    >
      <section className="ad-card" aria-labelledby="sw-bot">
        <h2 id="sw-bot">The bot</h2>
        <Switch
          checked={draft.bot}
          label="The bot answers"
          description="Off: visitors are told that it takes a break, and get a person or leave a message."
          onChange={(event) => setDraft({ ...draft, bot: event.currentTarget.checked })}
        />
        {!switches.bot && (
          <Alert mt="md" color="warn" variant="light" icon={<IconHandStop size={18} />} title="The bot is off">
            Visitors are told so, and get a person or leave a message.
          </Alert>
        )}
      </section>
      <section className="ad-card" aria-labelledby="sw-notice">
        <h2 id="sw-notice">A notice</h2>
        <Textarea
          label="Shown in the chat before the bot answers"
          description="For an incident: what is wrong, and until when. Empty: nothing is shown."
          placeholder="Parcels to Canada are two days late this week."
          autosize
          minRows={2}
          maxLength={MOST_NOTICE}
          value={draft.notice}
          error={problem?.field === 'notice' ? problem.message : null}
          onChange={(event) => setDraft({ ...draft, notice: event.currentTarget.value })}
        />
      </section>
      <section className="ad-card" aria-labelledby="sw-skills">
        <h2 id="sw-skills">Its skills</h2>
        <p className="st-soft">Whoever wants what is off is offered a person instead, also in the middle of it.</p>
        <ul className="sw-skills">
          {switches.skills.map(({ key, title, settles }) => (
            <li key={key}>
              <Switch
                checked={!draft.off.includes(key)}
                disabled={!draft.bot}
                label={title}
                description={settled(settles.filter((reason) => reason !== title))}
                onChange={(event) => setDraft(switched(draft, key, event.currentTarget.checked))}
              />
            </li>
          ))}
        </ul>
      </section>
      <SaveBar
        dirty={dirty}
        saving={save.isPending}
        error={save.error}
        failed="Not switched"
        onDiscard={() => setDraft(draftOf(switches))}
        onReload={onReload}
      >
        {switches.number === 0 ? (
          'As delivered.'
        ) : (
          <>
            Switched by {switches.by} <Said at={switches.at} />
          </>
        )}
      </SaveBar>
    </form>
  )
}

const FEW = 3

/** The reasons that a skill settles, in a line. */
function settled(reasons: string[]): string | undefined {
  if (reasons.length === 0) return undefined
  const more = reasons.length - FEW
  return `${reasons.slice(0, FEW).join(', ')}${more > 0 ? ` and ${more} more` : ''}`
}
