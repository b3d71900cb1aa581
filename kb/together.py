"""Texts of several threads, encoded together while encoding is what they wait for; nobody waits for company.

A call of the model costs 1.4 to 2.6 ms and 0.28 ms for each word piece, padding included (`bench.encoding`):
the multiplications are at the speed of the core already, so a batch saves calls, and padding soon costs more
than that. So only texts of like length go together, and no more batches at a time than there are cores.
"""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from kb.encoder import Vectors

_Text = TypeVar("_Text")

MOST_TEXTS = 8
# The call that a text saves by coming along is worth so many word pieces of padding.
PADDING_EACH = 4


@dataclass
class _Asked(Generic[_Text]):
    """A text, and in the end its vector or what went wrong; `called` with neither, it is to encode next."""

    text: _Text
    length: int
    called: threading.Event = field(default_factory=threading.Event)
    vector: "Vectors | None" = None
    error: BaseException | None = None


class Together(Generic[_Text]):
    """Encodes at most `at_once` batches at the same time; whoever comes meanwhile makes up the next ones.

    The one who waited longest encodes next and takes along whoever is of like length: nobody is passed over.
    `encode` gives vectors of texts of like length, shape (n, dimension).
    """

    def __init__(self, encode: "Callable[[Sequence[_Text]], Vectors]", at_once: int) -> None:
        self._encode = encode
        self._guard = threading.Lock()
        self._free = at_once
        self._waiting: list[_Asked[_Text]] = []

    def vector(self, text: _Text, length: int) -> "Vectors":
        """One text's vector, shape (dimension,); `length` is in word pieces.

        Raises whatever `encode` does.
        """
        own = _Asked(text, length)
        if self._must_wait(own):
            own.called.wait()
        if own.vector is None and own.error is None:
            self._lead(own)
        if own.error is not None:
            raise own.error
        assert own.vector is not None  # noqa: S101
        return own.vector

    def _must_wait(self, own: _Asked[_Text]) -> bool:
        with self._guard:
            if self._free:
                self._free -= 1
                return False
            self._waiting.append(own)
            return True

    def _lead(self, own: _Asked[_Text]) -> None:
        with self._guard:
            others = alike(own.length, [one.length for one in self._waiting])
            batch = [own, *(self._waiting[place] for place in others)]
            self._waiting = [one for place, one in enumerate(self._waiting) if place not in others]
        try:
            for one, vector in zip(batch, self._encode([one.text for one in batch]), strict=True):
                one.vector = vector
        except BaseException as error:
            for one in batch:
                one.error = error
        finally:
            self._hand_over()
            for one in batch:
                one.called.set()

    def _hand_over(self) -> None:
        with self._guard:
            if self._waiting:
                self._waiting.pop(0).called.set()
            else:
                self._free += 1


def alike(length: int, waiting: Sequence[int]) -> frozenset[int]:
    """Which of the waiting texts, by place, go with one of `length`: the likest whose padding pays."""
    together, lengths = set[int](), [length]
    for place in sorted(range(len(waiting)), key=lambda place: abs(waiting[place] - length)):
        more = [*lengths, waiting[place]]
        padding = max(more) * len(more) - sum(more)
        if len(more) > MOST_TEXTS or padding > PADDING_EACH * (len(more) - 1):
            break
        together.add(place)
        lengths = more
    return frozenset(together)
