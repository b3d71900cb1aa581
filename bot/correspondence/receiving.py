"""A mail that came in joins its conversation as the visitor's words, once; or it is counted, and why not."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

import structlog
from sqlalchemy import Connection, func, select

from bot.blocking.store import Blocks
from bot.conversation.change import Change
from bot.conversation.messages import keep_mailed_message
from bot.conversation.model import Kept
from bot.conversation.store import ConversationStore
from bot.correspondence.reading import Incoming, read
from bot.correspondence.tables import mails
from bot.correspondence.tokens import ReplyMarks
from bot.errors import Blocked, NotFound
from bot.handoff import tickets
from bot.handoff.left_messages import LeftMessages
from bot.ledger.events import event_id
from kb.database import Database, upsert

_log = structlog.get_logger()
LARGEST_MAIL = 1_000_000
# Of one sender, so that a machine that writes to us doesn't fill the desk.
_MOST_OPEN_TICKETS = 20


Judge = Callable[[str], Mapping[str, Any]]


class What(StrEnum):
    """What became of a mail."""

    JOINED = "joined"
    OPENED = "opened"
    REPEATED = "repeated"
    AUTOMATIC = "automatic"
    BOUNCE = "bounce"
    SPOOFED = "spoofed"
    BLOCKED = "blocked"
    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY = "too_many"


@dataclass(frozen=True)
class Received:
    """What became of it; `kept` where it stands in a conversation now."""

    what: What
    kept: Kept | None = None


class Receiver:
    """Takes mail in.

    Args:
        db: the database.
        conversations: the store of conversations.
        left_messages: tickets.
        blocks: who is kept out.
        marks: the way back.
        silence: how long nobody speaks until a new episode begins.
        judge: what a mail that answers none of ours is about: reason, value, complexity, department.
    """

    def __init__(
        self,
        db: Database,
        conversations: ConversationStore,
        left_messages: LeftMessages,
        blocks: Blocks,
        marks: ReplyMarks,
        silence: timedelta,
        judge: Judge = lambda _text: {},
    ) -> None:
        self._db = db
        self._conversations = conversations
        self._left_messages = left_messages
        self._blocks = blocks
        self._marks = marks
        self._silence = silence
        self._judge = judge

    def receive(
        self,
        raw: bytes,
        at: datetime,
        *,
        envelope_sender: str | None = None,
        envelope_to: tuple[str, ...] = (),
    ) -> Received:
        """Take one mail in; brought again it changes nothing.

        Args:
            raw: the mail as it came.
            at: when.
            envelope_sender: who the sending server named; empty for a bounce, None where that isn't known.
            envelope_to: to whom the sending server said it is.

        Raises:
            Unavailable: the database doesn't answer; the mail has to be brought again.
        """
        mail = read(raw[:LARGEST_MAIL], envelope_sender=envelope_sender, envelope_to=envelope_to)
        if self._is_known(mail.message_id):
            return Received(What.REPEATED)
        too_large = What.TOO_LARGE if len(raw) > LARGEST_MAIL else None
        if (refusal := too_large or _at_first_sight(mail)) is not None:
            return self._refuse(mail, refusal, None, at)
        found = self._conversation_of(mail)
        if found is None:
            return self._open(mail, at)
        conversation_id, genuine = found
        try:
            conversation = self._conversations.get(conversation_id)
        except NotFound:
            # It was erased: what is written now is a new matter.
            return self._open(mail, at)
        if not genuine and mail.sender != (conversation.email or "").lower():
            return self._refuse(mail, What.SPOOFED, conversation_id, at)
        try:
            self._blocks.check(conversation.visitor_key, "", at)
        except Blocked:
            return self._refuse(mail, What.BLOCKED, conversation_id, at)
        return self._join(mail, conversation_id, What.JOINED, at)

    def counts(self, since: datetime) -> Mapping[str, int]:
        """How many mails came in and what became of them; what isn't there didn't happen."""
        theirs = (mails.c.at >= since, mails.c.what.in_([what.value for what in What]))
        statement = select(mails.c.what, func.count()).where(*theirs).group_by(mails.c.what)
        with self._db.read() as connection:
            return {what: count for what, count in connection.execute(statement)}

    def _conversation_of(self, mail: Incoming) -> tuple[str, bool] | None:
        """The conversation that a mail answers, and whether a genuine mark says so."""
        marked = self._marks.conversation((*mail.to, *mail.answers))
        if marked is not None:
            return marked, True
        named = mails.c.message_id.in_(mail.answers)
        statement = select(mails.c.conversation_id).where(named, mails.c.conversation_id.is_not(None))
        with self._db.read() as connection:
            known = connection.execute(statement.limit(1)).scalar()
        return None if known is None else (str(known), False)

    def _open(self, mail: Incoming, at: datetime) -> Received:
        """A mail that answers none of ours: a conversation of its own, with a ticket."""
        visitor_id = f"mail-{event_id('mail', 'visitor', mail.sender)[:32]}"
        key = self._conversations.key_of(visitor_id)
        try:
            self._blocks.check(key, "", at)
        except Blocked:
            return self._refuse(mail, What.BLOCKED, None, at)
        with self._db.read() as connection:
            if tickets.count_open_of(connection, mail.sender) >= _MOST_OPEN_TICKETS:
                return self._refuse(mail, What.TOO_MANY, None, at)
        made = self._conversations.start(visitor_id=visitor_id, channel="email", at=at)
        about = self._judge(f"{mail.subject}\n{mail.text}")
        self._conversations.update(made.id, at, email=mail.sender, name=mail.sender_name or None, **about)
        return self._join(mail, made.id, What.OPENED, at)

    def _join(self, mail: Incoming, conversation_id: str, what: What, at: datetime) -> Received:
        text = f"{mail.subject}\n\n{mail.text}" if what is What.OPENED and mail.subject else mail.text
        with self._conversations.changing(conversation_id, at) as change:
            if not self._note(change.connection, mail, what, conversation_id, at):
                return Received(What.REPEATED)
            kept = self._keep(change, mail, text)
        return Received(what, Kept(kept.message, True, change.conversation))

    def _keep(self, change: Change, mail: Incoming, text: str) -> Kept:
        kept = keep_mailed_message(change, text, event_id("mail", mail.message_id, "in")[:64], self._silence)
        self._left_messages.answered_by_mail(change, mail.sender, mail.sender_name, text)
        return kept

    def _refuse(self, mail: Incoming, what: What, conversation_id: str | None, at: datetime) -> Received:
        with self._db.write() as connection:
            self._note(connection, mail, what, conversation_id, at)
        _log.info("mail was not taken in", what=what.value)
        return Received(what)

    def _note(
        self, connection: Connection, mail: Incoming, what: What, conversation_id: str | None, at: datetime
    ) -> bool:
        """Keep that this mail came; False where it had come before."""
        row = {
            "message_id": mail.message_id,
            "conversation_id": conversation_id,
            "at": at,
            "what": what.value,
        }
        statement = upsert(self._db)(mails).values(row)
        return bool(
            connection.execute(statement.on_conflict_do_nothing(index_elements=["message_id"])).rowcount
        )

    def _is_known(self, message_id: str) -> bool:
        with self._db.read() as connection:
            same = mails.c.message_id == message_id
            return connection.execute(select(mails.c.what).where(same)).first() is not None


def _at_first_sight(mail: Incoming) -> What | None:
    """Why a mail isn't taken in, whatever it answers."""
    if mail.bounce:
        return What.BOUNCE
    if mail.automatic:
        return What.AUTOMATIC
    if "@" not in mail.sender:
        return What.SPOOFED
    return None if mail.text else What.EMPTY
