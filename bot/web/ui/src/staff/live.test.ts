import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { keepLive, type LiveState, socketAddress, waitBefore } from './live'

class FakeSocket {
  readyState = 0
  sent: string[] = []
  onopen: (() => void) | null = null
  onmessage: ((frame: { data: string }) => void) | null = null
  onclose: (() => void) | null = null

  send(text: string) {
    this.sent.push(text)
  }

  close() {
    this.readyState = 3
    this.onclose?.()
  }

  opened() {
    this.readyState = 1
    this.onopen?.()
  }
}

describe('the wait before another try', () => {
  it('doubles, is bounded, and never falls below half', () => {
    expect(waitBefore(0, 1)).toBe(500)
    expect(waitBefore(3, 1)).toBe(4000)
    expect(waitBefore(30, 1)).toBe(15_000)
    expect(waitBefore(30, 0)).toBe(7500)
  })
})

describe('the address', () => {
  it("follows the page's own security", () => {
    expect(socketAddress('/x', { protocol: 'https:', host: 'a.example' })).toBe('wss://a.example/x')
    expect(socketAddress('/x', { protocol: 'http:', host: 'a:8000' })).toBe('ws://a:8000/x')
  })
})

describe('a live connection', () => {
  let sockets: FakeSocket[]
  let states: LiveState[]
  let events: unknown[]
  let end: () => void

  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('window', new EventTarget())
    sockets = []
    states = []
    events = []
    end = keepLive({
      url: 'ws://here/live',
      onEvent: (event) => events.push(event),
      onState: (state) => states.push(state),
      open: () => {
        const socket = new FakeSocket()
        sockets.push(socket)
        return socket as unknown as WebSocket
      },
    })
  })

  afterEach(() => {
    end()
    vi.useRealTimers()
    vi.unstubAllGlobals()
  })

  it('shows that it is alive when it opens and every twenty seconds', () => {
    sockets[0]?.opened()
    vi.advanceTimersByTime(41_000)
    expect(sockets[0]?.sent).toEqual(Array(3).fill('{"type":"alive","active":true}'))
  })

  it('comes back after a loss and says both', () => {
    sockets[0]?.opened()
    sockets[0]?.close()
    expect(states.at(-1)).toBe('lost')
    vi.advanceTimersByTime(600)
    sockets[1]?.opened()
    expect(states.at(-1)).toBe('open')
  })

  it("passes events on and ignores what isn't JSON", () => {
    sockets[0]?.onmessage?.({ data: '<html>' })
    sockets[0]?.onmessage?.({ data: '{"type":"queue"}' })
    expect(events).toEqual([{ type: 'queue' }])
  })

  it('stays closed once it was ended', () => {
    end()
    vi.advanceTimersByTime(60_000)
    expect(sockets).toHaveLength(1)
  })
})
