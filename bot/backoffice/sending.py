"""The outbox, sent over SMTP: each mail is claimed, sent and marked, so that none is lost and few come twice.

A process that dies between sending and marking leaves its claim behind; the mail then goes out again with the
same Message-ID, by which mail programs recognise it.
"""

import smtplib
import ssl
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.message import EmailMessage
from email.utils import format_datetime, parseaddr
from typing import Any
from urllib.parse import unquote, urlsplit

import structlog
from sqlalchemy import RowMapping, func, or_, select, update

from bot.backoffice import tables
from bot.backoffice.outbox import MailState
from bot.errors import Unavailable
from kb.database import Database

_log = structlog.get_logger()
_AT_ONCE = 20
_FOR_GOOD = 500
_SECONDS = 10.0
_CLAIM = timedelta(minutes=5)
_FIRST_WAIT = timedelta(seconds=15)
_LONGEST_WAIT = timedelta(hours=1)
KEEPS_TRYING = timedelta(hours=24)


class MailServer:
    """A server to hand mail to: `smtp://[user:password@]host[:port]`, or `smtps://` for TLS from the start.

    With `smtp://` TLS is begun where the server offers it, and demanded before a password is sent.
    """

    def __init__(self, url: str, sender: str, seconds: float = _SECONDS) -> None:
        parts = urlsplit(url)
        self._tls = parts.scheme == "smtps"
        self._host = parts.hostname or ""
        self._port = parts.port or (465 if self._tls else 587 if parts.username else 25)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._seconds = seconds
        self.sender = sender
        self.domain = parseaddr(sender)[1].partition("@")[2]

    @contextmanager
    def connected(self) -> Iterator[smtplib.SMTP]:
        """A connection that mail can be sent on.

        Raises:
            Unavailable: the server isn't there, or doesn't admit us.
        """
        try:
            with self._open() as connection:
                yield connection
        except (OSError, smtplib.SMTPException) as error:
            # The text of an SMTP error may name the recipient.
            raise Unavailable(f"The mail server {self._host} fails ({type(error).__name__}).") from error

    @contextmanager
    def _open(self) -> Iterator[smtplib.SMTP]:
        # What smtplib takes by itself doesn't check whom it talks to.
        trust = ssl.create_default_context()
        place, seconds = (self._host, self._port), self._seconds
        with (
            smtplib.SMTP_SSL(*place, timeout=seconds, context=trust)
            if self._tls
            else smtplib.SMTP(*place, timeout=seconds)
        ) as connection:
            connection.ehlo()
            if not self._tls and connection.has_extn("starttls"):
                connection.starttls(context=trust)
                connection.ehlo()
            elif self._user and not self._tls:
                raise smtplib.SMTPNotSupportedError("a password needs TLS")
            if self._user:
                connection.login(self._user, self._password)
            yield connection


@dataclass(frozen=True)
class Backlog:
    """Mail that has not left: how many wait, since when the oldest does, how many were given up."""

    waiting: int
    oldest: datetime | None
    failed: int


class Sender:
    """Sends what is due."""

    def __init__(self, db: Database, server: MailServer) -> None:
        self._db = db
        self._server = server

    def deliver(self, now: datetime) -> int:
        """Send what is due, up to 20 mails; how many were dealt with. What failed is due again later."""
        due = self._claim(now)
        if not due:
            return 0
        left = 0
        try:
            with self._server.connected() as connection:
                while left < len(due):
                    self._send(connection, due[left], now)
                    left += 1
        except Unavailable as error:
            _log.warning("mail could not be sent", how=str(error), mails=len(due) - left)
            for mail in due[left:]:
                self._later(mail, now)
        return left

    def backlog(self) -> Backlog:
        """What has not left."""
        box = tables.outbox
        waits = box.c.state.in_([MailState.WAITING.value, MailState.SENDING.value])
        with self._db.read() as connection:
            waiting, oldest = connection.execute(select(func.count(), func.min(box.c.at)).where(waits)).one()
            failed = connection.execute(
                select(func.count()).where(box.c.state == MailState.FAILED.value)
            ).scalar_one()
        return Backlog(waiting, oldest, failed)

    def check(self) -> None:
        """Greet the server.

        Raises:
            Unavailable: it doesn't answer, or doesn't admit us.
        """
        with self._server.connected() as connection:
            connection.noop()

    def _claim(self, now: datetime) -> list[RowMapping]:
        box = tables.outbox
        ours = box.c.state.in_([MailState.WAITING.value, MailState.SENDING.value])
        due = or_(box.c.next_try_at.is_(None), box.c.next_try_at <= now)
        # Processes that claim at once pass over what another one has locked.
        free = (
            select(box.c.id)
            .where(ours, due)
            .order_by(box.c.id)
            .limit(_AT_ONCE)
            .with_for_update(skip_locked=True)
        )
        with self._db.read() as connection:
            if connection.execute(select(box.c.id).where(ours, due).limit(1)).first() is None:
                return []
        with self._db.write() as connection:
            ids = connection.execute(free).scalars().all()
            these = box.c.id.in_(ids)
            connection.execute(
                update(box)
                .where(these)
                .values(state=MailState.SENDING.value, next_try_at=now + _CLAIM, tries=box.c.tries + 1)
            )
            for mail_id in ids:
                named = f"<{uuid.uuid4().hex}@{self._server.domain}>"
                connection.execute(
                    update(box)
                    .where(box.c.id == mail_id, box.c.message_id.is_(None))
                    .values(message_id=named)
                )
            return list(connection.execute(select(box).where(these).order_by(box.c.id)).mappings())

    def _send(self, connection: smtplib.SMTP, mail: RowMapping, now: datetime) -> None:
        """Send one mail; what the server has against this one mail doesn't hold up the others."""
        try:
            connection.send_message(message(mail, self._server))
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPResponseException) as error:
            codes = _codes(error)
            _log.warning("mail was refused", codes=codes)
            if all(code >= _FOR_GOOD for code in codes):
                self._set(mail, state=MailState.FAILED.value, next_try_at=None)
            else:
                self._later(mail, now)
        except (smtplib.SMTPNotSupportedError, ValueError) as error:
            # An address or a text that this server can't be given, whenever it is tried.
            _log.warning("mail can't be sent by this server", error=type(error).__name__)
            self._set(mail, state=MailState.FAILED.value, next_try_at=None)
        else:
            self._set(mail, state=MailState.SENT.value, sent_at=now, to="", subject="", text="")

    def _later(self, mail: RowMapping, now: datetime) -> None:
        if now - mail["at"] >= KEEPS_TRYING:
            self._set(mail, state=MailState.FAILED.value, next_try_at=None)
        else:
            wait = min(_FIRST_WAIT * 2 ** (mail["tries"] - 1), _LONGEST_WAIT)
            self._set(mail, state=MailState.WAITING.value, next_try_at=now + wait)

    def _set(self, mail: RowMapping, **values: Any) -> None:
        box = tables.outbox
        with self._db.write() as connection:
            connection.execute(update(box).where(box.c.id == mail["id"]).values(**values))


def _codes(error: smtplib.SMTPException) -> list[int]:
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        return [code for code, _ in error.recipients.values()]
    return [error.smtp_code] if isinstance(error, smtplib.SMTPResponseException) else []


def message(mail: RowMapping, server: MailServer) -> EmailMessage:
    """A mail as it goes out."""
    made = EmailMessage()
    made["From"] = server.sender
    made["To"] = mail["to"]
    made["Subject"] = mail["subject"]
    made["Date"] = format_datetime(mail["at"])
    made["Message-ID"] = mail["message_id"]
    for name, value in (
        ("In-Reply-To", mail["in_reply_to"]),
        ("References", mail["references"]),
        ("Reply-To", mail["reply_to"]),
    ):
        if value:
            made[name] = value
    if not mail["by_person"]:
        # Holiday answers of machines would come back into no conversation (RFC 3834).
        made["Auto-Submitted"] = "auto-generated"
    made.set_content(mail["text"])
    return made
