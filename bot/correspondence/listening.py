"""Where a mail server hands over answers: a small SMTP (RFC 5321) or LMTP (RFC 2033) door on this machine."""

import asyncio
from collections.abc import Awaitable, Callable
from urllib.parse import urlsplit

import structlog
from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

from bot.correspondence.receiving import LARGEST_MAIL
from bot.correspondence.tokens import ReplyMarks
from bot.errors import Unavailable

_log = structlog.get_logger()
_MOST_RECIPIENTS = 20

Take = Callable[[bytes, str, tuple[str, ...]], Awaitable[None]]


class Door:
    """Takes mail for the shop's address, and for no other: it passes nothing on.

    Args:
        take: what is done with a mail: its bytes, the sender and the recipients that the other server named.
        marks: which addresses are ours.
    """

    def __init__(self, take: Take, marks: ReplyMarks) -> None:
        self._take = take
        self._marks = marks

    async def handle_RCPT(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Whether a recipient is ours."""
        if not self._marks.is_ours(address):
            return "550 5.1.1 There is no such mailbox here"
        if len(envelope.rcpt_tos) >= _MOST_RECIPIENTS:
            return "452 4.5.3 Too many recipients"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(  # noqa: N802 (aiosmtpd's name)
        self, _server: SMTP, _session: Session, envelope: Envelope
    ) -> str:
        """Take a mail in; what can't be kept now is brought again by the other server."""
        raw = envelope.content
        if not isinstance(raw, bytes):
            return "554 5.6.0 Not a mail"
        try:
            await self._take(raw, envelope.mail_from or "", tuple(envelope.rcpt_tos))
        except Unavailable:
            return "451 4.3.0 Try again later"
        except Exception as error:
            _log.error("a mail could not be taken in", error=type(error).__name__)
            return "451 4.3.0 Try again later"
        return "250 OK"


async def listen(url: str, door: Door) -> asyncio.Server:
    """Open the door at `smtp://host:port` or `lmtp://host:port`.

    Raises:
        OSError: the port can't be had.
    """
    place = urlsplit(url)
    speaks = LMTP if place.scheme == "lmtp" else SMTP

    def answer() -> SMTP:
        return speaks(door, data_size_limit=LARGEST_MAIL, hostname="firstline", ident="Firstline")

    return await asyncio.get_running_loop().create_server(answer, place.hostname, place.port or 25)
