/** The states every list and page has besides its content: empty, loading, failed, offline, not allowed. */

import { Button, Skeleton } from '@mantine/core'
import { useNetwork } from '@mantine/hooks'
import { IconAlertCircle, IconCloudOff, IconLock, type TablerIcon } from '@tabler/icons-react'
import type { ReactNode } from 'react'
import { Problem, sentence } from './api'
import type { Me } from './types'

export function Empty(props: { icon?: TablerIcon; title: string; children?: ReactNode; action?: ReactNode }) {
  const Icon = props.icon
  return (
    <div className="st-state">
      {Icon && (
        <span className="st-state-icon">
          <Icon size={22} stroke={1.6} aria-hidden />
        </span>
      )}
      <p className="st-state-title">{props.title}</p>
      {props.children && <div className="st-state-text">{props.children}</div>}
      {props.action}
    </div>
  )
}

export function Failure({ error, onRetry, page }: { error: unknown; onRetry?: () => void; page?: boolean }) {
  const offline = error instanceof Problem && error.offline
  const refused = error instanceof Problem && error.notAllowed
  const icon = offline ? IconCloudOff : refused ? IconLock : IconAlertCircle
  const title = offline ? 'You are offline' : refused ? 'Not yours to see' : 'This could not be loaded'
  return (
    <div role="alert" className={page ? 'st-page' : undefined}>
      <Empty
        icon={icon}
        title={title}
        action={
          onRetry &&
          !refused && (
            <Button variant="default" size="xs" onClick={onRetry}>
              Try again
            </Button>
          )
        }
      >
        {sentence(error)}
      </Empty>
    </div>
  )
}

export function NoPermission({ me }: { me: Me }) {
  return (
    <div className="st-page">
      <Empty
        icon={IconLock}
        title="This page is for those who write and decide"
        action={
          <Button component="a" href="/desk" variant="default" size="sm">
            Go to the desk
          </Button>
        }
      >
        You are signed in as {me.name}. Ask an admin if you need more than the desk.
      </Empty>
    </div>
  )
}

export function CrashedPage() {
  return (
    <div className="st-page" role="alert">
      <Empty
        icon={IconAlertCircle}
        title="This page stumbled"
        action={
          <Button size="sm" onClick={() => window.location.reload()}>
            Load it again
          </Button>
        }
      >
        Nothing you sent is lost. If it happens again, tell your admin what you did last.
      </Empty>
    </div>
  )
}

export function PageLoading() {
  return (
    <div className="st-page" role="status" aria-label="Loading">
      <div className="st-loading">
        <Skeleton height={14} width="40%" />
        <Skeleton height={14} />
        <Skeleton height={14} width="75%" />
      </div>
    </div>
  )
}

/** Grey rows in the shape of a list that is on its way. */
export function RowsLoading({ rows = 4, height = 68 }: { rows?: number; height?: number }) {
  return (
    <div className="st-rows-loading" role="status" aria-label="Loading">
      {Array.from({ length: rows }, (_, index) => index).map((row) => (
        <Skeleton key={row} height={height} radius="sm" />
      ))}
    </div>
  )
}

/** One line across the top while the network is away. */
export function OfflineBar() {
  const { online } = useNetwork()
  if (online) return null
  return (
    <div className="st-offline" role="status">
      <IconCloudOff size={16} aria-hidden />
      You are offline. What you see may be old; it is brought up to date when the network is back.
    </div>
  )
}
