import { backoff } from './backoff'
import type { ClientFrame, ServerFrame } from './types'

export type Link = 'connecting' | 'live' | 'down'

export interface LiveDuties {
  address(): string
  hello(): ClientFrame
  frame(frame: ServerFrame): void
  link(link: Link): void
}

const READY_WITHIN = 8_000
const PING_EVERY = 25_000
const PONG_WITHIN = 10_000

/** The live connection: says hello, passes frames on, and comes back by itself when it is lost. */
export class Live {
  private socket: WebSocket | null = null
  private attempt = 0
  private wanted = false
  private again: ReturnType<typeof setTimeout> | undefined
  private watch: ReturnType<typeof setTimeout> | undefined

  constructor(
    private readonly duties: LiveDuties,
    private readonly open: (address: string) => WebSocket = (address) => new WebSocket(address),
    private readonly random: () => number = Math.random,
  ) {}

  start(): void {
    this.wanted = true
    if (!this.socket) this.connect()
  }

  stop(): void {
    this.wanted = false
    this.attempt = 0
    clearTimeout(this.again)
    this.drop()
  }

  /** Doesn't wait for the next try: the browser says the network is back. */
  now(): void {
    if (!this.wanted || this.ready) return
    this.attempt = 0
    clearTimeout(this.again)
    this.drop()
    this.connect()
  }

  send(frame: ClientFrame): void {
    if (this.ready) this.socket?.send(JSON.stringify(frame))
  }

  private ready = false

  private connect(): void {
    this.duties.link('connecting')
    let socket: WebSocket
    try {
      socket = this.open(this.duties.address())
    } catch {
      this.lost(null)
      return
    }
    this.socket = socket
    this.expect(READY_WITHIN)
    socket.onopen = () => socket.send(JSON.stringify(this.duties.hello()))
    socket.onmessage = (event) => this.received(socket, String(event.data))
    socket.onclose = () => this.lost(socket)
    socket.onerror = () => this.lost(socket)
  }

  private received(socket: WebSocket, data: string): void {
    if (socket !== this.socket) return
    let frame: ServerFrame
    try {
      frame = JSON.parse(data) as ServerFrame
    } catch {
      return
    }
    clearTimeout(this.watch)
    this.watch = setTimeout(() => this.ping(), PING_EVERY)
    if (frame.type === 'ready') {
      this.ready = true
      this.attempt = 0
      this.duties.link('live')
    }
    this.duties.frame(frame)
  }

  private ping(): void {
    this.send({ type: 'ping' })
    this.expect(PONG_WITHIN)
  }

  /** Gives the connection up unless a frame arrives in time. */
  private expect(milliseconds: number): void {
    clearTimeout(this.watch)
    const socket = this.socket
    this.watch = setTimeout(() => this.lost(socket), milliseconds)
  }

  private lost(socket: WebSocket | null): void {
    if (socket !== this.socket) return
    this.drop()
    if (!this.wanted) return
    this.duties.link('down')
    clearTimeout(this.again)
    this.again = setTimeout(() => this.connect(), backoff(this.attempt++, this.random))
  }

  private drop(): void {
    clearTimeout(this.watch)
    const socket = this.socket
    this.socket = null
    this.ready = false
    if (!socket) return
    socket.onopen = socket.onmessage = socket.onclose = socket.onerror = null
    try {
      socket.close()
    } catch {
      // A socket that never opened may refuse to close; it is forgotten either way.
    }
  }
}
