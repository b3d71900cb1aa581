"""Agents' lines that a visitor hasn't seen in the chat go out by mail, once."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.conversation.model import Message
from bot.conversation.seen import unseen_replies
from bot.conversation.store import ConversationStore
from bot.correspondence import words
from bot.correspondence.writing import Correspondence
from kb.database import Database

# Older ones are not sent after the fact: when mail is switched on, or was away for days.
_NOT_OLDER = timedelta(days=1)


class Unseen:
    """Sends what wasn't seen.

    Args:
        db: the database.
        conversations: the store of conversations.
        correspondence: mail to visitors.
        patience: how long a line may stay unseen.
        shop: the shop's name.
        public_url: where people reach this installation.
    """

    def __init__(
        self,
        db: Database,
        conversations: ConversationStore,
        correspondence: Correspondence,
        patience: timedelta,
        shop: str,
        public_url: str,
    ) -> None:
        self._db = db
        self._conversations = conversations
        self._correspondence = correspondence
        self._patience = patience
        self._shop = shop
        self._answer = words.how_to_answer(public_url, comes_back=correspondence.comes_back)

    def send(self, now: datetime) -> int:
        """Send what is due; to how many visitors."""
        due = unseen_replies(self._db, now - self._patience)
        return sum(self._send(conversation_id, lines, now) for conversation_id, lines in due.items())

    def _send(self, conversation_id: str, lines: Sequence[Message], now: datetime) -> bool:
        carried = self._correspondence.carried(conversation_id)
        fresh = [line for line in lines if line.seq > carried and now - line.at < _NOT_OLDER]
        if not fresh:
            return False
        with self._conversations.changing(conversation_id, now) as change:
            visitor = change.conversation
            if not visitor.email or visitor.test or visitor.visitor_seen_seq >= fresh[-1].seq:
                return False
            unread = [line for line in fresh if line.seq > visitor.visitor_seen_seq]
            self._correspondence.write(
                change.connection,
                conversation_id,
                visitor.email,
                words.unseen(self._shop, visitor.name, unread, answer=self._answer),
                now,
                key=f"unseen {unread[-1].seq}",
                seq=unread[-1].seq,
            )
        return True
