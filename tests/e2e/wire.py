"""The wire between a browser and the product, which a test can cut."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from enum import Enum

_CHUNK = 65_536


class Way(Enum):
    """What passes."""

    OPEN = "open"
    CUT = "cut"
    # What the browser says arrives; what the server answers doesn't.
    ANSWERS_LOST = "answers lost"


class Wire:
    """Passes bytes both ways between a port of its own and the product's, as long as it is whole."""

    def __init__(self, port: int) -> None:
        self._target = ("127.0.0.1", port)
        self._way = Way.OPEN
        self._pairs: set[tuple[socket.socket, socket.socket]] = set()
        self._lock = threading.Lock()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._listener.getsockname()[1]}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Every connection ends, and no new one is made."""
        self._way = Way.CUT
        with self._lock:
            pairs, self._pairs = self._pairs, set()
        for pair in pairs:
            _end(*pair)

    def lose_answers(self) -> None:
        """From now on the server hears what nobody gets an answer to."""
        self._way = Way.ANSWERS_LOST

    def mend(self) -> None:
        """Let everything pass again; connections that lost answers end first."""
        self.cut()
        self._way = Way.OPEN

    def close(self) -> None:
        """The end."""
        self.cut()
        self._listener.close()

    def _accept(self) -> None:
        while True:
            try:
                here, _ = self._listener.accept()
            except OSError:
                return
            if self._way is Way.CUT:
                here.close()
                continue
            try:
                there = socket.create_connection(self._target)
            except OSError:
                here.close()
                continue
            with self._lock:
                self._pairs.add((here, there))
            for from_, to, answers in ((here, there, False), (there, here, True)):
                threading.Thread(target=self._pass, args=(from_, to, answers), daemon=True).start()

    def _pass(self, from_: socket.socket, to: socket.socket, answers: bool) -> None:
        with contextlib.suppress(OSError):
            while data := from_.recv(_CHUNK):
                if not (answers and self._way is Way.ANSWERS_LOST):
                    to.sendall(data)
        _end(from_, to)


@contextmanager
def wire_to(port: int) -> Iterator[Wire]:
    """A wire, whole at first."""
    wire = Wire(port)
    try:
        yield wire
    finally:
        wire.close()


def _end(*sockets: socket.socket) -> None:
    for one in sockets:
        with contextlib.suppress(OSError):
            one.shutdown(socket.SHUT_RDWR)
        one.close()
