import type { Outgoing } from './courier'
import type { Upload } from './files'
import type { Link } from './live'
import type { Choice, Conversation, Message, Topics } from './types'

/** Everything the widget draws. Changed only by the pure functions below, through Session. */
export interface State {
  topics: Topics | null
  topicsFailed: boolean
  conversation: Conversation | null
  /** By seq, each seq once. */
  messages: Message[]
  /** Every message up to this seq is known to be here; beyond it there may be gaps. */
  complete: number
  outbox: Outgoing[]
  uploads: Upload[]
  typing: 'bot' | 'agent' | null
  link: Link | 'none'
  /** The server can't be reached, by the live connection or otherwise. */
  unreachable: boolean
  online: boolean
  /** The visitor has seen messages up to this seq. */
  seen: number
  /** The old conversation could not be continued, so a new one was begun. */
  restarted: boolean
  surveyed: boolean
  /** The visitor opened the form for leaving a message. */
  leaving: boolean
  /** The address to which the message just left will be answered. */
  leftTo: string | null
  /** What went wrong with the last thing the visitor asked for, in a sentence. */
  problem: string | null
}

export const nothing: State = {
  topics: null,
  topicsFailed: false,
  conversation: null,
  messages: [],
  complete: 0,
  outbox: [],
  uploads: [],
  typing: null,
  link: 'none',
  unreachable: false,
  online: true,
  seen: 0,
  restarted: false,
  surveyed: false,
  leaving: false,
  leftTo: null,
  problem: null,
}

/** Adds messages, each seq once, in order. `whole` says that they are all there are after `state.complete`. */
export function withMessages(state: State, arrived: Message[], whole: boolean): State {
  const fresh = arrived.filter((message) => !state.messages.some((known) => known.seq === message.seq))
  const messages = fresh.length
    ? [...state.messages, ...fresh].sort((one, other) => one.seq - other.seq)
    : state.messages
  let complete = state.complete
  if (whole) complete = arrived.reduce((most, message) => Math.max(most, message.seq), complete)
  for (const message of messages) if (message.seq === complete + 1) complete += 1
  const answered = fresh.some((message) => message.author !== 'visitor')
  return { ...state, messages, complete, typing: answered ? null : state.typing }
}

/** True when a message arrived out of turn and those between must be asked for. */
export function hasGap(state: State): boolean {
  return lastSeq(state) > state.complete
}

export function lastSeq(state: Pick<State, 'messages'>): number {
  return state.messages.at(-1)?.seq ?? 0
}

export function withConversation(state: State, conversation: Conversation): State {
  const reopened = state.conversation?.state === 'closed' && conversation.state !== 'closed'
  return {
    ...state,
    conversation,
    surveyed: reopened ? false : state.surveyed,
    leaving: conversation.state === 'message_left' ? false : state.leaving,
    typing: conversation.state === 'queued' || conversation.state === 'closed' ? null : state.typing,
  }
}

/** The person has seen everything up to this line. */
export function withSeen(state: State, seq: number): State {
  const { conversation } = state
  if (!conversation || conversation.seen_by_agent >= seq) return state
  return { ...state, conversation: { ...conversation, seen_by_agent: seq } }
}

/** A file is for a person: one who is there, or on the way. */
export function takesFiles(state: State): boolean {
  return personOwns(state) || state.conversation?.state === 'queued'
}

/** A person is in the conversation now; one who only waits for a person is still alone. */
export function personOwns(state: State): boolean {
  return ['assigned', 'human'].includes(state.conversation?.state ?? '')
}

export function botOwns(state: State): boolean {
  return ['bot', 'returned', 'offered', 'message_left', 'closed'].includes(state.conversation?.state ?? 'bot')
}

/** Buttons go once the visitor has said anything after them, or a person is in charge. */
export function usableButtons(state: State, message: Message): Choice[] {
  const buttons = message.payload?.buttons ?? []
  if (!buttons.length || state.outbox.length || !botOwns(state)) return []
  const answered = state.messages.some((later) => later.author === 'visitor' && later.seq > message.seq)
  return answered ? [] : buttons
}

/** The message whose card (a form, a survey) is still to be filled in: the last of its kind. */
export function openCard(state: State, kind: string): Message | null {
  const last = state.messages.findLast((message) => message.payload?.kind === kind) ?? null
  if (!last) return null
  const movedOn = state.messages.some((later) => later.author === 'visitor' && later.seq > last.seq)
  return movedOn ? null : last
}

/** Whether the shop ended the conversation by keeping this visitor out: then nothing is asked of them. */
export function keptOut(state: State): boolean {
  return state.conversation?.state === 'closed' && state.messages.at(-1)?.payload?.kind === 'blocked'
}

/** Messages from the shop that the visitor has not had before the eyes. */
export function unread(state: State): number {
  return state.messages.filter((message) => message.author !== 'visitor' && message.seq > state.seen).length
}
