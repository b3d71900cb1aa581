/** The one way these pages speak to the server: JSON, the session cookie, one error class. */

import type { GoldenChange } from './types'

const BASE = '/api/v1'

interface ProblemBody {
  title?: string
  status?: number
  detail?: string
  field?: string
  regressions?: GoldenChange[]
  newest_version?: number
  saved_by?: string
}

/** Somebody saved this version while another one was being edited. */
export interface Newer {
  version: number
  by: string
}

/** What the server said was wrong (RFC 9457), or that it could not be reached (status 0). */
export class Problem extends Error {
  readonly status: number
  readonly field: string | undefined
  /** The golden questions that stopped a publication. */
  readonly regressions: GoldenChange[]
  /** What stopped a draft from being saved. */
  readonly newer: Newer | null

  constructor(
    status: number,
    message: string,
    field?: string,
    regressions: GoldenChange[] = [],
    newer: Newer | null = null,
  ) {
    super(message)
    this.name = 'Problem'
    this.status = status
    this.field = field
    this.regressions = regressions
    this.newer = newer
  }

  get offline(): boolean {
    return this.status === 0
  }

  get notSignedIn(): boolean {
    return this.status === 401
  }

  get notAllowed(): boolean {
    return this.status === 403
  }
}

const PLAIN: Record<number, string> = {
  403: "Your role doesn't allow this.",
  404: "This doesn't exist any more.",
  409: 'Somebody else was faster.',
  429: 'That was a bit fast. Wait a moment and try again.',
}

function plain(status: number): string {
  return PLAIN[status] ?? 'The server could not do that. Try again in a moment.'
}

async function problemOf(response: Response): Promise<Problem> {
  let body: ProblemBody = {}
  try {
    body = (await response.json()) as ProblemBody
  } catch {
    // Not every proxy's error is JSON; the status still says enough.
  }
  const message = body.detail || body.title || plain(response.status)
  const newer = body.newest_version ? { version: body.newest_version, by: body.saved_by ?? '' } : null
  return new Problem(response.status, message, body.field, body.regressions, newer)
}

/** The sign-in page, with the way back to where the person is now. */
export function signInAddress(here: Pick<Location, 'pathname' | 'search' | 'hash'>): string {
  return `/signin?next=${encodeURIComponent(here.pathname + here.search + here.hash)}`
}

type Query = Record<string, string | number | null | undefined>

function address(path: string, query?: Query): string {
  const search = new URLSearchParams()
  for (const [key, value] of Object.entries(query ?? {})) {
    if (value !== null && value !== undefined && value !== '') search.set(key, String(value))
  }
  const tail = search.toString()
  return BASE + path + (tail ? `?${tail}` : '')
}

async function call<T>(method: string, url: string, body?: unknown): Promise<T> {
  const headers: Record<string, string> = { Accept: 'application/json' }
  if (method !== 'GET') headers['X-Firstline'] = '1'
  const asItIs = body instanceof FormData || body instanceof Blob
  if (body !== undefined && !asItIs) headers['Content-Type'] = 'application/json'
  let response: Response
  try {
    response = await fetch(url, {
      method,
      headers,
      credentials: 'same-origin',
      body: body === undefined ? null : asItIs ? body : JSON.stringify(body),
    })
  } catch {
    throw new Problem(0, 'No connection to the server. Check your network and try again.')
  }
  if (!response.ok) {
    const problem = await problemOf(response)
    if (problem.notSignedIn) window.location.assign(signInAddress(window.location))
    throw problem
  }
  if (response.status === 204) return undefined as T
  const text = await response.text()
  return (text ? JSON.parse(text) : undefined) as T
}

export const api = {
  get: <T>(path: string, query?: Query) => call<T>('GET', address(path, query)),
  post: <T>(path: string, body: unknown = {}) => call<T>('POST', address(path), body),
  upload: <T>(path: string, given: FormData | Blob, query?: Query) => call<T>('POST', address(path, query), given),
  put: <T>(path: string, body: unknown) => call<T>('PUT', address(path), body),
  patch: <T>(path: string, body: unknown) => call<T>('PATCH', address(path), body),
  delete: <T>(path: string) => call<T>('DELETE', address(path)),
}

/** One part of an address, made safe. */
export const part = encodeURIComponent

/** The sentence to show for anything that was thrown. */
export function sentence(error: unknown): string {
  return error instanceof Problem ? error.message : 'Something went wrong on this page. Try again.'
}
