import { describe, expect, it, vi } from 'vitest'
import { RequestFailed } from './api'
import { sizeInWords, type Upload, Uploads } from './files'
import type { Message } from './types'

const MESSAGE = { seq: 1 } as Message

function uploads(deliver: (id: string) => Promise<Message>) {
  const shown: Upload[][] = []
  const delivered: Message[] = []
  const box = new Uploads({
    deliver,
    delivered: (message) => delivered.push(message),
    changed: (now) => shown.push(now),
  })
  return { box, shown, delivered, last: () => shown.at(-1) }
}

describe('files on their way', () => {
  it('are sent one after the other and are gone when the server has them', async () => {
    const order: string[] = []
    const { box, last, delivered } = uploads(async (id) => {
      order.push(id)
      return MESSAGE
    })
    box.add('a', new File(['x'], 'a.png'))
    box.add('b', new File(['x'], 'b.png'))
    await vi.waitFor(() => expect(last()).toEqual([]))
    expect(order).toEqual(['a', 'b'])
    expect(delivered).toHaveLength(2)
  })

  it('that were refused say why, and can be tried again under the same id or let go', async () => {
    const ids: string[] = []
    const { box, last } = uploads(async (id) => {
      ids.push(id)
      throw new RequestFailed(422, 'That file is too large: at most 10 MB.')
    })
    box.add('a', new File(['x'], 'a.png'))
    await vi.waitFor(() => expect(last()?.[0]?.reason).toContain('too large'))
    box.retry('a')
    await vi.waitFor(() => expect(ids).toEqual(['a', 'a']))
    box.discard('a')
    expect(last()).toEqual([])
  })
})

it('says sizes as people do', () => {
  expect([1, 340_000, 2_400_000].map(sizeInWords)).toEqual(['1 kB', '340 kB', '2.4 MB'])
})
