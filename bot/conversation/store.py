"""Conversations in the database: the façade that the other rooms use.

Every method that changes something is one transaction, in which the ledger's events are kept too.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import insert

from bot.conversation import messages as chat
from bot.conversation.change import Change, changing, merged, new_id
from bot.conversation.episodes import DEFAULT_SILENCE
from bot.conversation.machine import State, Trigger
from bot.conversation.model import Agent, Conversation, Happening, Kept, Line, Message
from bot.conversation.reading import ConversationReader
from bot.conversation.replies import Button, Reply
from bot.conversation.seen import Reader, mark_seen, unseen_replies
from bot.conversation.tables import conversations
from bot.ledger.channels.identities import recognised
from bot.ledger.channels.store import link
from kb.database import Database

UPDATABLE = frozenset(
    {"name", "email", "customer_id", "identity", "department", "reason", "value", "complexity"}
    | {"handoff_reason", "goal", "decision", "slots", "signals", "locale"}
    | {"times_asked_for_person", "failed_self_service", "bot_turns"}
)
_MERGED = ("slots", "signals")
_LOCALE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,34}")


class ConversationStore(ConversationReader):
    """All conversations, to be read (see `ConversationReader`) and changed.

    Args:
        db: the database.
        keys: visitor id → keyed hash, under which the ledger knows the visitor.
        silence: how long nobody speaks until the next message begins a new episode.
    """

    def __init__(
        self, db: Database, keys: Callable[[str], str], silence: timedelta = DEFAULT_SILENCE
    ) -> None:
        super().__init__(db)
        self._keys = keys
        self.silence = silence

    def key_of(self, visitor_id: str) -> str:
        """The keyed hash under which a visitor is known where the visitor's id isn't kept."""
        return self._keys(visitor_id)

    # --- conversations

    def start(
        self,
        *,
        visitor_id: str,
        at: datetime,
        channel: str = "web",
        page: str | None = None,
        locale: str | None = None,
        signals: Mapping[str, Any] | None = None,
        test: bool = False,
    ) -> Conversation:
        """Open a conversation; its first episode begins with the first message."""
        locale = locale if locale and _LOCALE.fullmatch(locale) else None
        known = merged(signals or {}, {"page": page} if page else {})
        conversation = Conversation(
            id=new_id(),
            visitor_id=visitor_id,
            visitor_key=self._keys(visitor_id),
            channel=channel,
            state=State.BOT,
            stint=1,
            episode_number=1,
            episode_id=new_id(),
            episode_started_at=None,
            last_seq=0,
            created_at=at,
            updated_at=at,
            signals=known,
            test=test,
            locale=locale,
        )
        data = {"channel": channel, "page": page, "locale": locale, "test": test}
        with self._db.write() as connection:
            connection.execute(insert(conversations).values(vars(conversation)))
            change = Change(connection, conversation, at)
            change.record(Happening("conversation_started", data, key="start"))
            change.finish()
        return conversation

    def update(
        self, conversation_id: str, at: datetime, *, events: Iterable[Happening] = (), **facts: Any
    ) -> Conversation:
        """Keep what became known, with the events that tell of it, in one transaction.

        `slots` and `signals` are merged into what was known; an entry of None is taken out.

        Raises:
            TypeError: a fact is none that may be set from outside (a programming error).
        """
        if unknown := facts.keys() - UPDATABLE:
            raise TypeError(f"not a fact of a conversation: {', '.join(sorted(unknown))}")
        with self.changing(conversation_id, at) as change:
            for name in _MERGED:
                if name in facts:
                    change.merge(name, facts.pop(name))
            if facts:
                change.set(**facts)
                # So that the ledger recognises the visitor on other channels.
                known = recognised(
                    {"email": facts.get("email"), "customer_id": facts.get("customer_id")}, self._keys
                )
                link(change.connection, change.conversation.visitor_key, known, at)
            for happening in events:
                change.record(happening)
        return change.conversation

    def record(self, conversation_id: str, type: str, at: datetime, key: object = None, **data: Any) -> None:
        """Add a ledger event with the conversation's episode and visitor filled in; once for a `key`."""
        with self.changing(conversation_id, at) as change:
            change.record(Happening(type, data, key))

    def move(
        self,
        conversation_id: str,
        trigger: Trigger,
        at: datetime,
        *,
        say: Line | None = None,
        **facts: Any,
    ) -> Conversation:
        """Make a transition, with its events; `say` is announced in the same transaction.

        Made a second time it changes nothing and says nothing.

        Raises:
            TransitionRefused: it can't happen in this state.
            Conflict: an agent accepts what another agent has.
        """
        with self.changing(conversation_id, at) as change:
            if change.move(trigger, **facts) and say is not None:
                change.announce(say)
        return change.conversation

    def changing(self, conversation_id: str, at: datetime) -> AbstractContextManager[Change]:
        """Several changes to one conversation as one transaction."""
        return changing(self._db, conversation_id, at)

    # --- messages

    def keep_visitor_message(
        self,
        conversation_id: str,
        text: str,
        client_message_id: str,
        at: datetime,
        choice: str | None = None,
        wish: Button | None = None,
    ) -> Kept:
        """Keep what a visitor wrote; see `messages.keep_visitor_message`."""
        chat.check_client_message_id(client_message_id)
        with self.changing(conversation_id, at) as change:
            return chat.keep_visitor_message(change, text, client_message_id, choice, self.silence, wish)

    def keep_replies(
        self,
        conversation_id: str,
        in_reply_to: int,
        replies: Sequence[Reply],
        at: datetime,
        milliseconds: float | None = None,
    ) -> list[Message]:
        """Keep what the bot answers; see `messages.keep_replies`."""
        with self.changing(conversation_id, at) as change:
            return chat.keep_replies(change, in_reply_to, replies, milliseconds)

    def keep_agent_message(
        self, conversation_id: str, agent: Agent, text: str, client_message_id: str, at: datetime
    ) -> Kept:
        """Keep what an agent writes to the visitor; see `messages.keep_agent_message`."""
        chat.check_client_message_id(client_message_id)
        with self.changing(conversation_id, at) as change:
            return chat.keep_agent_message(change, agent, text, client_message_id)

    def keep_system(
        self, conversation_id: str, text: str, at: datetime, payload: Mapping[str, Any] | None = None
    ) -> Message:
        """Keep a line of the system's, which visitor and agent both see."""
        with self.changing(conversation_id, at) as change:
            return change.announce(Line(text, payload or {}))

    # --- read marks

    def seen(self, conversation_id: str, reader: Reader, seq: int) -> bool:
        """Keep that everything up to a line was seen; see `seen.mark_seen`."""
        return mark_seen(self._db, conversation_id, reader, seq)

    def unseen_replies(self, before: datetime) -> Mapping[str, list[Message]]:
        """What agents wrote before a moment and the visitor has not seen; see `seen.unseen_replies`."""
        return unseen_replies(self._db, before)
