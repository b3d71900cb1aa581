"""Answers fetched from a mailbox by IMAP (RFC 9051): what is unseen is taken in, then marked as seen."""

import ssl
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from imaplib import IMAP4
from urllib.parse import unquote, urlsplit

import structlog
from imap_tools import AND, BaseMailBox, MailBox, MailboxLoginError, MailBoxUnencrypted, MailMessageFlags

from bot.errors import Unavailable

_log = structlog.get_logger()
_SECONDS = 20.0
_AT_ONCE = 50


class Mailbox:
    """A mailbox: `imaps://user:password@host[:port][/folder]`, or `imap://` on this machine."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._tls = parts.scheme == "imaps"
        self._host = parts.hostname or ""
        self._port = parts.port or (993 if self._tls else 143)
        self._user, self._password = unquote(parts.username or ""), unquote(parts.password or "")
        self._folder = unquote(parts.path.strip("/")) or "INBOX"

    @contextmanager
    def opened(self) -> Iterator[BaseMailBox]:
        """The mailbox, signed in.

        Raises:
            Unavailable: the server isn't there, or doesn't admit us.
        """
        try:
            with self._connected().login(self._user, self._password, self._folder) as box:
                yield box
        except (OSError, IMAP4.error, MailboxLoginError) as error:
            raise Unavailable(f"The mailbox at {self._host} fails ({type(error).__name__}).") from error

    def _connected(self) -> BaseMailBox:
        if self._tls:
            trust = ssl.create_default_context()
            return MailBox(self._host, self._port, timeout=_SECONDS, ssl_context=trust)
        return MailBoxUnencrypted(self._host, self._port, timeout=_SECONDS)


def fetch(mailbox: Mailbox, take: Callable[[bytes], None]) -> int:
    """Take in what is unseen, up to 50 mails; how many.

    A mail is marked as seen after it was taken in: one that is fetched twice is recognised by its Message-ID.

    Raises:
        Unavailable: the server isn't there, or the database doesn't answer.
    """
    taken = 0
    with mailbox.opened() as box:
        unseen = AND(seen=False)
        for uid in box.uids(unseen)[:_AT_ONCE]:
            for mail in box.fetch(AND(uid=uid), mark_seen=False):
                take(mail.obj.as_bytes())
            box.flag(uid, MailMessageFlags.SEEN, True)
            taken += 1
    return taken
