import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { type Link, Live } from './live'
import type { ServerFrame } from './types'

class FakeSocket {
  onopen: (() => void) | null = null
  onmessage: ((event: { data: string }) => void) | null = null
  onclose: (() => void) | null = null
  onerror: (() => void) | null = null
  sent: unknown[] = []
  closed = false
  send(text: string) {
    this.sent.push(JSON.parse(text))
  }
  close() {
    this.closed = true
  }
  receive(frame: object) {
    this.onmessage?.({ data: JSON.stringify(frame) })
  }
}

const READY = { type: 'ready', state: { id: 'c', state: 'bot' } }
let sockets: FakeSocket[]
let links: Link[]
let frames: ServerFrame[]
let after: number
let live: Live

const socket = () => sockets.at(-1) as FakeSocket

beforeEach(() => {
  vi.useFakeTimers()
  sockets = []
  links = []
  frames = []
  after = 0
  live = new Live(
    {
      address: () => 'ws://shop.example/live',
      hello: () => ({ type: 'hello', token: 't', after }),
      frame: (frame) => frames.push(frame),
      link: (link) => links.push(link),
    },
    () => {
      const made = new FakeSocket()
      sockets.push(made)
      return made as unknown as WebSocket
    },
    () => 0.5,
  )
})

afterEach(() => {
  live.stop()
  vi.useRealTimers()
})

it('says hello with the token and is live once the server is ready', () => {
  live.start()
  socket().onopen?.()
  expect(socket().sent).toEqual([{ type: 'hello', token: 't', after: 0 }])
  expect(links).toEqual(['connecting'])
  socket().receive(READY)
  expect(links).toEqual(['connecting', 'live'])
})

it('comes back by itself after a loss, and asks from where it was', () => {
  live.start()
  socket().receive(READY)
  after = 7
  socket().onclose?.()
  expect(links.at(-1)).toBe('down')
  vi.advanceTimersByTime(1_000)
  expect(sockets).toHaveLength(2)
  socket().onopen?.()
  expect(socket().sent).toEqual([{ type: 'hello', token: 't', after: 7 }])
})

it('waits longer after each failure, and not at all when the network is said to be back', () => {
  live.start()
  socket().onclose?.()
  vi.advanceTimersByTime(800)
  expect(sockets).toHaveLength(2)
  socket().onclose?.()
  vi.advanceTimersByTime(800)
  expect(sockets).toHaveLength(2)
  live.now()
  expect(sockets).toHaveLength(3)
})

it('gives up a connection on which the server never gets ready', () => {
  live.start()
  socket().onopen?.()
  const silent = socket()
  vi.advanceTimersByTime(8_000)
  expect(silent.closed).toBe(true)
  expect(links.at(-1)).toBe('down')
})

it('notices a connection that died without a word', () => {
  live.start()
  socket().receive(READY)
  vi.advanceTimersByTime(25_000)
  expect(socket().sent.at(-1)).toEqual({ type: 'ping' })
  vi.advanceTimersByTime(10_000)
  expect(links.at(-1)).toBe('down')
})

it('stays live while pongs come', () => {
  live.start()
  socket().receive(READY)
  vi.advanceTimersByTime(25_000)
  socket().receive({ type: 'pong' })
  vi.advanceTimersByTime(20_000)
  expect(links.at(-1)).toBe('live')
})

it('hears nothing more from a connection it has let go', () => {
  live.start()
  const old = socket()
  live.stop()
  old.receive(READY)
  expect(frames).toEqual([])
  vi.advanceTimersByTime(60_000)
  expect(sockets).toHaveLength(1)
})

it('does not trip over a frame that is no JSON', () => {
  live.start()
  socket().onmessage?.({ data: '<html>' })
  socket().receive(READY)
  expect(frames).toHaveLength(1)
})
