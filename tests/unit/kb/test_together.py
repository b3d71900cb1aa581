import threading

import numpy as np
import pytest

from kb.together import MOST_TEXTS, Together, alike

LONG = 10.0


class Held:
    """Encodes a text as its length, and only when a test lets it."""

    def __init__(self, *, at_once: int = 1) -> None:
        self.batches: list[list[str]] = []
        self.together = Together(self._encode, at_once)
        self._may_go = threading.Semaphore(0)
        self._begun = threading.Semaphore(0)

    def _encode(self, texts):
        self.batches.append(list(texts))
        self._begun.release()
        assert self._may_go.acquire(timeout=LONG)
        if "bad" in texts:
            raise ValueError("bad")
        return np.array([[len(text)] * 2 for text in texts], dtype=np.float32)

    def ask(self, text: str) -> "Asking":
        return Asking(self.together, text)

    def ask_and_begin(self, text: str) -> "Asking":
        asking = self.ask(text)
        assert self._begun.acquire(timeout=LONG)
        return asking

    def ask_and_wait(self, text: str) -> "Asking":
        before = len(self.together._waiting)
        asking = self.ask(text)
        while len(self.together._waiting) == before:
            asking.thread.join(0.001)
        return asking

    def go(self, times: int = 1) -> None:
        self._may_go.release(times)


class Asking:
    """A thread that asks for a vector."""

    def __init__(self, together: Together[str], text: str) -> None:
        self.vector = self.error = None
        self.thread = threading.Thread(target=self._ask, args=(together, text))
        self.thread.start()

    def _ask(self, together, text):
        try:
            self.vector = together.vector(text, len(text))
        except ValueError as error:
            self.error = error

    def result(self):
        self.thread.join(LONG)
        assert not self.thread.is_alive()
        return self.error if self.error else int(self.vector[0])


def test_who_comes_alone_is_encoded_at_once_and_alone():
    held = Held()
    held.go()
    assert held.together.vector("abc", 3).tolist() == [3.0, 3.0]
    assert held.batches == [["abc"]]


def test_what_waits_while_one_is_encoded_makes_up_the_next_batch_and_each_gets_its_own():
    held = Held()
    asked = [held.ask_and_begin("a"), *(held.ask_and_wait("b" * length) for length in (5, 4, 6))]
    held.go(2)
    assert [one.result() for one in asked] == [1, 5, 4, 6]
    assert held.batches[0] == ["a"]
    assert [sorted(batch) for batch in held.batches[1:]] == [["bbbb", "bbbbb", "bbbbbb"]]


def test_the_one_who_waited_longest_is_next_whatever_its_length():
    held = Held()
    asked = [held.ask_and_begin("a"), *(held.ask_and_wait("b" * length) for length in (90, 4, 5, 4))]
    held.go(3)
    assert [one.result() for one in asked] == [1, 90, 4, 5, 4]
    assert [len(batch) for batch in held.batches] == [1, 1, 3]
    assert len(held.batches[1][0]) == 90


def test_as_many_batches_run_at_once_as_there_are_cores():
    held = Held(at_once=2)
    first, second = held.ask_and_begin("a"), held.ask_and_begin("bb")
    third = held.ask_and_wait("ccc")
    held.go(3)
    assert [one.result() for one in (first, second, third)] == [1, 2, 3]
    assert held.together._free == 2


def test_what_goes_wrong_is_said_to_all_of_its_batch_and_to_nobody_else():
    held = Held()
    first = held.ask_and_begin("a")
    bad, with_it = held.ask_and_wait("bad"), held.ask_and_wait("cc")
    later = held.ask_and_wait("d" * 60)
    held.go(3)
    assert first.result() == 1
    assert isinstance(bad.result(), ValueError)
    assert isinstance(with_it.result(), ValueError)
    assert later.result() == 60


@pytest.mark.parametrize(
    ("length", "waiting", "taken"),
    [
        (16, [], set()),
        (16, [16, 17, 15], {0, 1, 2}),
        (16, [60, 16, 4], {1}),
        (60, [4, 5], set()),
        (10, [10] * 20, set(range(MOST_TEXTS - 1))),
    ],
)
def test_texts_of_like_length_go_together_as_long_as_padding_is_cheaper_than_a_call(length, waiting, taken):
    assert alike(length, waiting) == taken
