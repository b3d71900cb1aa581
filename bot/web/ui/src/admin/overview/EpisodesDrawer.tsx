/** The episodes behind a figure, and one episode's timeline with the evidence for its outcome. */

import { Button, Drawer, UnstyledButton } from '@mantine/core'
import { IconArrowLeft, IconChevronRight, IconExternalLink } from '@tabler/icons-react'
import { useState } from 'react'
import { count } from '../../staff/figures'
import { OutcomeTag } from '../../staff/levels'
import { Said } from '../../staff/now'
import { Empty, Failure, RowsLoading } from '../../staff/states'
import { exact, timeOfDay } from '../../staff/times'
import type { Episode } from '../../staff/types'
import { useEpisode, useEpisodes, type Which } from './data'
import type { Period } from './period'
import { spelledOut } from './words'

interface Props {
  which: Which | null
  period: Period
  onClose: () => void
}

export function EpisodesDrawer({ which, period, onClose }: Props) {
  return (
    <Drawer opened={which !== null} onClose={onClose} size="lg" title={which?.title}>
      {which && <Behind key={JSON.stringify(which)} which={which} period={period} />}
    </Drawer>
  )
}

function Behind({ which, period }: { which: Which; period: Period }) {
  const [opened, setOpened] = useState<string | null>(null)
  const episodes = useEpisodes(which, period)
  if (opened) return <Timeline id={opened} onBack={() => setOpened(null)} />
  if (episodes.error) return <Failure error={episodes.error} onRetry={() => void episodes.refetch()} />
  const last = episodes.data?.pages.at(-1)
  if (!last) return <RowsLoading rows={6} height={64} />
  if (last.episodes.length === 0) return <Empty title="No episodes here">None ended this way in this period.</Empty>
  return (
    <>
      <p className="st-soft">
        {last.episodes.length < last.total
          ? `The latest ${count(last.episodes.length)} of ${count(last.total)}`
          : `${count(last.total)} in this period`}
      </p>
      <ul className="ov-episodes">
        {last.episodes.map((episode) => (
          <li key={episode.episode_id}>
            <EpisodeRow episode={episode} mixed={!which.outcome} onOpen={() => setOpened(episode.episode_id)} />
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

function EpisodeRow({ episode, mixed, onOpen }: { episode: Episode; mixed: boolean; onOpen: () => void }) {
  return (
    <UnstyledButton className="ov-episode" onClick={onOpen}>
      <span className="ov-episode-line">
        <strong>{episode.reason_title || 'No reason known'}</strong>
        <span className="ov-episode-when">
          {mixed && <OutcomeTag outcome={episode.outcome} />}
          <Said at={episode.started_at} className="st-soft" />
        </span>
      </span>
      <span className="ov-episode-line st-soft">
        <span>{episode.evidence || (episode.cause ? spelledOut(episode.cause) : '')}</span>
        <IconChevronRight size={16} aria-hidden />
      </span>
    </UnstyledButton>
  )
}

export function Timeline({ id, onBack }: { id: string; onBack: () => void }) {
  const { data, error, refetch } = useEpisode(id)
  return (
    <>
      <Button variant="subtle" size="compact-sm" leftSection={<IconArrowLeft size={16} />} onClick={onBack}>
        All of these
      </Button>
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <RowsLoading rows={6} height={36} />}
      {data && (
        <div className="ov-timeline">
          <div className="ov-episode-line">
            <h3>{data.episode.reason_title || 'No reason known'}</h3>
            <OutcomeTag outcome={data.episode.outcome} />
          </div>
          {data.episode.evidence && <p className="ov-evidence">{data.episode.evidence}</p>}
          <ol>
            {data.events.map((event, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: a timeline only grows at its end
              <li key={index}>
                <time dateTime={event.at} title={exact(new Date(event.at))}>
                  {timeOfDay(new Date(event.at))}
                </time>
                <span>{event.text || spelledOut(event.type)}</span>
              </li>
            ))}
          </ol>
          <Button
            component="a"
            variant="default"
            size="xs"
            href={`/desk#/done/${encodeURIComponent(data.episode.conversation_id)}`}
            rightSection={<IconExternalLink size={14} />}
          >
            Read the conversation
          </Button>
        </div>
      )}
    </>
  )
}
