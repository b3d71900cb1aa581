/** The episodes behind a figure, and one episode's story with the evidence for its outcome. */

import { Button, Drawer, UnstyledButton } from '@mantine/core'
import { IconArrowLeft, IconChevronRight, IconExternalLink } from '@tabler/icons-react'
import { useState } from 'react'
import { count, money, plural } from '../../staff/figures'
import { OutcomeTag } from '../../staff/levels'
import { Said } from '../../staff/now'
import { Empty, Failure, RowsLoading } from '../../staff/states'
import { exact, timeOfDay } from '../../staff/times'
import { spelledOut } from '../words'
import { useEpisodes, useTimeline } from './data'
import type { Filter } from './filter'
import type { EpisodeRow, Timeline as Story, Which } from './types'

interface Props {
  which: Which | null
  filter: Filter
  onClose: () => void
}

export function EpisodesDrawer({ which, filter, onClose }: Props) {
  return (
    <Drawer opened={which !== null} onClose={onClose} size="lg" title={which?.title}>
      {which && <Behind key={JSON.stringify(which)} which={which} filter={filter} />}
    </Drawer>
  )
}

function Behind({ which, filter }: { which: Which; filter: Filter }) {
  const [opened, setOpened] = useState<string | null>(null)
  const episodes = useEpisodes(which, filter)
  if (opened) return <Timeline id={opened} onBack={() => setOpened(null)} />
  if (episodes.error) return <Failure error={episodes.error} onRetry={() => void episodes.refetch()} />
  const pages = episodes.data?.pages
  if (!pages) return <RowsLoading rows={6} height={64} />
  const rows = pages.flatMap((page) => page.rows)
  const total = pages[0]?.total ?? 0
  if (total === 0) return <Empty title="No episodes here">None fits in this period.</Empty>
  return (
    <>
      <p className="st-soft" data-total={total}>
        {rows.length < total ? `The latest ${count(rows.length)} of ${count(total)}` : `${plural(total, 'episode')}`}
      </p>
      <ul className="ov-episodes">
        {rows.map((row) => (
          <li key={row.episode_id}>
            <Episode row={row} mixed={!which.narrowed?.outcome} onOpen={() => setOpened(row.episode_id)} />
          </li>
        ))}
      </ul>
      {episodes.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          loading={episodes.isFetchingNextPage}
          onClick={() => void episodes.fetchNextPage()}
        >
          Show more
        </Button>
      )}
    </>
  )
}

function Episode({ row, mixed, onOpen }: { row: EpisodeRow; mixed: boolean; onOpen: () => void }) {
  return (
    <UnstyledButton className="ov-episode" onClick={onOpen}>
      <span className="ov-episode-line">
        <strong>{row.reason_title || 'No reason known'}</strong>
        <span className="ov-episode-when">
          {mixed && <OutcomeTag outcome={row.outcome} />}
          <Said at={row.started_at} className="st-soft" />
        </span>
      </span>
      <span className="ov-episode-line st-soft">
        <span>
          {row.evidence}
          {row.came_back_at && ' The visitor came back.'}
        </span>
        <IconChevronRight size={16} aria-hidden />
      </span>
    </UnstyledButton>
  )
}

/** One episode from its beginning to its end: what its outcome rests on stands out. */
export function Timeline({ id, onBack }: { id: string; onBack: () => void }) {
  const { data, error, refetch } = useTimeline(id)
  return (
    <>
      <Button variant="subtle" size="compact-sm" leftSection={<IconArrowLeft size={16} />} onClick={onBack}>
        All of these
      </Button>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <RowsLoading rows={6} height={36} />}
      {data && <StoryTold story={data} />}
    </>
  )
}

function StoryTold({ story }: { story: Story }) {
  const { episode, events, versions } = story
  return (
    <div className="ov-timeline">
      <div className="ov-episode-line">
        <h3>{episode.reason_title || 'No reason known'}</h3>
        <OutcomeTag outcome={episode.outcome} />
      </div>
      <p className="ov-evidence">
        {episode.evidence}
        {episode.came_back_at && (
          <>
            {' '}
            The visitor came back <Said at={episode.came_back_at} />: this takes the durable credit away.
          </>
        )}
      </p>
      <ol>
        {events.map((event) => (
          <li key={event.id} data-evidence={event.evidence || undefined}>
            <time dateTime={event.at} title={exact(new Date(event.at))}>
              {timeOfDay(new Date(event.at))}
            </time>
            <span>
              {event.text || spelledOut(event.type)}
              {event.evidence && <span className="ad-tag ad-tag-info fg-evidence">evidence</span>}
            </span>
          </li>
        ))}
      </ol>
      <Case story={story} />
      {Object.keys(versions).length > 0 && (
        <p className="st-soft">
          At work:{' '}
          {Object.entries(versions)
            .map(([what, which]) => `${spelledOut(what).toLowerCase()} ${which.join(', ')}`)
            .join('; ')}
          .
        </p>
      )}
      {episode.conversation_id && (
        <Button
          component="a"
          variant="default"
          size="xs"
          href={`/desk#/done/${encodeURIComponent(episode.conversation_id)}`}
          rightSection={<IconExternalLink size={14} />}
        >
          Read the conversation
        </Button>
      )}
    </div>
  )
}

/** The case that the episode belongs to: all contacts of one matter and what they cost. */
function Case({ story }: { story: Story }) {
  if (story.case.length === 0) return null
  return (
    <section className="fg-case" aria-label="The case">
      <h4>
        The case: {plural(story.case.length, 'contact')}, {money(story.case_cost)}
      </h4>
      <table className="ad-plain-table">
        <tbody>
          {story.case.map((contact) => (
            <tr key={contact.id}>
              <th scope="row">
                {spelledOut(contact.channel)}
                {contact.is_this && <span className="st-soft"> (this one)</span>}
              </th>
              <td>
                <Said at={contact.started_at} className="st-soft" />
              </td>
              <td className="st-number">{money(contact.cost)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  )
}
