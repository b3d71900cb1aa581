/** The episodes behind a figure of a replay; each opens to its timeline. */

import { Drawer, UnstyledButton } from '@mantine/core'
import { IconChevronRight } from '@tabler/icons-react'
import { useState } from 'react'
import { count } from '../../../staff/figures'
import { LevelTag, OutcomeTag } from '../../../staff/levels'
import { Said } from '../../../staff/now'
import { Timeline } from '../../figures/EpisodesDrawer'
import type { ListedEpisode, Replay, ReplayFigure } from './types'
import { likelihood } from './words'

export interface Opened {
  figure: ReplayFigure
  which: 'happened' | 'replayed'
}

interface Props {
  replay: Replay
  opened: Opened | null
  onClose: () => void
}

export function ReplayEpisodes({ replay, opened, onClose }: Props) {
  const says = opened?.which === 'happened' ? 'as it happened' : 'with this policy'
  return (
    <Drawer opened={opened !== null} onClose={onClose} size="lg" title={opened && `${opened.figure.title}, ${says}`}>
      {opened && <Behind key={opened.figure.key + opened.which} replay={replay} opened={opened} />}
    </Drawer>
  )
}

function Behind({ replay, opened }: { replay: Replay; opened: Opened }) {
  const [episode, setEpisode] = useState<string | null>(null)
  if (episode) return <Timeline id={episode} onBack={() => setEpisode(null)} />
  const behind = opened.figure.behind?.[opened.which]
  if (!behind) return null
  const then = new Set(opened.figure.behind?.happened.episodes.map((one) => one.episode_id))
  const known = new Map(replay.listed.map((one) => [one.episode_id, one]))
  return (
    <>
      <p className="st-soft">
        {behind.episodes.length < behind.total
          ? `${count(behind.episodes.length)} of ${count(behind.total)}`
          : count(behind.total)}
        {opened.which === 'replayed' ? ' that count in at least one run, new ones first' : ' in this period'}
      </p>
      <ul className="ov-episodes">
        {behind.episodes.map(({ episode_id: id, share }) => {
          const one = known.get(id)
          if (!one) return null
          const fresh = opened.which === 'replayed' && !then.has(id)
          return (
            <li key={id}>
              <Episode
                episode={one}
                note={opened.which === 'replayed' ? `${fresh ? 'New. ' : ''}${likelihood(share)}` : one.evidence}
                onOpen={() => setEpisode(id)}
              />
            </li>
          )
        })}
      </ul>
    </>
  )
}

function Episode({ episode, note, onOpen }: { episode: ListedEpisode; note: string; onOpen: () => void }) {
  return (
    <UnstyledButton className="ov-episode" onClick={onOpen}>
      <span className="ov-episode-line">
        <strong>{episode.reason_title}</strong>
        <Said at={episode.started_at} className="st-soft" />
      </span>
      <span className="re-tags">
        <LevelTag scale="value" level={episode.value} />
        <OutcomeTag outcome={episode.outcome} />
      </span>
      <span className="ov-episode-line st-soft">
        <span>{note}</span>
        <IconChevronRight size={16} aria-hidden />
      </span>
    </UnstyledButton>
  )
}
