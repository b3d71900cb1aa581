"""The line of those who want to write: one at a time, in the order of asking.

SQLite has one writer at a time too, but whoever finds it busy sleeps and tries again, ever longer, so that
newcomers overtake and the unlucky wait for seconds. Within a process this line stands before it.
"""

import threading
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager

from kb.errors import Unavailable


class WritersLine:
    """First come, first served. Not reentrant: who writes must not ask again before the end."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._busy = False
        self._waiting: deque[threading.Event] = deque()

    @contextmanager
    def turn(self, patience: float) -> Iterator[None]:
        """One's turn, waited for up to `patience` seconds.

        Raises:
            Unavailable: others took longer.
        """
        self._begin(patience)
        try:
            yield
        finally:
            self._end()

    def _begin(self, patience: float) -> None:
        with self._guard:
            if not self._busy:
                self._busy = True
                return
            called = threading.Event()
            self._waiting.append(called)
        if called.wait(patience):
            return
        with self._guard:
            # Called in the last moment, the turn is ours after all.
            if not called.is_set():
                self._waiting.remove(called)
                raise Unavailable("The database is busy with others for too long.")

    def _end(self) -> None:
        with self._guard:
            if self._waiting:
                # Handed over, never set free: nobody who comes now gets in between.
                self._waiting.popleft().set()
            else:
                self._busy = False
