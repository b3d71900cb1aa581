"""Between our visitors and another desk: hands over, carries both ways, and falls back to our own desk.

The other desk is one more pair of hands: a visitor waits in our own line, and is accepted in the name of the
agent who answers there. So nothing of the conversation's states is different, and where the other desk fails,
the visitor still stands in our line.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

import structlog

from bot.conversation.machine import State, Trigger
from bot.conversation.model import Author, Conversation
from bot.conversation.store import ConversationStore
from bot.errors import FirstlineError, Unavailable
from bot.handoff import words
from bot.handoff.desk import Desk
from bot.handoff.external.brief import brief, transcript
from bot.handoff.external.links import Link, Links, LinkState
from bot.handoff.external.port import AgentWrote, Case, ExternalDesk, Finished, Heard, Writer
from bot.handoff.presence import Status
from kb.database import Database

_log = structlog.get_logger()
_CLAIM = timedelta(seconds=30)
_TRIES_TO_OPEN = 3
_FIRST_WAIT = timedelta(seconds=2)
_LONGEST_WAIT = timedelta(minutes=1)
_CHECK_EVERY = timedelta(seconds=15)
_NEWS_EVERY = timedelta(seconds=20)

Changed = dict[str, int]
"""Conversations that changed, each with the last line before that."""


@dataclass(frozen=True)
class _Hands:
    """An agent of the other desk as our conversations know them."""

    id: str
    name: str


class Bridge:
    """Carries between the two.

    Args:
        db: the database.
        conversations: the store of conversations.
        desk: our own desk.
        other: the company's desk.
    """

    def __init__(
        self,
        db: Database,
        conversations: ConversationStore,
        desk: Desk,
        other: ExternalDesk,
    ) -> None:
        self._conversations = conversations
        self._desk = desk
        self._other = other
        self._links = Links(db, other.name)
        self._checked_at: datetime | None = None

    def check(self) -> None:
        """Ask the other desk whether it is there; raises Unavailable."""
        self._other.check()

    def work(self, now: datetime) -> Changed:
        """Do what is due; the conversations in which something changed."""
        self._look_whether_it_is_there(now)
        waiting = self._conversations.in_states([State.QUEUED])
        known = self._links.known([one.id for one in waiting])
        for one in waiting:
            since = one.queued_at or one.updated_at
            if one.id not in known or known[one.id].queued_at != since:
                self._links.begin(one.id, since, now)
        changed: Changed = {}
        for link in self._links.running():
            conversation = self._conversations.get(link.conversation_id)
            if self._is_gone(conversation):
                self._end(link, conversation, now)
            elif link.state is LinkState.OPENING:
                changed |= self._open(link, conversation, now)
            else:
                changed |= self._carry(link, conversation, now)
        return changed

    def heard(self, raw: bytes, headers: Mapping[str, str], token: str, now: datetime) -> Changed:
        """Take in a call of the other desk's webhook.

        Raises:
            NotAllowed: it isn't from the desk, or too old.
            InvalidInput: it can't be read.
        """
        changed: Changed = {}
        for one in self._other.heard(raw, headers, token, now):
            changed |= self.hear(one, now)
        return changed

    def hear(self, heard: Heard, now: datetime) -> Changed:
        """What the other desk's agents did; heard again it changes nothing."""
        link = self._links.of_ref(heard.ref)
        if link is None or link.state is not LinkState.OPEN:
            return {}
        before = self._conversations.get(link.conversation_id)
        if self._is_gone(before):
            return {}
        try:
            if isinstance(heard, AgentWrote):
                self._agent_wrote(before, heard, now)
            else:
                self._finished(before, link, heard, now)
        except FirstlineError as error:
            if isinstance(error, Unavailable):
                raise
            # Somebody here was faster: the next `work` tells the other desk.
            _log.info("what another desk did came too late", error=type(error).__name__)
            return {}
        after = self._conversations.get(link.conversation_id)
        return {after.id: before.last_seq} if after.last_seq != before.last_seq else {}

    # --- hands over

    def _open(self, link: Link, conversation: Conversation, now: datetime) -> Changed:
        if link.next_try_at > now or not self._links.claim(link, now, _CLAIM):
            return {}
        lines = self._conversations.messages(conversation.id)
        case = Case(
            conversation_id=conversation.id,
            visitor=conversation.visitor_key,
            name=conversation.name,
            email=conversation.email,
            brief=brief(self._desk.packet(conversation.id)),
            transcript=transcript(lines),
        )
        try:
            ref = self._other.open(case)
        except Unavailable as error:
            return self._not_opened(link, conversation, error, now)
        self._links.change(
            conversation.id,
            ref=ref,
            state=LinkState.OPEN.value,
            sent_seq=conversation.last_seq,
            tries=0,
            next_try_at=now,
            news_at=now,
        )
        return {}

    def _not_opened(
        self, link: Link, conversation: Conversation, error: Unavailable, now: datetime
    ) -> Changed:
        _log.warning("another desk did not take a visitor", desk=self._other.name, how=str(error))
        if link.tries + 1 < _TRIES_TO_OPEN:
            self._links.change(conversation.id, next_try_at=now + _FIRST_WAIT * 2**link.tries)
            return {}
        self._links.change(conversation.id, state=LinkState.FAILED.value)
        with self._conversations.changing(conversation.id, now) as change:
            if change.conversation.state is not State.QUEUED:
                return {}
            before = change.conversation.last_seq
            change.announce(words.other_desk_away())
        return {conversation.id: before}

    # --- carries

    def _carry(self, link: Link, conversation: Conversation, now: datetime) -> Changed:
        if conversation.owned_by_person and not self._is_lost(now):
            # As long as the other desk is there, its agents are.
            self._desk.sign_of_life(str(conversation.agent_id), now)
        if link.next_try_at > now:
            return {}
        try:
            self._bring_lines(link, conversation, now)
            if link.news_at is None or now - link.news_at >= _NEWS_EVERY:
                return self._catch_up(link, now)
        except Unavailable as error:
            _log.warning("another desk does not answer", desk=self._other.name, how=str(error))
            wait = min(_FIRST_WAIT * 2 ** min(link.tries, 6), _LONGEST_WAIT)
            self._links.change(conversation.id, tries=link.tries + 1, next_try_at=now + wait)
        return {}

    def _bring_lines(self, link: Link, conversation: Conversation, now: datetime) -> None:
        if conversation.last_seq <= link.sent_seq or not self._links.claim(link, now, _CLAIM):
            return
        assert link.ref is not None  # noqa: S101 - it is open
        for line in self._conversations.messages(conversation.id, after=link.sent_seq):
            if line.author is Author.VISITOR:
                self._other.say(link.ref, line.text, f"{conversation.id}-{line.seq}")
            self._links.change(conversation.id, sent_seq=line.seq, tries=0, next_try_at=now)

    def _catch_up(self, link: Link, now: datetime) -> Changed:
        assert link.ref is not None  # noqa: S101 - it is open
        changed: Changed = {}
        for heard in self._other.news(link.ref):
            for conversation_id, before in self.hear(heard, now).items():
                changed.setdefault(conversation_id, before)
        self._links.change(link.conversation_id, news_at=now)
        return changed

    # --- what its agents do

    def _agent_wrote(self, conversation: Conversation, wrote: AgentWrote, now: datetime) -> None:
        agent, known_as = self._hands(wrote.agent), f"{self._other.name}-{wrote.message_id}"
        lines = self._conversations.messages(conversation.id)
        if any(line.client_message_id == known_as for line in lines):
            return
        self._take(conversation, agent, now)
        self._desk.reply(conversation.id, agent, wrote.text, known_as, now)

    def _finished(self, conversation: Conversation, link: Link, finished: Finished, now: datetime) -> None:
        agent = _Hands(str(conversation.agent_id), str(conversation.agent_name))
        if not conversation.owned_by_person:
            agent = self._hands(Writer("desk", "Support"))
            self._take(conversation, agent, now)
        self._desk.close(conversation.id, agent, "resolved", None, now)
        self._links.change(link.conversation_id, state=LinkState.ENDED.value)

    def _take(self, conversation: Conversation, agent: _Hands, now: datetime) -> None:
        if conversation.owned_by_person and conversation.agent_id != agent.id:
            with self._conversations.changing(conversation.id, now) as change:
                change.move(Trigger.TRANSFER, agent_id=agent.id, agent_name=agent.name)
                change.announce(words.joined(agent.name))
        else:
            self._desk.accept(conversation.id, agent, now, freely=True)

    def _hands(self, writer: Writer) -> _Hands:
        return _Hands(f"{self._other.name}:{writer.id}"[:64], writer.name or "Support")

    # --- whether it is there

    def _look_whether_it_is_there(self, now: datetime) -> None:
        """While it is, its place in our roster is taken, so that the desk counts as open."""
        if self._checked_at is not None and now - self._checked_at < _CHECK_EVERY:
            return
        self._checked_at = now
        try:
            self._other.check()
        except Unavailable as error:
            _log.warning("another desk is not there", desk=self._other.name, how=str(error))
            self._desk.set_presence(self._other.name, Status.OFFLINE, now)
        else:
            self._desk.set_presence(self._other.name, Status.ONLINE, now)

    def _is_lost(self, now: datetime) -> bool:
        return self._desk.presence(self._other.name) is not Status.ONLINE

    def _is_gone(self, conversation: Conversation) -> bool:
        """Whether the visitor is no longer the other desk's matter."""
        if conversation.owned_by_person:
            return not str(conversation.agent_id).startswith(f"{self._other.name}:")
        return conversation.state is not State.QUEUED

    def _end(self, link: Link, conversation: Conversation, now: datetime) -> None:
        if link.next_try_at > now or not self._links.claim(link, now, _CLAIM):
            return
        try:
            if link.ref is not None:
                self._other.close(link.ref, words.why_gone(conversation))
        except Unavailable:
            wait = min(_FIRST_WAIT * 2 ** min(link.tries, 6), _LONGEST_WAIT)
            self._links.change(conversation.id, next_try_at=now + wait)
            return
        self._links.change(conversation.id, state=LinkState.ENDED.value)
