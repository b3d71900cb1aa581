import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { Api } from './api'
import { Live } from './live'
import { Session } from './session'
import { Kept } from './storage'
import type { Conversation, Message } from './types'

/** A server in a few lines: conversations by token, messages by client_message_id. */
class FakeServer {
  messages: Message[] = []
  tokens = new Map<string, string>()
  started = 0
  down = false
  loseAnswers = 0
  seen: { path: string; body: Record<string, unknown> }[] = []
  state: Conversation['state'] = 'bot'

  fetch = async (address: RequestInfo | URL, init?: RequestInit): Promise<Response> => {
    const path = new URL(String(address)).pathname.replace('/api/v1', '')
    const body = init?.body ? JSON.parse(String(init.body)) : {}
    this.seen.push({ path, body })
    if (this.down) throw new TypeError('Failed to fetch')
    if (path === '/conversations') return this.start()
    const id = path.split('/')[2] ?? ''
    const token = new Headers(init?.headers).get('Authorization')?.slice(7)
    if (this.tokens.get(id) !== token) return json(401, { title: 'Sign in', detail: 'This conversation has ended.' })
    if (path.endsWith('/messages'))
      return init?.method === 'POST' ? this.keep(body) : json(200, this.after(String(address)))
    return json(202, {})
  }

  private start(): Response {
    this.started += 1
    const id = `c${this.started}`
    this.messages = []
    this.tokens.set(id, `t${this.started}`)
    return json(201, { conversation_id: id, token: `t${this.started}`, visitor: 'v1', expires_at: '' })
  }

  private keep(body: { text: string; client_message_id: string }): Response {
    let message = this.messages.find((known) => known.client_message_id === body.client_message_id)
    if (!message) {
      message = this.add('visitor', body.text, body.client_message_id)
      this.add('bot', `You said: ${body.text}`)
    }
    if (this.loseAnswers > 0) {
      this.loseAnswers -= 1
      throw new TypeError('Failed to fetch')
    }
    return json(202, { message })
  }

  add(author: Message['author'], text: string, clientMessageId?: string): Message {
    const message = {
      seq: this.messages.length + 1,
      author,
      text,
      at: '2026-03-01T10:00:00Z',
      payload: {},
      client_message_id: clientMessageId,
    }
    this.messages.push(message)
    return message
  }

  private after(address: string) {
    const seq = Number(new URL(address).searchParams.get('after'))
    return { messages: this.messages.filter((message) => message.seq > seq), state: this.standing() }
  }

  standing(): Conversation {
    return {
      id: 'c1',
      state: this.state,
      agent: null,
      queue: null,
      desk_open: true,
      identity: 'anonymous',
      closed_at: null,
      seen_by_agent: 0,
      back_at: null,
    }
  }
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}

let server: FakeServer
let ids: number
let socketFrames: ((frame: object) => void) | null

function session(): Session {
  return new Session({
    api: new Api('http://shop.example', server.fetch),
    kept: new Kept(localStorage),
    locale: 'en',
    context: () => ({ page: '/', pages: ['/'], cart_value: 480 }),
    now: () => new Date('2026-03-01T10:00:00Z'),
    uuid: () => {
      ids += 1
      return `id-${ids}`
    },
    later: (act, milliseconds) => void setTimeout(act, milliseconds),
    openSocket: () => {
      const socket = {
        onopen: null,
        onmessage: null,
        onclose: null,
        onerror: null,
        send: () => {},
        close: () => {},
      } as unknown as WebSocket
      socketFrames = (frame) => socket.onmessage?.({ data: JSON.stringify(frame) } as MessageEvent)
      return socket
    },
  })
}

const texts = (of: Session) => of.state.messages.map((message) => message.text)
const passing = (milliseconds: number) => vi.advanceTimersByTimeAsync(milliseconds)

beforeEach(() => {
  vi.useFakeTimers()
  localStorage.clear()
  server = new FakeServer()
  ids = 0
  socketFrames = null
})

afterEach(() => void vi.useRealTimers())

describe('a first message', () => {
  it('begins a conversation, says what the visit looks like, and brings the answer', async () => {
    const visit = session()
    visit.say('Do you ship to Canada?')
    await passing(100)
    expect(server.seen[0]?.body).toEqual({ page: '/', pages: ['/'], cart_value: 480, locale: 'en' })
    expect(texts(visit)).toEqual(['Do you ship to Canada?', 'You said: Do you ship to Canada?'])
    expect(visit.state.outbox).toEqual([])
  })

  it('begins one conversation only, however fast the next follows', async () => {
    const visit = session()
    visit.say('one')
    visit.say('two')
    void visit.askForPerson()
    await passing(100)
    expect(server.started).toBe(1)
  })

  it('is nothing when it is only blanks', async () => {
    const visit = session()
    visit.say('  \n ')
    await passing(100)
    expect(server.seen).toEqual([])
  })
})

describe('a lost connection', () => {
  it('shows a message once whose answer was lost, though it was sent twice', async () => {
    const visit = session()
    server.loseAnswers = 1
    visit.say('hello')
    await passing(5_000)
    expect(server.seen.filter(({ path }) => path === '/conversations/c1/messages').length).toBeGreaterThan(1)
    expect(texts(visit)).toEqual(['hello', 'You said: hello'])
    expect(visit.state.outbox).toEqual([])
  })

  it('keeps what was written offline, also over a reload, and sends it when the network is back', async () => {
    server.down = true
    session().say('written in the underground')
    await passing(100)
    server.down = false
    const reloaded = session()
    await reloaded.resume()
    await passing(100)
    expect(texts(reloaded)).toEqual(['written in the underground', 'You said: written in the underground'])
  })

  it('is said, and no longer said when the server answers again', async () => {
    const visit = session()
    visit.say('hello')
    await passing(100)
    server.down = true
    visit.network(true)
    await passing(100)
    expect(visit.state.unreachable).toBe(true)
    server.down = false
    visit.network(true)
    await passing(100)
    expect(visit.state.unreachable).toBe(false)
  })

  it('does not stop answers from coming: they are asked for while nothing is live', async () => {
    const visit = session()
    visit.say('hello')
    await passing(100)
    server.add('agent', 'Ada here')
    await passing(15_000)
    expect(texts(visit)).toContain('Ada here')
  })
})

describe('the live connection', () => {
  it('and the answer to a request never show one message twice', async () => {
    const visit = session()
    visit.say('hello')
    await passing(100)
    socketFrames?.({ type: 'ready', state: server.standing() })
    for (const message of server.messages) socketFrames?.({ type: 'message', message })
    expect(texts(visit)).toEqual(['hello', 'You said: hello'])
  })

  it('fetches what lies between when a message arrives out of turn', async () => {
    const visit = session()
    visit.say('hello')
    await passing(100)
    socketFrames?.({ type: 'ready', state: server.standing() })
    server.add('agent', 'first')
    const second = server.add('agent', 'second')
    socketFrames?.({ type: 'message', message: second })
    expect(texts(visit)).not.toContain('first')
    await passing(2_000)
    expect(texts(visit).slice(-2)).toEqual(['first', 'second'])
  })
})

describe('a reload', () => {
  it('goes on with the conversation of before', async () => {
    session().say('hello')
    await passing(100)
    const reloaded = session()
    await reloaded.resume()
    expect(texts(reloaded)).toEqual(['hello', 'You said: hello'])
    expect(server.started).toBe(1)
  })

  it('asks nothing of the server when there was no conversation', async () => {
    await session().resume()
    await passing(60_000)
    expect(server.seen).toEqual([])
  })
})

describe('an expired token', () => {
  it('leads to a new conversation of the same visitor that gets what was just typed', async () => {
    const visit = session()
    visit.say('hello')
    await passing(100)
    server.tokens.set('c1', 'another')
    visit.say('are you still there?')
    await passing(100)
    expect(server.started).toBe(2)
    expect(server.seen.filter(({ path }) => path === '/conversations').at(-1)?.body.visitor).toBe('v1')
    expect(texts(visit)).toEqual(['are you still there?', 'You said: are you still there?'])
    expect(visit.state.restarted).toBe(true)
  })

  it('does not begin conversations without end when every token is refused', async () => {
    vi.spyOn(server.tokens, 'set').mockReturnValue(server.tokens)
    const visit = session()
    visit.say('hello')
    await passing(60_000)
    expect(server.started).toBe(3)
    expect(visit.state.outbox).toMatchObject([{ text: 'hello', status: 'failed' }])
  })
})

it('tells what is being typed to a person only', async () => {
  const visit = session()
  visit.say('hello')
  await passing(100)
  const sent = vi.spyOn(Live.prototype, 'send')
  visit.typing('my secret')
  await passing(2_000)
  expect(sent).not.toHaveBeenCalled()
  socketFrames?.({ type: 'state', state: { ...server.standing(), state: 'human', agent: { name: 'Ada' } } })
  visit.typing('my')
  visit.typing('my order')
  await passing(2_000)
  expect(sent.mock.calls).toEqual([[{ type: 'typing', text: 'my order' }]])
})
