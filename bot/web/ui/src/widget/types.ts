/**
 * What the visitor's side of the HTTP interface (/api/v1) sends and receives. Times are ISO 8601 UTC.
 * The shapes come from the server's own description (`npm run types`); by hand is what that leaves open.
 */

import type * as Api from '../api'

export type ConversationState =
  | 'bot'
  | 'offered'
  | 'queued'
  | 'assigned'
  | 'human'
  | 'message_left'
  | 'returned'
  | 'closed'

export interface Choice {
  id: string
  title: string
}

export interface Payload {
  kind?: 'answer' | 'leave_message' | 'queue' | 'survey' | 'code' | string
  buttons?: Choice[]
  /** Of an answer: the article it came from. */
  article_id?: string
  title?: string
  url?: string
  passage?: string
  /** Of a file. */
  file_id?: string
  name?: string
  size?: number
  image?: boolean
}

/** Without the notes that agents leave each other: those never leave the desk. */
export type Author = Exclude<Api.Message['author'], 'note'>
export type Message = Omit<Api.Message, 'author' | 'payload'> & { author: Author; payload: Payload }
export type Queue = Omit<Api.QueuePlace, 'expected_wait'> & {
  /** Shortest and longest likely wait in seconds; null when nobody can say. */
  expected_wait: [number, number] | null
}
export type Conversation = Omit<Api.Conversation, 'state' | 'queue'> & { state: ConversationState; queue: Queue | null }
export type Started = Api.ConversationStarted
export type Topic = Api.Topic
export type Topics = Api.Topics
export type ArticleSummary = Api.ArticleSummary
export type Article = Api.ArticlePage

/** What the site tells about the visit. Paths only, never query strings: they can hold personal data. */
export interface Context {
  page?: string
  pages?: string[]
  cart_value?: number
}

export type ServerFrame =
  | { type: 'ready'; state: Conversation }
  | { type: 'message'; message: Message }
  | { type: 'typing'; who: 'bot' | 'agent'; on: boolean }
  | { type: 'state'; state: Conversation }
  | { type: 'seen'; seq: number }
  | { type: 'error'; problem: { status?: number; title?: string; detail?: string } }
  | { type: 'pong' }

export type ClientFrame =
  | { type: 'hello'; token: string; after: number }
  | { type: 'typing'; text: string }
  | { type: 'seen'; seq: number }
  | { type: 'ping' }
