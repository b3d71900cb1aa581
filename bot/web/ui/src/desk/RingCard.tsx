/** A visitor rings at this agent: accept, or let them go on to the next. */

import { Button } from '@mantine/core'
import { useMutation, useQueryClient } from '@tanstack/react-query'
import { api, part } from '../staff/api'
import { LevelTag } from '../staff/levels'
import { tellFailure } from '../staff/notices'
import { useNow } from '../staff/now'
import type { QueueItem } from '../staff/types'
import { refreshLists } from './data'
import { visitorName } from './queue'

export function useLetPass() {
  const client = useQueryClient()
  return useMutation({
    mutationFn: (id: string) => api.post(`/desk/conversations/${part(id)}/pass`),
    onError: tellFailure,
    onSettled: () => refreshLists(client),
  })
}

interface Props {
  item: QueueItem
  accepting: boolean
  passing: boolean
  onAccept: () => void
  onPass: () => void
}

export function RingCard({ item, accepting, passing, onAccept, onPass }: Props) {
  const now = useNow()
  const until = item.ringing ? new Date(item.ringing.until).getTime() : 0
  const seconds = Math.max(0, Math.ceil((until - now.getTime()) / 1000))
  const name = visitorName(item.visitor)
  return (
    <section className="dk-ring" aria-label={`${name} rings at you`}>
      <span className="dk-ring-dot" aria-hidden />
      <div className="dk-ring-who">
        <strong>
          <bdi>{name}</bdi> rings at you
        </strong>
        <span className="st-soft">{item.reason_title || 'Reason not known yet'}</span>
      </div>
      <span className="dk-ring-levels">
        <LevelTag scale="value" level={item.value} />
        <LevelTag scale="complexity" level={item.complexity} />
      </span>
      <span className="st-soft dk-ring-left">goes on in {seconds} s</span>
      <Button size="sm" loading={accepting} onClick={onAccept}>
        Accept <kbd className="dk-key-hint">A</kbd>
      </Button>
      <Button size="sm" variant="default" loading={passing} onClick={onPass}>
        Let pass <kbd className="dk-key-hint">X</kbd>
      </Button>
    </section>
  )
}
