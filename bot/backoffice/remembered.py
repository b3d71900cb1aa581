"""What a shop rarely changes, asked for once in a while instead of several times a turn."""

import time
from collections.abc import Callable
from threading import Lock
from typing import Generic, TypeVar

from bot.errors import Unavailable

T = TypeVar("T")


class Remembered(Generic[T]):
    """An answer that is good for `seconds`; when the shop doesn't answer, the last one goes on being good."""

    def __init__(
        self, ask: Callable[[], T], seconds: float, clock: Callable[[], float] = time.monotonic
    ) -> None:
        self._ask = ask
        self._seconds = seconds
        self._clock = clock
        self._lock = Lock()
        self._known: tuple[float, T] | None = None

    def __call__(self) -> T:
        """The answer.

        Raises:
            Unavailable: the shop doesn't answer, and never did.
        """
        known = self._known
        if known is not None and self._clock() < known[0]:
            return known[1]
        try:
            answer = self._ask()
        except Unavailable:
            if known is None:
                raise
            answer = known[1]
        with self._lock:
            self._known = (self._clock() + self._seconds, answer)
        return answer
