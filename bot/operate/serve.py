"""Our process: the public app and the private one that Rasa calls, on one event loop."""

import asyncio
import contextlib
import gc
import signal
from collections.abc import AsyncIterator, Awaitable, Callable, Iterator
from contextlib import asynccontextmanager, contextmanager
from datetime import datetime, timedelta

import structlog
import uvicorn
import uvloop
from anyio import to_thread

from bot.bootstrap import Firstline
from bot.operate import mailing
from bot.web.app import create_app
from kb.background import in_background
from kb.facts import prepare as prepare_facts

_log = structlog.get_logger()
_HOUSEKEEPING_SECONDS = 2
_SWEEPING_SECONDS = 600
_RINGING_SECONDS = 1
_LEARNING_SECONDS = 30
_MAIL_SECONDS = 1
_QUEUE_SECONDS = 15
_WEBHOOK_SECONDS = 2
_SUMMARY_SECONDS = 60
_WEEK_SECONDS = 15 * 60
_GRACE_SECONDS = 3
_LOOK_SECONDS = 0.2
# Short database calls, so many may run at once; SQLite lets one write and the others wait their turn.
_THREADS = 32


def serve(firstline: Firstline) -> None:
    """Serve until SIGTERM or SIGINT."""
    # Built here, before anything is served: a part that can't be built must stop the start.
    firstline.understander.understand("A first sentence loads what would be loaded at first use.")
    firstline.prepare_knowledge()
    firstline.knowledge.search("warm up")
    prepare_facts()
    firstline.prepare_shop()
    # What is there now stays. Without this the collector looks through all of it again and again, and every
    # turn that is under way waits for a third of a second.
    gc.collect()
    gc.freeze()
    with asyncio.Runner(loop_factory=uvloop.new_event_loop) as runner:
        runner.run(_serve(firstline))


async def _serve(firstline: Firstline) -> None:
    to_thread.current_default_thread_limiter().total_tokens = _THREADS
    settings = firstline.settings
    public = _Server(
        _config(create_app(firstline.parts, lambda: _behind(firstline)), settings.host, settings.port)
    )
    private = _Server(_config(firstline.private_app, "127.0.0.1", settings.private_port))
    servers = (public, private)

    def stop() -> None:
        for server in servers:
            server.should_exit = True

    loop = asyncio.get_running_loop()
    for number in (signal.SIGINT, signal.SIGTERM):
        loop.add_signal_handler(number, stop)
    try:
        await asyncio.gather(*(server.serve() for server in servers))
    finally:
        firstline.close()


class _Server(uvicorn.Server):
    """A server that leaves signals to whoever runs several of them."""

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        yield


def _config(app: object, host: str, port: int) -> uvicorn.Config:
    return uvicorn.Config(
        app,  # type: ignore[arg-type]
        host=host,
        port=port,
        access_log=False,
        log_level="warning",
        timeout_graceful_shutdown=_GRACE_SECONDS,
        # Longer than Rasa keeps its connections: whoever closes first must not be us.
        timeout_keep_alive=75,
        ws_max_size=64 * 1024,
    )


@asynccontextmanager
async def _behind(firstline: Firstline) -> AsyncIterator[None]:
    """What goes on behind the requests while the app serves."""
    parts = firstline.parts
    await parts.hub.start()
    # With SQLite no other process answers, so every unanswered message was left by an earlier one.
    alone = firstline.db.is_sqlite
    patience = timedelta(0) if alone else 2 * timedelta(seconds=firstline.settings.turn_timeout_seconds)
    waiting = [asyncio.create_task(_when_dialogue_is_ready(firstline, patience))]
    waiting.append(asyncio.create_task(_every(_HOUSEKEEPING_SECONDS, lambda: _housekeeping(firstline))))
    waiting.append(asyncio.create_task(_every(_RINGING_SECONDS, lambda: _giving_out(firstline))))
    if parts.bridge is not None:
        waiting.append(asyncio.create_task(_every(_RINGING_SECONDS, lambda: _carrying(firstline))))
    waiting.append(asyncio.create_task(_every(_LEARNING_SECONDS, lambda: _learning(firstline))))
    for seconds, do in (*_telling(firstline), *mailing.chores(firstline)):
        waiting.append(asyncio.create_task(_every(seconds, do)))
    waiting.append(asyncio.create_task(_every(_SWEEPING_SECONDS, lambda: _sweeping(firstline))))
    if firstline.sender is not None:
        waiting.append(asyncio.create_task(_every(_MAIL_SECONDS, lambda: _sending(firstline))))
    with (
        parts.knowledge.following(),
        in_background(_LOOK_SECONDS, parts.understander.follow, parts.understander.settle),
    ):
        try:
            async with mailing.answers_welcome(firstline):
                yield
        finally:
            for task in waiting:
                task.cancel()
                with contextlib.suppress(asyncio.CancelledError):
                    await task
            await parts.turns.close()
            await parts.hub.close()
            await firstline.dialogue.close()


async def _when_dialogue_is_ready(firstline: Firstline, patience: timedelta) -> None:
    while not await firstline.dialogue.ready():
        await asyncio.sleep(0.3)
    count = await firstline.parts.turns.recover(older_than=patience)
    if count:
        _log.info("answering messages of an earlier process", conversations=count)


async def _every(seconds: float, do: Callable[[], Awaitable[None]]) -> None:
    while True:
        await asyncio.sleep(seconds)
        try:
            await do()
        except Exception as error:
            _log.error("housekeeping failed", error=type(error).__name__)


async def _housekeeping(firstline: Firstline) -> None:
    """Waits that were too long, agents that went silent, messages left over, accounts to be erased."""
    parts = firstline.parts
    if firstline.sample_shop is not None:
        await to_thread.run_sync(firstline.sample_shop.erase_closed, firstline.now())
    for conversation_id, after in await to_thread.run_sync(_expired, firstline):
        await parts.live.lines(conversation_id, after=after)
        await parts.live.queue()
    await parts.live.places()
    # Whatever the bot still owes after this long was lost on the way. While Rasa starts there is a reason.
    if await firstline.dialogue.ready():
        await parts.turns.recover(older_than=timedelta(seconds=2 * parts.settings.turn_timeout_seconds))


async def _sweeping(firstline: Firstline) -> None:
    """Files go with their conversations."""
    await to_thread.run_sync(firstline.parts.files.sweep)


async def _giving_out(firstline: Firstline) -> None:
    """Visitors ring at agents, or at the next ones."""
    parts = firstline.parts
    changed = await to_thread.run_sync(parts.desk.give_out, firstline.now())
    for conversation_id in changed:
        last_seq = (await to_thread.run_sync(parts.conversations.get, conversation_id)).last_seq
        await parts.live.lines(conversation_id, after=last_seq - 1)
    if changed:
        await parts.live.queue()


async def _carrying(firstline: Firstline) -> None:
    """Visitors and agents of another desk hear each other."""
    parts = firstline.parts
    if parts.bridge is None:
        return
    changed = await to_thread.run_sync(parts.bridge.work, firstline.now(), abandon_on_cancel=True)
    for conversation_id, before in changed.items():
        await parts.live.lines(conversation_id, after=before)
    if changed:
        await parts.live.queue()


async def _learning(firstline: Firstline) -> None:
    """What visitors said of answers makes the next ones surer or more careful."""
    await to_thread.run_sync(firstline.learner.learn, firstline.now())


async def _sending(firstline: Firstline) -> None:
    """Mail leaves."""
    if firstline.sender is not None:
        await to_thread.run_sync(firstline.sender.deliver, firstline.now(), abandon_on_cancel=True)


def _telling(firstline: Firstline) -> list[tuple[float, Callable[[], Awaitable[None]]]]:
    """Alerts, their webhook and the weekly summary: how often each is looked after, in seconds."""

    def regularly(do: Callable[[datetime], object]) -> Callable[[], Awaitable[None]]:
        async def once() -> None:
            await to_thread.run_sync(do, firstline.now(), abandon_on_cancel=True)

        return once

    return [
        (_QUEUE_SECONDS, regularly(firstline.watch.look_at_the_queue)),
        (_WEEK_SECONDS, regularly(firstline.watch.look_at_the_week)),
        (_WEBHOOK_SECONDS, regularly(firstline.webhook.deliver)),
        (_SUMMARY_SECONDS, regularly(firstline.summaries.send)),
    ]


def _expired(firstline: Firstline) -> list[tuple[str, int]]:
    """Expired conversations, each with the last line before its announcement."""
    changed = firstline.desk.expire(firstline.now())
    return [(one, firstline.conversations.get(one).last_seq - 1) for one in changed]
