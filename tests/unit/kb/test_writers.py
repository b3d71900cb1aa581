import threading
from collections.abc import Callable

import pytest

from kb.errors import Unavailable
from kb.writers import WritersLine

PATIENCE = 10.0


def waiting(line: WritersLine, do: Callable[[], None], patience: float = PATIENCE) -> threading.Thread:
    """A thread that stands in the line before this returns."""
    before = len(line._waiting)
    in_line = threading.Event()

    def stand() -> None:
        with line.turn(patience):
            do()

    thread = threading.Thread(target=stand)
    thread.start()
    while len(line._waiting) == before and thread.is_alive():
        in_line.wait(0.001)
    return thread


def test_turns_are_had_in_the_order_of_asking():
    line, had = WritersLine(), []
    with line.turn(PATIENCE):
        threads = [waiting(line, lambda number=number: had.append(number)) for number in range(20)]
    for thread in threads:
        thread.join()
    assert had == list(range(20))


def test_one_has_a_turn_at_a_time():
    line, inside, most = WritersLine(), [], []

    def write() -> None:
        for _ in range(200):
            with line.turn(PATIENCE):
                inside.append(1)
                most.append(len(inside))
                inside.pop()

    threads = [threading.Thread(target=write) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(most) == 8 * 200
    assert max(most) == 1


def test_whoever_waits_too_long_leaves_the_line_and_the_next_one_moves_up():
    line, had = WritersLine(), []
    with line.turn(PATIENCE):
        with pytest.raises(Unavailable), line.turn(0.01):
            had.append("late")
        thread = waiting(line, lambda: had.append("next"))
    thread.join()
    assert had == ["next"]


def test_a_turn_that_fails_is_over():
    line = WritersLine()
    with pytest.raises(ValueError, match="no"), line.turn(PATIENCE):
        raise ValueError("no")
    with line.turn(0.01):
        pass
