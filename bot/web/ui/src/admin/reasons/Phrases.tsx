/** How visitors write for a reason: several added by lines, each removed by a click. */

import { ActionIcon, Alert, Button, Textarea, TextInput, Tooltip } from '@mantine/core'
import { IconAlertTriangle, IconSearch, IconX } from '@tabler/icons-react'
import { useState } from 'react'
import { sentence } from '../../staff/api'
import { plural } from '../../staff/figures'
import { tell, tellFailure } from '../../staff/notices'
import type { PhrasesTaught, ReasonDetail } from '../../staff/types'
import { useForget, useTeach } from './data'
import { linesOf } from './words'

/** From so many on there is a box to find one. */
const MANY = 12

export function Phrases({ reason }: { reason: ReasonDetail }) {
  const [text, setText] = useState('')
  const [wanted, setWanted] = useState('')
  const teach = useTeach(reason.key)
  const lines = linesOf(text)
  const shown = reason.phrases.filter((phrase) => phrase.text.toLowerCase().includes(wanted.trim().toLowerCase()))
  // What was added last is what an admin looks for first.
  const ordered = [...shown].reverse().sort((a, b) => Number(b.added) - Number(a.added))
  return (
    <div className="re-phrases">
      <div className="re-phrases-head">
        <h2 id="re-phrases">
          How visitors write it <span className="st-soft">{plural(reason.phrases.length, 'phrase')}</span>
        </h2>
        {reason.phrases.length >= MANY && (
          <TextInput
            size="xs"
            aria-label="Find a phrase"
            placeholder="Find a phrase"
            leftSection={<IconSearch size={14} />}
            value={wanted}
            onChange={(event) => setWanted(event.currentTarget.value)}
          />
        )}
      </div>
      <form
        onSubmit={(event) => {
          event.preventDefault()
          teach.mutate(lines, {
            onSuccess: ({ added, already }) => {
              setText('')
              tell(summary(added.length, already.length))
            },
          })
        }}
      >
        <Textarea
          aria-label="Phrases to add, one a line"
          placeholder="One a line, as visitors write it"
          autosize
          minRows={2}
          maxRows={10}
          value={text}
          error={teach.error ? sentence(teach.error) : undefined}
          onChange={(event) => setText(event.currentTarget.value)}
        />
        <Button type="submit" size="sm" variant="light" loading={teach.isPending} disabled={lines.length === 0}>
          {lines.length > 1 ? `Add ${lines.length} phrases` : 'Add'}
        </Button>
      </form>
      {teach.data && <Warning flips={teach.data.flips} title={reason.title} />}
      {reason.phrases.length === 0 && (
        <p className="st-soft">No message can be read as this reason until it has phrases. Ten make it reliable.</p>
      )}
      {reason.phrases.length > 0 && ordered.length === 0 && <p className="st-soft">No such phrase.</p>}
      {ordered.length > 0 && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard
        <ul className="re-list" aria-label="Phrases" tabIndex={0}>
          {ordered.map((phrase) => (
            <Phrase key={phrase.text} id={reason.key} text={phrase.text} added={phrase.added} />
          ))}
        </ul>
      )}
    </div>
  )
}

function summary(added: number, already: number): string {
  const there = already > 0 ? ` ${plural(already, 'phrase')} it had already.` : ''
  return added > 0 ? `${plural(added, 'phrase')} learned, and in force.${there}` : there.trim()
}

function Warning({ flips, title }: { flips: PhrasesTaught['flips']; title: string }) {
  if (flips.length === 0) return null
  return (
    <Alert
      color="warn"
      icon={<IconAlertTriangle size={18} />}
      title={`Added. ${plural(flips.length, 'phrase')} of other reasons may now be read as “${title}”:`}
    >
      <ul className="re-flips">
        {flips.map((flip) => (
          <li key={flip.phrase}>
            “{flip.phrase}” <span className="st-soft">({flip.title})</span>, because of “{flip.because_of}”
          </li>
        ))}
      </ul>
      If that isn’t meant, remove the new phrase or word it more clearly.
    </Alert>
  )
}

function Phrase({ id, text, added }: { id: string; text: string; added: boolean }) {
  const forget = useForget(id)
  return (
    <li>
      <span>
        {text} {added && <span className="ad-tag ad-tag-info">Added here</span>}
      </span>
      <Tooltip label="Remove">
        <ActionIcon
          variant="subtle"
          color="accent"
          size={32}
          loading={forget.isPending}
          aria-label={`Remove “${text}”`}
          onClick={() =>
            forget.mutate([text], {
              onError: tellFailure,
              onSuccess: () => tell('Removed. “Undo” below what was changed brings it back.'),
            })
          }
        >
          <IconX size={16} />
        </ActionIcon>
      </Tooltip>
    </li>
  )
}
