/** Files on their way to the person. A file can't be kept over a reload: what was not sent then is chosen again. */

import type { RequestFailed } from './api'
import type { Message } from './types'

export interface Upload {
  id: string
  name: string
  status: 'sending' | 'failed'
  reason?: string
}

export interface UploadDuties {
  /** Hands one file to the server; throws RequestFailed. */
  deliver(id: string, file: File): Promise<Message>
  delivered(message: Message): void
  changed(uploads: Upload[]): void
}

/** Sends files one after the other; each keeps its id, so that a second try is the same file. */
export class Uploads {
  private waiting: { upload: Upload; file: File }[] = []
  private queue: Promise<void> = Promise.resolve()

  constructor(private readonly duties: UploadDuties) {}

  add(id: string, file: File): void {
    this.waiting = [...this.waiting, { upload: { id, name: file.name, status: 'sending' }, file }]
    this.tell()
    this.send(id)
  }

  retry(id: string): void {
    this.mark(id, { status: 'sending', reason: undefined })
    this.send(id)
  }

  discard(id: string): void {
    this.waiting = this.waiting.filter(({ upload }) => upload.id !== id)
    this.tell()
  }

  private send(id: string): void {
    this.queue = this.queue.then(() => this.sendNow(id))
  }

  private async sendNow(id: string): Promise<void> {
    const found = this.waiting.find(({ upload }) => upload.id === id)
    if (!found) return
    try {
      this.duties.delivered(await this.duties.deliver(id, found.file))
      this.discard(id)
    } catch (error) {
      this.mark(id, { status: 'failed', reason: (error as RequestFailed).message })
    }
  }

  private mark(id: string, change: Partial<Upload>): void {
    this.waiting = this.waiting.map((each) =>
      each.upload.id === id ? { ...each, upload: { ...each.upload, ...change } } : each,
    )
    this.tell()
  }

  private tell(): void {
    this.duties.changed(this.waiting.map(({ upload }) => upload))
  }
}

/** "340 kB", "2.4 MB". */
export function sizeInWords(bytes: number): string {
  if (bytes < 1_000_000) return `${Math.max(1, Math.round(bytes / 1_000))} kB`
  return `${(bytes / 1_000_000).toFixed(1)} MB`
}
