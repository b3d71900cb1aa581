"""One message's way through the bot: kept first, then answered, in order, once, never in silence.

Messages of one conversation are answered one after another by one worker; conversations don't wait for each
other. A message that was kept but not answered (the process was killed) is found again by `recover`; what the
dialogue had already said to it is shown instead of asking it twice.
"""

import asyncio
import contextlib
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, Protocol

import structlog
from anyio import to_thread

from bot.conversation.failures import Failure, failure_replies, leave_message_replies
from bot.conversation.model import Conversation, Kept, Message
from bot.conversation.replies import Button, Reply
from bot.conversation.store import ConversationStore
from bot.errors import DialogueSwitchedOff, DialogueUnavailable

_log = structlog.get_logger()
PERSON_INTENTS = frozenset({"ask_person", "handoff"})
LEAVE_MESSAGE_INTENT = "leave_message"


class Dialogue(Protocol):
    """Where the bot's replies come from."""

    async def send(self, sender_id: str, text: str, metadata: Mapping[str, Any]) -> list[Reply]:
        """Say something in the visitor's name and get the replies; raises DialogueUnavailable."""
        ...

    async def replies_after(self, sender_id: str, message_seq: int) -> list[Reply] | None:
        """What was replied to this message already, None when it never arrived."""
        ...


class Live(Protocol):
    """Who tells the open pages."""

    async def message(self, conversation: Conversation, message: Message) -> None:
        """A line was kept."""
        ...

    async def typing(self, conversation_id: str, *, on: bool) -> None:
        """The bot thinks, or has stopped."""
        ...

    async def state(self, conversation_id: str) -> None:
        """The conversation may stand differently now."""
        ...


class Connector(Protocol):
    """How a person is brought in without the dialogue's help."""

    async def connect(self, conversation_id: str, handoff_reason: str) -> list[Reply]:
        """Queue the visitor, or offer to leave a message; what to say about it."""
        ...


class TurnRunner:
    """Keeps visitors' messages and has the bot answer them."""

    def __init__(
        self,
        conversations: ConversationStore,
        dialogue: Dialogue,
        connector: Connector,
        live: Live,
        now: Callable[[], datetime],
        timeout_seconds: float,
    ) -> None:
        self._conversations = conversations
        self._dialogue = dialogue
        self._connector = connector
        self._live = live
        self._now = now
        self._timeout = timeout_seconds
        self._workers: dict[str, asyncio.Task[None]] = {}
        self._due: set[str] = set()
        # Whoever waits for the replies to a message, so that they need not be read again.
        self._awaited: dict[tuple[str, int], asyncio.Future[list[Message]]] = {}
        # Messages that an earlier process, or an earlier try, may have brought to the dialogue already.
        self._repeated: set[tuple[str, int]] = set()

    async def take(
        self, conversation_id: str, text: str, client_message_id: str, choice: str | None = None
    ) -> Kept:
        """Keep a visitor's message and see to it that it is answered; returns once it is safe."""
        return await self._keep(conversation_id, text, client_message_id, choice=choice)

    async def wish(
        self,
        conversation_id: str,
        text: str,
        intent: str,
        client_message_id: str,
        entities: Mapping[str, Any] | None = None,
    ) -> Kept:
        """A button of the page itself was picked: kept like a message, with what it stands for."""
        button = Button("page", text, intent, entities or {})
        return await self._keep(conversation_id, text, client_message_id, wish=button)

    async def _keep(self, conversation_id: str, text: str, client_message_id: str, **picked: Any) -> Kept:
        kept = await to_thread.run_sync(
            lambda: self._conversations.keep_visitor_message(
                conversation_id, text, client_message_id, self._now(), **picked
            )
        )
        if kept.new:
            await self._live.message(kept.conversation, kept.message)
        if kept.message.owed:
            self._answer_soon(conversation_id)
        return kept

    async def replies_to(self, message: Message, seconds: float) -> list[Message]:
        """The bot's replies to a message, waiting for them up to this long."""
        worker = self._workers.get(message.conversation_id)
        if worker is not None and message.owed:
            place = (message.conversation_id, message.seq)
            awaited = self._awaited.setdefault(place, asyncio.get_running_loop().create_future())
            either: set[asyncio.Future[Any]] = {worker, awaited}
            await asyncio.wait(either, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
            self._awaited.pop(place, None)
            if awaited.done():
                return awaited.result()
        later = await to_thread.run_sync(
            lambda: self._conversations.messages(message.conversation_id, after=message.seq)
        )
        return [reply for reply in later if reply.in_reply_to == message.seq]

    async def recover(self, *, older_than: timedelta) -> int:
        """Take up messages that were kept and never answered; how many conversations."""
        before = self._now() - older_than
        owed = await to_thread.run_sync(lambda: self._conversations.owed(before))
        left_over = [one for one in owed if one[0] not in self._workers]
        self._repeated.update(left_over)
        waiting = {conversation_id for conversation_id, _ in left_over}
        for conversation_id in waiting:
            self._answer_soon(conversation_id)
        return len(waiting)

    async def close(self) -> None:
        """Stop answering; what is still owed is answered after the next start."""
        workers = list(self._workers.values())
        for worker in workers:
            worker.cancel()
        for worker in workers:
            with contextlib.suppress(asyncio.CancelledError):
                await worker

    def _answer_soon(self, conversation_id: str) -> None:
        self._due.add(conversation_id)
        if conversation_id not in self._workers:
            self._workers[conversation_id] = asyncio.create_task(self._answer_all(conversation_id))

    async def _answer_all(self, conversation_id: str) -> None:
        try:
            while conversation_id in self._due:
                self._due.discard(conversation_id)
                conversation, owed = await to_thread.run_sync(self._conversations.with_owed, conversation_id)
                for number, message in enumerate(owed):
                    if number:
                        # The answer before may have changed how the conversation stands.
                        conversation = await to_thread.run_sync(self._conversations.get, conversation_id)
                    await self._answer(conversation, message)
        except Exception as error:
            # The message stays owed; recover() comes back to it.
            _log.error("a turn failed", error=type(error).__name__)
        finally:
            del self._workers[conversation_id]

    async def _answer(self, conversation: Conversation, message: Message) -> None:
        await self._live.typing(conversation.id, on=True)
        try:
            replies = await self._ask(conversation, message)
        except Exception as error:
            # Whatever it was, the visitor must not be left in silence.
            failure = _failure_of(error)
            replies = await self._without_dialogue(conversation, message, failure, type(error).__name__)
        finally:
            await self._live.typing(conversation.id, on=False)
        kept = await to_thread.run_sync(
            lambda: self._conversations.keep_replies(conversation.id, message.seq, replies, self._now())
        )
        place = (message.conversation_id, message.seq)
        self._repeated.discard(place)
        if (awaited := self._awaited.pop(place, None)) is not None and not awaited.done():
            awaited.set_result(kept)
        for reply in kept:
            await self._live.message(conversation, reply)
        await self._live.state(conversation.id)

    async def _ask(self, conversation: Conversation, message: Message) -> Sequence[Reply]:
        async with asyncio.timeout(self._timeout):
            replies = None
            if (message.conversation_id, message.seq) in self._repeated:
                # Said twice, a message would move a form by two steps.
                replies = await self._dialogue.replies_after(conversation.sender_id, message.seq)
            if replies is None:
                replies = await self._dialogue.send(
                    conversation.sender_id, message.text, {"seq": message.seq}
                )
        if not replies:
            raise DialogueUnavailable("the dialogue had nothing to say")
        return replies

    async def _without_dialogue(
        self, conversation: Conversation, message: Message, failure: Failure, cause: str
    ) -> Sequence[Reply]:
        """The bot can't answer: say so, and offer a person; who asked for one gets one."""
        _log.warning(
            "the bot could not answer", part=failure.value, cause=cause, conversation_id=conversation.id
        )
        await to_thread.run_sync(
            lambda: self._conversations.record(
                conversation.id,
                "bot_failed",
                self._now(),
                key=("bot_failed", message.seq),
                part=failure.value,
            )
        )
        wish = (message.payload.get("choice") or {}).get("intent")
        if wish in PERSON_INTENTS:
            return await self._connector.connect(conversation.id, "bot_failure")
        return leave_message_replies() if wish == LEAVE_MESSAGE_INTENT else failure_replies(failure)


def _failure_of(error: Exception) -> Failure:
    if isinstance(error, DialogueSwitchedOff):
        return Failure.SWITCHED_OFF
    return Failure.TIMEOUT if isinstance(error, TimeoutError) else Failure.RASA
