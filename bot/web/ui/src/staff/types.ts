/**
 * What the staff interface of the server sends and takes (`/api/v1`), as the pages use it.
 *
 * The shapes come from the server's own description (`npm run types`). By hand is only what that leaves open:
 * which words a string can be, the packet and what the socket tells.
 */

import type * as Api from '../api'

/** A generated shape with some of its parts told more exactly. */
type Exactly<Shape, Parts> = Omit<Shape, keyof Parts> & Parts

export type Level = Api.QueueItem['value']
export type Presence = 'online' | 'away' | 'offline'
export type Role = 'agent' | 'supervisor' | 'admin'
export type Outcome = 'pending' | 'handed_off' | 'negative' | 'confirmed' | 'assumed' | 'abandoned'
export type ConversationState =
  | 'bot'
  | 'offered'
  | 'queued'
  | 'assigned'
  | 'human'
  | 'message_left'
  | 'returned'
  | 'closed'
export type ArticleStatus = Api.Article['status']

export type Me = Exactly<Api.Me, { presence: Presence; role: Role }>
export type Person = Exactly<Api.Person, { role: Role }> & { setup_link?: string }

export interface MessagePayload {
  kind?: string
  buttons?: { id: string; title: string }[]
  article_id?: string
  title?: string
  url?: string
  file_id?: string
  name?: string
  size?: number
  image?: boolean
  mentions?: string[]
  [key: string]: unknown
}

export type Message = Exactly<Api.Message, { payload?: MessagePayload | null }>
export type Author = Message['author']

export type Board = Api.Board
export type BoardAgent = Api.BoardAgent
export type BoardChat = Api.BoardChat
export type BoardDepartment = Api.BoardDepartment
export type DepartmentName = Api.DepartmentName
export type Department = Api.Department
export type DepartmentsPage = Api.Departments
export type QueueItem = Api.QueueItem
export type Queue = Api.Queue
export type DeskConversation = Exactly<Api.DeskConversation, { state: ConversationState }>
export type ConversationDetail = Exactly<
  Api.DeskView,
  { conversation: DeskConversation; packet: Packet | null; messages: Message[] }
>
export type Ticket = Api.Ticket
export type AuditEntry = Api.AuditEntry
export type AuditLog = Api.AuditLog
export type Block = Api.Block
export type StaffSession = Api.Session
export type Access = Api.Access
export type Enrolment = Api.Enrolment
export type RecoveryCodes = Api.RecoveryCodes
export type Canned = Api.CannedMessage
export type Colleagues = Api.Colleagues
export type Colleague = Api.Colleague
export type Nudge = Api.Nudge
export type ArticleHit = Api.Hit

export type ArticleRow = Api.ArticleRow
export type ArticleRows = Api.ArticleRows
export type Article = Api.Article
export type ArticleStep = Api.Article['steps'][number]
export type ArticleDraft = Required<Api.ArticleEdit>
export type SavedDraft = ArticleDraft & Pick<Api.SavedEdit, 'version'>
export type SearchAnswer = Api.SearchResult
export type GateResult = Api.GateResult
export type GoldenChange = Api.GoldenChange
export type Golden = Api.Golden
export type GoldenFound = Api.Found
export type Correction = Api.Correction
export type Versions = Api.Versions
export type VersionView = Api.VersionView
export type FieldDiff = Api.FieldDiff

export type AlertLine = Api.AlertLine
export type Alerts = Api.Alerts
export type Switches = Api.Switches
export type SwitchWishes = Api.SwitchWishes
export type AlertWishes = Api.AlertWishes
export type ApiToken = Api.ApiToken
export type ApiTokenMade = Api.ApiTokenMade
export type SummaryState = Api.SummaryState
export type Price = Api.Price
export type Prices = Api.Prices
export type NewPrice = Required<Api.NewPrice>
export type RecordsImported = Api.RecordsImported
export type Policy = Api.Policy
export type PolicyVersion = Api.PolicyVersion

export type ReasonList = Api.ReasonList
export type ReasonLine = Api.ReasonLine
export type ReasonDetail = Api.ReasonDetail
export type ReasonEdit = Api.ReasonEdit
export type NewReason = Required<Api.NewReason>
export type ReasonChange = Api.ReasonChange
export type PhrasesTaught = Api.PhrasesTaught
export type MessageRead = Api.MessageRead

export interface Assessment {
  level: Level | null
  score: number | null
  because: string[]
}

export interface PacketArticle {
  article_id: string
  title: string
  url?: string | null
  score?: number | null
  risk?: number | null
  reaction?: 'positive' | 'negative' | string | null
  /** Of a candidate: its answer, to put into a reply. */
  answer?: string
}

export interface PacketCustomer {
  name: string
  tier?: string | null
  since?: string | null
  orders?: { number: string; status: string; total: number | string; placed_at: string }[]
}

export interface Packet {
  version: number
  goal: string | null
  reason: string | null
  reason_title: string | null
  value: Assessment
  complexity: Assessment
  handoff_reason: string | null
  handoff_reason_text: string | null
  articles: PacketArticle[]
  slots: Record<string, unknown>
  identity: {
    level: string
    name?: string | null
    email?: string | null
    customer_id?: string | null
  }
  customer?: PacketCustomer | null
  pages: (string | { url?: string; path?: string; title?: string; at?: string })[]
  cart_value: number | null
  pre_chat: Record<string, unknown>
  history: {
    conversation_id: string
    at: string
    reason_title: string | null
    outcome: string | null
  }[]
  transcript_length: number
  bot_tried: string[]
  next_step: string | null
  candidate_articles: PacketArticle[]
}

export type DeskEvent =
  | { type: 'queue' }
  | { type: 'tickets' }
  | { type: 'conversation'; conversation_id: string }
  | { type: 'message'; conversation_id: string; message: Message }
  | { type: 'visitor_typing'; conversation_id: string; text: string }
  | { type: 'seen'; conversation_id: string; seq: number }
  | { type: 'nudge'; about: Nudge['kind']; conversation_id: string; by_name: string }
  | { type: 'ready' }
  | { type: 'pong' }

export type Disposition = 'resolved' | 'unresolved' | 'spam' | 'sale'
