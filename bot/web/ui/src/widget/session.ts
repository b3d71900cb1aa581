import { type Api, type Credentials, RequestFailed } from './api'
import { Courier, type Outgoing } from './courier'
import { Uploads } from './files'
import { type Link, Live } from './live'
import * as rules from './state'
import { nothing, type State } from './state'
import type { Kept } from './storage'
import type { Context, Message, ServerFrame } from './types'

/** What surrounds a session; a test gives its own. */
export interface Surroundings {
  api: Api
  kept: Kept
  locale: string
  identityToken?: string
  context(): Context
  now(): Date
  uuid(): string
  later(act: () => void, milliseconds: number): void
  openSocket?: (address: string) => WebSocket
}

const POLL_EVERY = 4_000
const TYPING_AT_MOST_EVERY = 700

/**
 * One visitor's conversation: keeps `state`, tells its listeners, and does what the visitor asks.
 * Messages go through the courier (kept until acknowledged), arrive over the live connection or by polling.
 */
export class Session {
  state: State = nothing
  private readonly listeners = new Set<() => void>()
  private readonly courier: Courier
  private readonly live: Live
  private readonly files: Uploads
  private who: Credentials | null
  private starting: Promise<Credentials> | null = null
  private polling = false
  private typed: { text: string; due: boolean; sent: string } = { text: '', due: false, sent: '' }

  constructor(private readonly around: Surroundings) {
    this.who = around.kept.read<Credentials>('conversation')
    this.courier = new Courier(around.kept, {
      deliver: (message) => this.deliver(message),
      delivered: (message) => this.arrived([message], false),
      expired: () => this.renew(),
      changed: (outbox) => this.set({ outbox }),
      later: around.later,
    })
    this.files = new Uploads({
      deliver: async (id, file) => this.around.api.sendFile(await this.credentials(), id, file),
      delivered: (message) => this.arrived([message], false),
      changed: (uploads) => this.set({ uploads }),
    })
    this.live = new Live(
      {
        address: () => around.api.liveAddress(this.who as Credentials),
        hello: () => ({ type: 'hello', token: this.who?.token ?? '', after: this.state.complete }),
        frame: (frame) => this.frame(frame),
        link: (link) => this.linked(link),
      },
      around.openSocket,
    )
    this.state = { ...nothing, outbox: this.courier.waiting, seen: around.kept.read<number>('seen') ?? 0 }
  }

  listen(listener: () => void): () => void {
    this.listeners.add(listener)
    return () => this.listeners.delete(listener)
  }

  /** Called once when the page has loaded: goes on with the conversation of before, if there is one. */
  async resume(): Promise<void> {
    if (!this.who) {
      if (this.state.outbox.length) this.courier.retry()
      return
    }
    this.set({ surveyed: this.around.kept.read<string>('surveyed') === this.who.id })
    await this.fetch()
    if (!this.who) return
    if (this.state.outbox.length) this.courier.retry()
    if (this.state.conversation?.state !== 'closed') this.live.start()
    this.around.api.context(this.who, this.around.context()).catch(ignore)
  }

  async loadTopics(): Promise<void> {
    if (this.state.topics) return
    try {
      this.set({ topics: await this.around.api.topics(), topicsFailed: false })
    } catch {
      this.set({ topicsFailed: true })
    }
  }

  say(text: string, choice?: string): void {
    const said = text.trim()
    if (!said) return
    this.typed = { text: '', due: false, sent: '' }
    this.set({ restarted: false, problem: null, leftTo: null })
    this.courier.add({
      client_message_id: this.around.uuid(),
      text: said,
      choice,
      at: this.around.now().toISOString(),
      status: 'sending',
      tries: 0,
    })
  }

  retry = (): void => this.courier.retry()
  discard = (id: string): void => this.courier.discard(id)

  sendFile(file: File): void {
    this.files.add(this.around.uuid(), file)
  }

  retryFile = (id: string): void => this.files.retry(id)
  discardFile = (id: string): void => this.files.discard(id)
  file = async (id: string, preview = false): Promise<Blob> =>
    this.around.api.file(await this.credentials(), id, preview)

  /** "Talk to a person": the server decides, by the same rules as when it is asked in words. */
  askForPerson(): Promise<boolean> {
    return this.ask(async (who) => {
      await this.around.api.person(who)
      if (rules.botOwns(this.state)) this.expectAnswer()
    })
  }

  leaveQueue = () => this.ask((who) => this.around.api.leaveQueue(who))
  endChat = () => this.ask((who) => this.around.api.close(who))
  leaveMessage = async (left: { name: string; email: string; text: string }): Promise<void> => {
    await this.around.api.leaveMessage(await this.credentials(), left)
    this.set({ leaving: false, leftTo: left.email })
    await this.fetch()
  }

  async survey(answers: { csat?: number; nps?: number }): Promise<void> {
    if (this.who) await this.around.api.survey(this.who, answers)
  }

  /** Never asks again about this conversation; `hide` also takes the card away now. */
  surveyDone(hide: boolean): void {
    if (this.who) this.around.kept.write('surveyed', this.who.id)
    if (hide) this.set({ surveyed: true })
  }

  showLeaveMessage = (leaving: boolean): void => this.set({ leaving })
  dismissProblem = (): void => this.set({ problem: null })
  mailTranscript = async (email: string): Promise<void> => {
    await this.around.api.mailTranscript(await this.credentials(), email)
  }

  transcript = async (): Promise<string> => this.around.api.transcript(await this.credentials())
  articles = (query: string) => this.around.api.articles(query)
  article = (id: string) => this.around.api.article(id)

  /** What stands in the input now. Only a person is shown it, so only then does it leave the page. */
  typing(text: string): void {
    this.typed.text = text
    if (this.typed.due || !rules.personOwns(this.state)) return
    this.typed.due = true
    this.around.later(() => {
      this.typed.due = false
      if (this.typed.text === this.typed.sent) return
      this.typed.sent = this.typed.text
      this.live.send({ type: 'typing', text: this.typed.text })
    }, TYPING_AT_MOST_EVERY)
  }

  /** The visitor has everything so far before the eyes. */
  saw(): void {
    const seq = rules.lastSeq(this.state)
    if (seq <= this.state.seen) return
    this.set({ seen: seq })
    this.around.kept.write('seen', seq)
    this.live.send({ type: 'seen', seq })
  }

  network(online: boolean): void {
    this.set({ online })
    if (!online || !this.who) {
      if (online && this.state.outbox.length) this.courier.retry()
      return
    }
    this.live.now()
    if (this.state.outbox.length) this.courier.retry()
    void this.fetch()
  }

  /** The page is looked at again: a sleeping phone may have lost the connection unnoticed. */
  wake(): void {
    if (this.who && this.state.link !== 'live') this.network(navigator.onLine)
  }

  contextChanged(): void {
    if (this.who) this.around.api.context(this.who, this.around.context()).catch(ignore)
  }

  /** Another page of the same site began or changed the conversation. */
  async adopt(): Promise<void> {
    const other = this.around.kept.read<Credentials>('conversation')
    if (!other || other.id === this.who?.id) return
    this.live.stop()
    this.who = other
    this.set({ ...blank })
    await this.fetch()
    this.live.start()
  }

  private async deliver(message: Outgoing): Promise<Message> {
    const who = await this.credentials()
    const { text, client_message_id, choice } = message
    const accepted = await this.around.api.say(who, { text, client_message_id, ...(choice ? { choice } : {}) })
    this.renewals = 0
    this.set({ unreachable: false })
    if (rules.botOwns(this.state)) this.expectAnswer()
    this.live.start()
    if (this.state.link !== 'live') void this.fetch()
    return accepted
  }

  /** Dots until the answer comes; the server's own typing frames replace them. */
  private expectAnswer(): void {
    const before = rules.lastSeq(this.state)
    this.set({ typing: 'bot' })
    this.around.later(() => {
      const answered = this.state.messages.some((message) => message.seq > before && message.author !== 'visitor')
      if (this.state.typing === 'bot' && !answered) this.set({ typing: null })
    }, 20_000)
  }

  private async ask(act: (who: Credentials) => Promise<unknown>): Promise<boolean> {
    this.set({ problem: null })
    try {
      await act(await this.credentials())
    } catch (error) {
      const failure = error as RequestFailed
      if (failure.expired && (await this.renew())) return this.ask(act)
      this.set({ problem: failure.message })
      return false
    }
    this.live.start()
    await this.fetch()
    return true
  }

  /** The running conversation's credentials; begins a conversation when there is none. */
  private credentials(): Promise<Credentials> {
    if (this.who) return Promise.resolve(this.who)
    this.starting ??= this.begin().finally(() => {
      this.starting = null
    })
    return this.starting
  }

  private async begin(): Promise<Credentials> {
    const { kept, api, locale, identityToken } = this.around
    const started = await api.start({
      ...this.around.context(),
      locale,
      ...(identityToken ? { identity_token: identityToken } : {}),
      ...(kept.read<string>('visitor') ? { visitor: kept.read<string>('visitor') as string } : {}),
    })
    kept.write('visitor', started.visitor)
    this.who = { id: started.conversation_id, token: started.token }
    kept.write('conversation', this.who)
    kept.write('seen', 0)
    this.live.start()
    return this.who
  }

  private renewals = 0

  /** The old conversation is gone: lets go of it, keeps what was typed. False after too many in a row. */
  private async renew(): Promise<boolean> {
    if (this.renewals >= 2) return false
    this.renewals += 1
    this.live.stop()
    this.who = null
    this.around.kept.forget('conversation')
    this.around.kept.write('seen', 0)
    this.set({ ...blank, restarted: true })
    return true
  }

  private fetching: Promise<void> | null = null

  /** Asks for what came after the last message known for sure. */
  private fetch(): Promise<void> {
    this.fetching ??= this.fetchOnce().finally(() => {
      this.fetching = null
    })
    return this.fetching
  }

  private async fetchOnce(): Promise<void> {
    const who = this.who
    if (!who) return
    try {
      const { messages, state } = await this.around.api.messages(who, this.state.complete)
      if (who !== this.who) return
      this.renewals = 0
      this.arrived(messages, true)
      this.state = rules.withConversation(this.state, state)
      this.set({ unreachable: false })
    } catch (error) {
      if (who !== this.who) return
      if (error instanceof RequestFailed && error.expired) await this.renew()
      else this.set({ unreachable: true })
    }
  }

  private arrived(messages: Message[], whole: boolean): void {
    this.state = rules.withMessages(this.state, messages, whole)
    for (const message of messages) {
      if (message.client_message_id) this.courier.acknowledge(message.client_message_id)
    }
    this.set({})
    if (!whole && rules.hasGap(this.state)) this.around.later(() => void this.closeGap(), 1_000)
  }

  private async closeGap(): Promise<void> {
    if (rules.hasGap(this.state)) await this.fetch()
  }

  private frame(frame: ServerFrame): void {
    if (frame.type === 'ready' || frame.type === 'state') {
      this.state = rules.withConversation(this.state, frame.state)
      this.set({ unreachable: false })
      if (frame.type === 'ready') {
        if (this.state.outbox.length) this.courier.retry()
        // What was seen while the connection was down was not told.
        if (this.state.seen) this.live.send({ type: 'seen', seq: this.state.seen })
      }
    } else if (frame.type === 'message') this.arrived([frame.message], false)
    else if (frame.type === 'seen') {
      this.state = rules.withSeen(this.state, frame.seq)
      this.set({})
    } else if (frame.type === 'typing') this.set({ typing: frame.on ? frame.who : null })
    else if (frame.type === 'error') {
      if (frame.problem.status === 401 || frame.problem.status === 404) void this.renew()
      else if (frame.problem.detail) this.set({ problem: frame.problem.detail })
    }
  }

  private linked(link: Link): void {
    this.set({ link })
    if (link === 'down' && !this.polling) {
      this.polling = true
      this.poll()
    }
  }

  /** While the live connection is down, asks every few seconds instead. */
  private poll(): void {
    this.around.later(async () => {
      if (this.state.link === 'live' || !this.who) {
        this.polling = false
        return
      }
      await this.fetch()
      this.poll()
    }, POLL_EVERY)
  }

  private set(change: Partial<State>): void {
    this.state = { ...this.state, ...change }
    for (const listener of this.listeners) listener()
  }
}

/** What belongs to one conversation and goes with it. */
const blank: Partial<State> = {
  conversation: null,
  messages: [],
  complete: 0,
  typing: null,
  link: 'none',
  seen: 0,
  surveyed: false,
  leaving: false,
  leftTo: null,
}

function ignore(): void {}
