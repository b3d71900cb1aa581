/** What the desk reads from the server; keys are shared with the live updates. */

import { type QueryClient, useQuery, useQueryClient } from '@tanstack/react-query'
import { api, part } from '../staff/api'
import { useNow } from '../staff/now'
import type {
  ArticleHit,
  Canned,
  Colleagues,
  ConversationDetail,
  DeskConversation,
  Message,
  Nudge,
  Queue,
  Ticket,
} from '../staff/types'
import { merged } from './messages'

/** Live events do the work; this is the net under them. */
const NET = 30_000

export type ChatList = 'mine' | 'all' | 'done'

export const keys = {
  queue: ['queue'] as const,
  list: (list: ChatList) => ['conversations', list] as const,
  lists: ['conversations'] as const,
  conversation: (id: string) => ['conversation', id] as const,
  tickets: (status: 'open' | 'closed') => ['tickets', status] as const,
  allTickets: ['tickets'] as const,
  typing: (id: string) => ['typing', id] as const,
  nudges: ['nudges'] as const,
}

export function useQueue() {
  return useQuery({
    queryKey: keys.queue,
    queryFn: () => api.get<Queue>('/desk/queue'),
    refetchInterval: NET,
  })
}

export function useConversations(list: ChatList, enabled = true) {
  return useQuery({
    enabled,
    queryKey: keys.list(list),
    queryFn: async () =>
      (await api.get<{ conversations: DeskConversation[] }>('/desk/conversations', { list })).conversations,
    refetchInterval: NET,
  })
}

export function useTickets(status: 'open' | 'closed') {
  return useQuery({
    queryKey: keys.tickets(status),
    queryFn: async () => (await api.get<{ tickets: Ticket[] }>('/desk/tickets', { status })).tickets,
    refetchInterval: NET * 2,
  })
}

/** A conversation with its packet and transcript; what arrived live meanwhile is never lost to a slower answer. */
export function useConversation(id: string | null) {
  const client = useQueryClient()
  return useQuery({
    queryKey: keys.conversation(id ?? ''),
    enabled: id !== null,
    queryFn: async () => {
      const fresh = await api.get<ConversationDetail>(`/desk/conversations/${part(id ?? '')}`)
      const known = client.getQueryData<ConversationDetail>(keys.conversation(id ?? ''))
      return { ...fresh, messages: merged(known?.messages ?? [], fresh.messages) }
    },
  })
}

export interface VisitorTyping {
  text: string
  at: number
}

export const NOT_TYPING: VisitorTyping = { text: '', at: 0 }

/** A preview that was not renewed for this long is no longer what the visitor has in the input. */
const PREVIEW_LASTS = 60_000

/** What the visitor has in the input right now, as last heard. */
export function useVisitorTyping(id: string): string {
  const now = useNow()
  const { data } = useQuery({
    queryKey: keys.typing(id),
    queryFn: () => NOT_TYPING,
    enabled: false,
    initialData: NOT_TYPING,
    staleTime: Number.POSITIVE_INFINITY,
  })
  return now.getTime() - data.at < PREVIEW_LASTS ? data.text : ''
}

export function useCanned() {
  return useQuery({
    queryKey: ['canned'],
    queryFn: async () => (await api.get<{ messages: Canned[] }>('/desk/canned')).messages,
    staleTime: 10 * 60_000,
  })
}

export function useArticles(text: string) {
  return useQuery({
    queryKey: ['desk-articles', text],
    queryFn: async () => (await api.get<{ hits: ArticleHit[] }>('/desk/articles', { q: text })).hits,
    enabled: text.trim() !== '',
    placeholderData: (before) => before,
    staleTime: 60_000,
  })
}

/** A published article to read at the desk, whoever it is for. */
export function useArticlePage(id: string) {
  return useQuery({
    queryKey: ['desk-article', id],
    queryFn: () => api.get<{ title: string; html: string }>(`/desk/articles/${part(id)}`),
    staleTime: 60_000,
  })
}

export interface ReasonChoice {
  key: string
  title: string
  group: string
}

/** The reasons a closing may name; an installation that doesn't tell leaves the conversation's own. */
export function useReasons() {
  return useQuery({
    queryKey: ['desk-reasons'],
    queryFn: async () => (await api.get<{ reasons: ReasonChoice[] }>('/desk/reasons')).reasons,
    staleTime: Number.POSITIVE_INFINITY,
    retry: false,
  })
}

/** What colleagues want this agent to look at. */
export function useNudges() {
  return useQuery({
    queryKey: keys.nudges,
    queryFn: async () => (await api.get<{ nudges: Nudge[] }>('/desk/nudges')).nudges,
    refetchInterval: NET * 2,
  })
}

/** Whom a note can mention and who can take a visitor over. */
export function useColleagues(enabled = true) {
  return useQuery({
    queryKey: ['colleagues'],
    queryFn: () => api.get<Colleagues>('/desk/colleagues'),
    enabled,
    staleTime: 15_000,
  })
}

/** Whether a conversation stands in one of the lists this page holds. */
export function isListed(client: QueryClient, id: string): boolean {
  const held = client.getQueriesData<DeskConversation[]>({ queryKey: keys.lists })
  return held.some(([, list]) => list?.some((each) => each.conversation_id === id))
}

/** The visitor has seen everything up to this line. */
export function markSeen(client: QueryClient, id: string, seq: number): void {
  client.setQueryData<ConversationDetail>(keys.conversation(id), (held) =>
    held && held.conversation.seen_by_visitor < seq
      ? { ...held, conversation: { ...held.conversation, seen_by_visitor: seq } }
      : held,
  )
}

/** Asks again, also where the first answer is still on its way: it may be of before what is known to have changed. */
export async function askAnew(client: QueryClient, queryKey: readonly unknown[]): Promise<void> {
  // Asked for again while the first answer is on its way, a query would just wait for that one.
  await client.cancelQueries({ queryKey })
  await client.invalidateQueries({ queryKey })
}

/** Adds a message to a conversation the desk holds; where the conversation is still on its way, it is asked anew. */
export function addMessage(client: QueryClient, id: string, message: Message): void {
  const key = keys.conversation(id)
  const held = client.getQueryData<ConversationDetail>(key)
  if (held) {
    client.setQueryData<ConversationDetail>(key, { ...held, messages: merged(held.messages, [message]) })
  } else if (client.isFetching({ queryKey: key }) > 0) void askAnew(client, key)
}

export function refreshLists(client: QueryClient): void {
  for (const key of [keys.queue, keys.lists, keys.allTickets]) void askAnew(client, key)
}

export function refreshConversation(client: QueryClient, id: string): void {
  void askAnew(client, keys.conversation(id))
  refreshLists(client)
}
