import type { Article, ArticleSummary, Context, Conversation, Message, Started, Topics } from './types'

/** A request that did not succeed. `status` is 0 when the server could not be reached at all. */
export class RequestFailed extends Error {
  constructor(
    readonly status: number,
    detail: string,
    readonly field: string | null = null,
    /** The shop keeps this visitor out; the detail says until when. */
    readonly blocked = false,
  ) {
    super(detail)
  }

  /** The server no longer knows this conversation or its token: only a new one helps. */
  get expired(): boolean {
    if (this.blocked) return false
    return this.status === 401 || this.status === 403 || this.status === 404 || this.status === 410
  }

  /** The same request may succeed later. */
  get passing(): boolean {
    return this.status === 0 || this.status === 408 || this.status === 425 || this.status === 429 || this.status >= 500
  }
}

export interface Credentials {
  id: string
  token: string
}

/** The visitor's endpoints. `origin` is where Firstline runs ("https://shop.example"). */
export class Api {
  constructor(
    private readonly origin: string,
    private readonly request: typeof fetch = (...given) => fetch(...given),
  ) {}

  topics = () => this.call<Topics>('GET', '/topics')
  articles = async (query: string) =>
    (await this.call<{ articles: ArticleSummary[] }>('GET', `/articles?q=${encodeURIComponent(query)}`)).articles
  article = (id: string) => this.call<Article>('GET', `/articles/${encodeURIComponent(id)}`)

  start = (facts: Context & { locale: string; visitor?: string; identity_token?: string }) =>
    this.call<Started>('POST', '/conversations', null, facts)

  messages = (who: Credentials, after: number) =>
    this.call<{ messages: Message[]; state: Conversation }>(
      'GET',
      `/conversations/${who.id}/messages?after=${after}`,
      who,
    )

  say = async (who: Credentials, message: { text: string; client_message_id: string; choice?: string }) =>
    (await this.call<{ message: Message }>('POST', `/conversations/${who.id}/messages`, who, message)).message

  person = (who: Credentials) => this.post(who, 'person')
  leaveQueue = (who: Credentials) => this.post(who, 'queue/leave')
  leaveMessage = (who: Credentials, left: { name: string; email: string; text: string }) =>
    this.post(who, 'left-message', left)
  survey = (who: Credentials, answers: { csat?: number; nps?: number }) => this.post(who, 'survey', answers)
  close = (who: Credentials) => this.post(who, 'close')
  mailTranscript = (who: Credentials, email: string) => this.post(who, 'transcript', { email })
  file = (who: Credentials, id: string, preview: boolean) =>
    this.call<Blob>('GET', `/conversations/${who.id}/files/${id}${preview ? '/preview' : ''}`, who)
  sendFile = (who: Credentials, id: string, file: File) => {
    const form = new FormData()
    form.set('client_message_id', id)
    form.set('file', file)
    return this.call<Message>('POST', `/conversations/${who.id}/files`, who, form)
  }
  context = (who: Credentials, facts: Context) =>
    this.call<void>('PATCH', `/conversations/${who.id}/context`, who, facts)
  transcript = (who: Credentials) => this.call<string>('GET', `/conversations/${who.id}/transcript`, who)

  liveAddress(who: Credentials): string {
    return `${this.origin.replace(/^http/, 'ws')}/api/v1/conversations/${who.id}/live`
  }

  private post(who: Credentials, what: string, body: object = {}): Promise<unknown> {
    return this.call('POST', `/conversations/${who.id}/${what}`, who, body)
  }

  private async call<T>(method: string, path: string, who: Credentials | null = null, body?: object): Promise<T> {
    const headers: Record<string, string> = { 'X-Firstline': '1' }
    if (who) headers.Authorization = `Bearer ${who.token}`
    const form = body instanceof FormData
    if (body && !form) headers['Content-Type'] = 'application/json'
    let response: Response
    try {
      response = await this.request(`${this.origin}/api/v1${path}`, {
        method,
        headers,
        body: form ? body : body ? JSON.stringify(body) : undefined,
        credentials: 'omit',
        signal: AbortSignal.timeout(form ? 120_000 : 20_000),
      })
    } catch {
      throw new RequestFailed(0, 'The shop could not be reached.')
    }
    if (!response.ok) {
      const problem = (await response.json().catch(() => ({}))) as {
        detail?: string
        title?: string
        field?: string
        blocked?: boolean
      }
      throw new RequestFailed(
        response.status,
        problem.detail ?? problem.title ?? 'That did not work. Please try again.',
        problem.field ?? null,
        problem.blocked ?? false,
      )
    }
    if (response.status === 204) return undefined as T
    if (response.headers.get('content-type')?.includes('json')) return (await response.json()) as T
    const isFile = path.includes('/files/')
    return (isFile ? await response.blob() : await response.text()) as T
  }
}
