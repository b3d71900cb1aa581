/** A file in the transcript: a picture is shown small, the file itself is only ever downloaded. */

import { Button } from '@mantine/core'
import { IconAlertCircle, IconClock, IconFileDownload } from '@tabler/icons-react'
import { part } from '../../staff/api'
import { sizeInWords } from '../../staff/figures'
import type { MessagePayload } from '../../staff/types'
import type { FileOnItsWay } from '../outgoing'

export function FileLink({ conversation, file }: { conversation: string; file: MessagePayload }) {
  const address = `/api/v1/desk/conversations/${part(conversation)}/files/${part(file.file_id ?? '')}`
  const name = file.name ?? 'File'
  return (
    <a className="dk-file" href={address} download={name} title={`Download ${name}`}>
      {file.image && <img src={`${address}/preview`} alt="" loading="lazy" />}
      <span className="dk-file-line">
        <IconFileDownload size={18} aria-hidden />
        <bdi>{name}</bdi>
        <span className="st-soft">{sizeInWords(file.size ?? 0)}</span>
      </span>
    </a>
  )
}

interface OnItsWayProps {
  file: FileOnItsWay
  onRetry: () => void
  onForget: () => void
}

export function FileOnItsWayBubble({ file, onRetry, onForget }: OnItsWayProps) {
  return (
    <section className="dk-group dk-group-agent">
      <div className="dk-bubble dk-bubble-agent" data-delivery={file.problem ? 'failed' : 'sending'}>
        <p className="dk-plain">{file.file.name}</p>
      </div>
      {file.problem ? (
        <div className="dk-delivery dk-delivery-failed" role="alert">
          <IconAlertCircle size={14} aria-hidden />
          <span>Not sent. {file.problem}</span>
          <Button variant="default" size="compact-xs" onClick={onRetry}>
            Try again
          </Button>
          <Button variant="subtle" size="compact-xs" onClick={onForget}>
            Discard
          </Button>
        </div>
      ) : (
        <p className="dk-delivery">
          <IconClock size={14} aria-hidden /> Sending…
        </p>
      )}
    </section>
  )
}
