import { QueryClient, QueryObserver } from '@tanstack/react-query'
import { describe, expect, it, vi } from 'vitest'
import type { ConversationDetail, Message } from '../staff/types'
import { addMessage, askAnew, keys } from './data'

/** A page that shows a conversation, and the server's answers, given when the test says so. */
function page() {
  const client = new QueryClient()
  const answers: ((seqs: number[]) => void)[] = []
  const queryKey = keys.conversation('c')
  const observer = new QueryObserver<ConversationDetail>(client, {
    queryKey,
    queryFn: () => new Promise((resolve) => answers.push((seqs) => resolve(detail(seqs)))),
  })
  const leave = observer.subscribe(() => undefined)
  const shown = () => client.getQueryData<ConversationDetail>(queryKey)?.messages.map(({ seq }) => seq)
  return { client, answers, leave, shown, queryKey }
}

const message = (seq: number) => ({ seq }) as Message
const detail = (seqs: number[]) => ({ messages: seqs.map(message) }) as ConversationDetail

describe('a conversation whose first answer is still on its way', () => {
  it('is asked for anew when something is known to have changed', async () => {
    const { client, answers, leave, shown, queryKey } = page()
    await vi.waitFor(() => expect(answers).toHaveLength(1))
    void askAnew(client, queryKey)
    await vi.waitFor(() => expect(answers).toHaveLength(2))
    answers[0]?.([1])
    answers[1]?.([1, 2])
    await vi.waitFor(() => expect(shown()).toEqual([1, 2]))
    leave()
  })

  it('misses no line that arrives meanwhile', async () => {
    const { client, answers, leave, shown } = page()
    await vi.waitFor(() => expect(answers).toHaveLength(1))
    addMessage(client, 'c', message(2))
    await vi.waitFor(() => expect(answers).toHaveLength(2))
    answers[1]?.([1, 2])
    await vi.waitFor(() => expect(shown()).toEqual([1, 2]))
    leave()
  })
})

it('a line that is there already is there once', async () => {
  const { client, answers, leave, shown } = page()
  await vi.waitFor(() => expect(answers).toHaveLength(1))
  answers[0]?.([1])
  await vi.waitFor(() => expect(shown()).toEqual([1]))
  addMessage(client, 'c', message(2))
  addMessage(client, 'c', message(2))
  expect(shown()).toEqual([1, 2])
  leave()
})
