import { useForm } from '@mantine/form'
import { QueryClient, QueryClientProvider } from '@tanstack/react-query'
import { act, renderHook, waitFor } from '@testing-library/react'
import type { ReactNode } from 'react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Article } from '../../staff/types'
import { EMPTY, formOf } from './drafts'
import { useLife } from './useLife'

const article = { ...EMPTY, id: 'hours', title: 'Hours', version: 1, review_by: null, answer_risk: null } as unknown
const REFUSED = { title: 'Conflict', detail: 'Sue was faster.', newest_version: 2, saved_by: 'Sue' }

function answer(status: number, body: unknown) {
  return new Response(JSON.stringify(body), { status })
}

function opened() {
  const client = new QueryClient()
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  )
  return renderHook(
    () => {
      const form = useForm({ initialValues: formOf(article as Article) })
      return { form, life: useLife('hours', article as Article, form, () => {}) }
    },
    { wrapper },
  )
}

describe('an article that somebody else saves meanwhile', () => {
  afterEach(() => vi.unstubAllGlobals())

  it('keeps what was typed, says who was faster, and saves over theirs only when told to', async () => {
    const sent: { version: number; title: string }[] = []
    const server = vi.fn(async (_url: string, request: RequestInit) => {
      const body = JSON.parse(String(request.body))
      sent.push(body)
      return body.version === 2 ? answer(200, { ...body, id: 'hours', version: 3 }) : answer(409, REFUSED)
    })
    vi.stubGlobal('fetch', server)
    const { result } = opened()
    act(() => result.current.form.setFieldValue('title', 'Opening hours'))
    await act(async () => void (await result.current.life.keep()))
    expect(result.current.life.newer).toEqual({ version: 2, by: 'Sue' })
    expect(result.current.form.values.title).toBe('Opening hours')
    expect(result.current.form.isDirty()).toBe(true)

    act(() => result.current.life.goOnEditing())
    expect(result.current.life.newer).toBeNull()
    await act(async () => void (await result.current.life.keep()))
    await act(async () => void (await result.current.life.saveOver()))
    await waitFor(() => expect(result.current.life.newer).toBeNull())
    expect(sent.map(({ version }) => version)).toEqual([1, 1, 2])
    expect(sent[2]?.title).toBe('Opening hours')
    expect(result.current.form.isDirty()).toBe(false)
  })

  it('sends the comment of a review with the step', async () => {
    const server = vi.fn(async (_url: string, _request: RequestInit) => answer(200, { ...(article as Article) }))
    vi.stubGlobal('fetch', server)
    const { result } = opened()
    await act(async () => void (await result.current.life.take('send-back', 'Which days?')))
    const [url, request] = server.mock.calls[0] ?? ['', {}]
    expect(url).toBe('/api/v1/admin/articles/hours/send-back')
    expect(JSON.parse(String(request.body))).toEqual({ comment: 'Which days?' })
  })
})
