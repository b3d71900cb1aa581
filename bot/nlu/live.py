"""The understander in force: it follows the phrases, and nobody who asks it waits for that."""

import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.nlu.conflicts import Flip, flips
from bot.nlu.model import Understanding, Vector
from bot.nlu.phrases import Phrases
from bot.nlu.understander import Understander

SETTLED_SECONDS = 5.0
"""Who adds a phrase adds another one: what takes seconds to learn waits for so long a pause."""


class PhraseSource(Protocol):
    """Where phrases come from."""

    def phrases(self) -> tuple[int, Phrases]:
        """The newest phrases and their version, which is another one whenever they have changed."""
        ...


@dataclass(frozen=True)
class _State:
    version: int
    phrases: Phrases
    understander: Understander
    whole: bool
    since: float


class LiveUnderstander:
    """Safe to use from several threads: a message is read by one understander, which is replaced as a whole.

    A change is taken in within a fraction of a second (`Understander.taught`); when the phrases have been
    quiet for a while, a whole one is built from them in the background, with its calibration.
    """

    def __init__(
        self,
        source: PhraseSource,
        build: Callable[[Phrases], Understander],
        settled_seconds: float = SETTLED_SECONDS,
    ) -> None:
        """Build the first one, which takes seconds where nothing was kept from before."""
        self._source = source
        self._build = build
        self._settled = settled_seconds
        self._changing = threading.Lock()
        self._building = threading.Lock()
        version, phrases = source.phrases()
        self._state = _State(version, phrases, build(phrases), whole=True, since=time.monotonic())

    @property
    def version(self) -> int:
        """The version of the phrases that messages are read by now."""
        return self._state.version

    @property
    def whole(self) -> bool:
        """Whether the calibration is that of these phrases."""
        return self._state.whole

    def understand(self, text: str, vector: Vector | None = None) -> Understanding:
        """Understand one message, see `Understander.understand`."""
        return self._state.understander.understand(text, vector)

    def neighbours(self, understanding: Understanding, count: int) -> tuple[tuple[str, str, float], ...]:
        """The phrases nearest to a message: text, intent and cosine similarity, nearest first."""
        understander = self._state.understander
        looked_at = understander.looked_at(understanding.text, understanding.vector)
        return understander.classifier.neighbours(looked_at, count)

    def would_flip(self, intent: str, texts: Sequence[str]) -> tuple[Flip, ...]:
        """The phrases of other intents that would be read differently if `intent` had these as well."""
        with self._changing:
            understander = self._state.understander
            return flips(understander.classifier, intent, texts, understander.vectors_of(texts))

    def follow(self) -> bool:
        """Take in what any process has changed since the last look; True if there was something."""
        if self._source.phrases()[0] == self._state.version:
            return False
        with self._changing:
            version, phrases = self._source.phrases()
            before = self._state
            if version == before.version:
                return False
            if phrases == before.phrases:
                # Something about reasons that phrases don't depend on.
                self._state = _State(version, before.phrases, before.understander, before.whole, before.since)
                return True
            taught = before.understander.taught(phrases)
            self._state = _State(version, phrases, taught, whole=False, since=time.monotonic())
            return True

    def settle(self) -> bool:
        """Build a whole understander where one is due; True if it did. Messages are read meanwhile."""
        with self._building:
            before = self._state
            if before.whole or time.monotonic() < before.since + self._settled:
                return False
            built = self._build(before.phrases)
            with self._changing:
                now = self._state
                current = now.phrases == before.phrases
                understander = built if current else built.taught(now.phrases)
                self._state = _State(now.version, now.phrases, understander, whole=current, since=now.since)
            return True
