"""Mail to visitors: part of one thread a conversation, with the way back, kept with what it tells of."""

from datetime import datetime

from sqlalchemy import Connection, func, select

from bot.backoffice import outbox
from bot.backoffice.letters import Letter
from bot.backoffice.outbox import Thread
from bot.correspondence.tables import mails
from bot.correspondence.tokens import ReplyMarks
from kb.database import Database, upsert

SENT = "sent"
_CHAIN = 20


class Correspondence:
    """Writes to visitors.

    Args:
        db: the database.
        marks: the way back.
        comes_back: whether answers reach us, by a listener or a mailbox that is read.
    """

    def __init__(self, db: Database, marks: ReplyMarks, *, comes_back: bool) -> None:
        self._db = db
        self._marks = marks
        self.comes_back = comes_back

    def write(
        self,
        connection: Connection,
        conversation_id: str,
        to: str,
        letter: Letter,
        at: datetime,
        *,
        key: str,
        seq: int | None = None,
    ) -> None:
        """Keep a mail to a visitor within a transaction that is under way; once for a `key`.

        Args:
            connection: the transaction.
            conversation_id: whose thread it belongs to.
            to: the visitor's address.
            letter: what it says.
            at: when.
            key: what it tells of; said again, it isn't sent again.
            seq: up to which line it carries the conversation.
        """
        own = mails.c.conversation_id == conversation_id
        chain = [
            row.message_id
            for row in connection.execute(
                select(mails.c.message_id).where(own).order_by(mails.c.at.desc()).limit(_CHAIN)
            )
        ]
        message_id = self._marks.message_id(conversation_id, key)
        if message_id in chain:
            return
        thread = Thread(
            message_id=message_id,
            in_reply_to=chain[0] if chain else None,
            references=" ".join(reversed(chain)) or None,
            reply_to=self._marks.reply_address(conversation_id) if self.comes_back else None,
        )
        outbox.put(self._db, connection, to, letter, at, key=message_id, thread=thread)
        row = {
            "message_id": message_id,
            "conversation_id": conversation_id,
            "at": at,
            "what": SENT,
            "seq": seq,
        }
        connection.execute(
            upsert(self._db)(mails).values(row).on_conflict_do_nothing(index_elements=["message_id"])
        )

    def carried(self, conversation_id: str) -> int:
        """Up to which line the visitor had the conversation by mail; 0 for none."""
        sent = (mails.c.conversation_id == conversation_id, mails.c.what == SENT)
        with self._db.read() as connection:
            return int(connection.execute(select(func.max(mails.c.seq)).where(*sent)).scalar() or 0)
