"""Mail that goes out: kept first, with the change it tells of, then sent until the server takes it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from sqlalchemy import Connection, select

from bot.backoffice import tables
from bot.backoffice.letters import Letter
from kb.database import Database, upsert

_NO_NEWLINES = str.maketrans({"\r": " ", "\n": " "})


class MailState(StrEnum):
    """Where a mail is: given up after the last try, or refused by the server for good, is `failed`."""

    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"


@dataclass(frozen=True)
class Mail:
    """A mail in the outbox; once it is sent its words are no longer kept."""

    id: int
    to: str
    subject: str
    text: str
    at: datetime
    state: MailState
    tries: int = 0


@dataclass(frozen=True)
class Thread:
    """Where a mail belongs: its own Message-ID, what it follows (RFC 5322) and where to answer to."""

    message_id: str
    in_reply_to: str | None = None
    references: str | None = None
    reply_to: str | None = None


class Outbox:
    """Takes mail and keeps it; `bot.backoffice.sending` sends it where there is a mail server."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def send_mail(self, to: str, subject: str, text: str, at: datetime, *, key: str | None = None) -> None:
        """Keep a mail that is to go out; with a `key`, once however often it is said.

        Raises:
            Unavailable: the database doesn't answer.
        """
        with self._db.write() as connection:
            put(self._db, connection, to, Letter(subject, text), at, key=key)

    def mails(self, to: str | None = None, limit: int = 50) -> list[Mail]:
        """The newest mails first that have not left, all or those to one address."""
        box = tables.outbox
        statement = (
            select(box).where(box.c.state != MailState.SENT.value).order_by(box.c.id.desc()).limit(limit)
        )
        if to is not None:
            statement = statement.where(box.c.to == to.strip().lower())
        with self._db.read() as connection:
            return [
                Mail(
                    row["id"], row["to"], row["subject"], row["text"], row["at"],
                    MailState(row["state"]), row["tries"],
                )
                for row in connection.execute(statement).mappings()
            ]  # fmt: skip


def put(
    db: Database,
    connection: Connection,
    to: str,
    letter: Letter,
    at: datetime,
    *,
    key: str | None = None,
    thread: Thread | None = None,
) -> None:
    """Keep a mail within a transaction that is under way."""
    row = {
        **(vars(thread) if thread else {}),
        "by_person": letter.by_person,
        "key": key,
        "to": to.strip().lower(),
        # A line break in a subject would begin another header.
        "subject": letter.subject.translate(_NO_NEWLINES),
        "text": letter.text,
        "at": at,
        "state": MailState.WAITING.value,
        "next_try_at": at,
    }
    connection.execute(upsert(db)(tables.outbox).values(row).on_conflict_do_nothing(index_elements=["key"]))
