/** Ask as a visitor would, and see what the bot would do with the published articles. */

import { Button, TextInput } from '@mantine/core'
import { IconBan, IconCircleCheck, IconHelpCircle, type TablerIcon } from '@tabler/icons-react'
import { useState } from 'react'
import { share } from '../../staff/figures'
import { addressOf } from '../../staff/place'
import { Failure } from '../../staff/states'
import type { ArticleHit, SearchAnswer } from '../../staff/types'
import { useTry } from './data'

const DECISIONS: Record<SearchAnswer['decision'], { says: string; tag: string; Icon: TablerIcon }> = {
  answer: { says: 'The bot answers with the first article.', tag: 'ad-tag-ok', Icon: IconCircleCheck },
  clarify: { says: 'Close together: the bot asks which one is meant.', tag: 'ad-tag-info', Icon: IconHelpCircle },
  abstain: {
    says: 'Not sure enough: the bot says so and offers a way on.',
    tag: 'ad-tag-warn',
    Icon: IconBan,
  },
}

const TITLES: Record<SearchAnswer['decision'], string> = { answer: 'Answer', clarify: 'Ask back', abstain: 'No answer' }

export function TryQuestion({ here }: { here?: string }) {
  const [text, setText] = useState('')
  const ask = useTry()
  return (
    <div className="kn-try">
      <form
        onSubmit={(event) => {
          event.preventDefault()
          if (text.trim()) ask.mutate(text.trim())
        }}
      >
        <TextInput
          aria-label="A question to try"
          placeholder="How long does shipping to Canada take?"
          value={text}
          onChange={(event) => setText(event.currentTarget.value)}
          data-autofocus={here === undefined || undefined}
        />
        <Button type="submit" variant="light" loading={ask.isPending} disabled={!text.trim()}>
          Try
        </Button>
      </form>
      <p className="st-soft">Tries what is published now; a draft counts once it is live.</p>
      {ask.error && <Failure error={ask.error} />}
      <div aria-live="polite">{ask.data && <Result answer={ask.data} here={here} />}</div>
    </div>
  )
}

function Result({ answer, here }: { answer: SearchAnswer; here: string | undefined }) {
  const { says, tag, Icon } = DECISIONS[answer.decision]
  return (
    <>
      <p className="kn-decision">
        <span className={`ad-tag ${tag}`}>
          <Icon size={14} aria-hidden /> {TITLES[answer.decision]}
        </span>
        {says}
      </p>
      <ol className="kn-hits">
        {answer.hits.map((hit) => (
          <Hit key={hit.article_id} hit={hit} best={answer.hits[0]?.score ?? 0} isHere={hit.article_id === here} />
        ))}
      </ol>
      {answer.hits.length === 0 && <p className="st-soft">No article comes near.</p>}
    </>
  )
}

/** How sure the bot is of a hit, 0 to 1: one less its risk, or its score beside the best one's. */
function sureness(hit: ArticleHit, best: number): number {
  if (hit.risk !== null && hit.risk !== undefined) return Math.max(0, 1 - hit.risk)
  return best > 0 ? Math.max(0, hit.score / best) : 0
}

function Hit({ hit, best, isHere }: { hit: ArticleHit; best: number; isHere: boolean }) {
  return (
    <li>
      <span className="kn-hit-line">
        {isHere ? (
          <strong>{hit.title} (this one)</strong>
        ) : (
          <a href={addressOf('knowledge', hit.article_id)}>{hit.title}</a>
        )}
      </span>
      <meter min={0} max={1} value={sureness(hit, best)} aria-hidden="true" />
      <span className="st-soft kn-hit-figures">{share(sureness(hit, best))} sure that it answers this</span>
    </li>
  )
}
