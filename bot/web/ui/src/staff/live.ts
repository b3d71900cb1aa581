/** A WebSocket that comes back by itself, says when it is away, and shows it is alive. */

export type LiveState = 'connecting' | 'open' | 'lost'

export interface LiveOptions<T> {
  url: string
  onEvent: (event: T) => void
  /** Also told after each reconnection, so that the page can fetch what it missed. */
  onState: (state: LiveState) => void
  aliveEvery?: number
  /** Whether somebody did something at the page since it was asked last. */
  active?: () => boolean
  open?: (url: string) => WebSocket
}

const FIRST_WAIT = 500
const LONGEST_WAIT = 15_000

/** The wait before try number `tries` (0, 1, …): doubles, bounded, and spread by `chance` (0..1). */
export function waitBefore(tries: number, chance: number): number {
  const ceiling = Math.min(LONGEST_WAIT, FIRST_WAIT * 2 ** Math.min(tries, 10))
  return Math.round(ceiling * (0.5 + chance / 2))
}

/** Where a socket of this path lives, seen from this page. */
export function socketAddress(path: string, here: Pick<Location, 'protocol' | 'host'>): string {
  return `${here.protocol === 'https:' ? 'wss' : 'ws'}://${here.host}${path}`
}

/** Opens and keeps open; returns the way to end it. */
export function keepLive<T>(options: LiveOptions<T>): () => void {
  const open = options.open ?? ((url: string) => new WebSocket(url))
  let socket: WebSocket | null = null
  let tries = 0
  let ended = false
  let retry: ReturnType<typeof setTimeout> | undefined

  const sign = () => JSON.stringify({ type: 'alive', active: options.active?.() ?? true })
  const alive = setInterval(() => {
    if (socket?.readyState === 1) socket.send(sign())
  }, options.aliveEvery ?? 20_000)

  const connect = () => {
    clearTimeout(retry)
    if (ended) return
    const current = open(options.url)
    socket = current
    options.onState('connecting')
    current.onopen = () => {
      tries = 0
      current.send(sign())
      options.onState('open')
    }
    current.onmessage = (frame) => {
      try {
        options.onEvent(JSON.parse(String(frame.data)) as T)
      } catch {
        // A frame that isn't ours changes nothing.
      }
    }
    current.onclose = () => {
      if (ended || socket !== current) return
      options.onState('lost')
      retry = setTimeout(connect, waitBefore(tries, Math.random()))
      tries += 1
    }
  }

  const online = () => {
    if (socket?.readyState !== 1) {
      tries = 0
      connect()
    }
  }
  window.addEventListener('online', online)
  connect()

  return () => {
    ended = true
    clearInterval(alive)
    clearTimeout(retry)
    window.removeEventListener('online', online)
    socket?.close()
  }
}
