"""Live updates: who listens to what, inside this process and, with Redis, across processes.

A listener that can't keep up loses its queue and is told to fetch again: the store is the truth, not the hub.
"""

import asyncio
import contextlib
from collections import defaultdict
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from typing import Any
from uuid import uuid4

import orjson
import structlog
from redis.asyncio import Redis
from redis.exceptions import RedisError

_log = structlog.get_logger()
_QUEUE_SIZE = 256
_CHANNEL = "firstline:live"
DESK = "desk"
Frame = Mapping[str, Any]


class Sendable(dict[str, Any]):
    """A frame that goes to many sockets and is made into text once."""

    @cached_property
    def text(self) -> str:
        """The frame as JSON."""
        return orjson.dumps(self).decode()


RESYNC = Sendable(type="resync")


def conversation_topic(conversation_id: str) -> str:
    """The topic of one conversation's visitor."""
    return f"conversation:{conversation_id}"


class Hub:
    """Publish to a topic, listen to a topic."""

    def __init__(self, redis_url: str = "") -> None:
        self._listeners: dict[str, set[asyncio.Queue[Sendable]]] = defaultdict(set)
        self._redis = Redis.from_url(redis_url) if redis_url else None
        self._own_id = uuid4().hex
        self._relay: asyncio.Task[None] | None = None
        self._heard = asyncio.Event()

    async def start(self) -> None:
        """Begin to hear other processes, when there are any."""
        if self._redis is not None:
            self._relay = asyncio.create_task(self._hear_others())

    async def hears_others(self) -> None:
        """Wait until updates of other processes arrive here; at once where there are none."""
        if self._redis is not None:
            await self._heard.wait()

    async def close(self) -> None:
        """Stop hearing others."""
        if self._relay is not None:
            self._relay.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await self._relay
        if self._redis is not None:
            await self._redis.aclose()

    async def publish(self, topic: str, frame: Frame) -> None:
        """Tell all listeners of a topic, here and in other processes."""
        self._deliver(topic, frame)
        if self._redis is not None:
            try:
                body = orjson.dumps({"from": self._own_id, "topic": topic, "frame": frame})
                await self._redis.publish(_CHANNEL, body)
            except RedisError:
                _log.warning("live update stayed in this process", cause="redis")

    def may_be_heard(self, topic: str) -> bool:
        """Whether anybody listens to a topic: somebody here, or perhaps somebody at another process."""
        return self._redis is not None or topic in self._listeners

    @contextmanager
    def listen(self, topic: str) -> Iterator[asyncio.Queue[Sendable]]:
        """A queue of the frames published to a topic while the block runs."""
        queue: asyncio.Queue[Sendable] = asyncio.Queue(_QUEUE_SIZE)
        self._listeners[topic].add(queue)
        try:
            yield queue
        finally:
            self._listeners[topic].discard(queue)
            if not self._listeners[topic]:
                del self._listeners[topic]

    def _deliver(self, topic: str, frame: Frame) -> None:
        sendable = Sendable(frame)
        for queue in self._listeners.get(topic, ()):
            if queue.full():
                while not queue.empty():
                    queue.get_nowait()
                queue.put_nowait(RESYNC)
            else:
                queue.put_nowait(sendable)

    async def _hear_others(self) -> None:
        while True:
            try:
                async for topic, frame in self._frames_of_others():
                    self._deliver(topic, frame)
            except (RedisError, ValueError, KeyError) as error:
                _log.warning("live updates of other processes are not heard", cause=type(error).__name__)
            await asyncio.sleep(1)
            # Whatever was published meanwhile was missed.
            for topic in list(self._listeners):
                self._deliver(topic, RESYNC)

    async def _frames_of_others(self) -> AsyncIterator[tuple[str, Frame]]:
        if self._redis is None:
            return
        async with self._redis.pubsub() as pubsub:
            await pubsub.subscribe(_CHANNEL)
            async for message in pubsub.listen():
                if message["type"] != "message":
                    self._heard.set()
                    continue
                body = orjson.loads(message["data"])
                if body["from"] != self._own_id:
                    yield body["topic"], body["frame"]
