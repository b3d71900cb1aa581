"""Mail to and from visitors while the product serves: unseen lines leave, answers come in."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

import structlog
from anyio import from_thread, to_thread

from bot.bootstrap import Firstline
from bot.correspondence.fetching import Mailbox, fetch
from bot.correspondence.listening import Door, listen
from bot.correspondence.receiving import Received, What

_log = structlog.get_logger()
_UNSEEN_SECONDS = 10.0

Chore = tuple[float, Callable[[], Awaitable[None]]]


def chores(firstline: Firstline) -> list[Chore]:
    """What is done again and again, and how often in seconds."""
    settings, due = firstline.settings, list[Chore]()
    if settings.unseen_mail_minutes > 0 and (firstline.sender is not None or settings.shows_mailbox):
        due.append((_UNSEEN_SECONDS, partial(_unseen, firstline)))
    if settings.imap_url.get_secret_value():
        mailbox = Mailbox(settings.imap_url.get_secret_value())
        due.append((settings.imap_every_seconds, partial(_fetch, firstline, mailbox)))
    return due


@asynccontextmanager
async def answers_welcome(firstline: Firstline) -> AsyncIterator[None]:
    """Keep the door for mail open, where one is set up."""
    if not firstline.settings.mail_listen:
        yield
        return

    async def take(raw: bytes, sender: str, recipients: tuple[str, ...]) -> None:
        await take_in(firstline, raw, envelope_sender=sender, envelope_to=recipients)

    server = await listen(firstline.settings.mail_listen, Door(take, firstline.reply_marks))
    try:
        yield
    finally:
        server.close()
        with contextlib.suppress(asyncio.CancelledError):
            await server.wait_closed()


async def take_in(
    firstline: Firstline,
    raw: bytes,
    *,
    envelope_sender: str | None = None,
    envelope_to: tuple[str, ...] = (),
) -> Received:
    """Take a mail in and show it to whoever has the conversation open."""
    received = await to_thread.run_sync(
        lambda: firstline.receiver.receive(
            raw, firstline.now(), envelope_sender=envelope_sender, envelope_to=envelope_to
        )
    )
    if received.kept is not None and received.what in (What.JOINED, What.OPENED):
        live, conversation = firstline.parts.live, received.kept.conversation
        await live.message(conversation, received.kept.message)
        await live.state(conversation.id)
        await live.tickets()
    return received


async def _unseen(firstline: Firstline) -> None:
    await to_thread.run_sync(firstline.unseen.send, firstline.now())


async def _fetch(firstline: Firstline, mailbox: Mailbox) -> None:
    def take(raw: bytes) -> None:
        from_thread.run(partial(take_in, firstline, raw))

    taken = await to_thread.run_sync(fetch, mailbox, take, abandon_on_cancel=True)
    if taken:
        _log.info("mail was fetched", mails=taken)
