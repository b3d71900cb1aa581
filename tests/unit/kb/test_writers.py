import threading
from collections.abc import Callable
from functools import partial

import pytest

from kb.database import Database
from kb.errors import Unavailable
from kb.writers import WritersLine

PATIENCE = 10.0


def waiting(line: WritersLine, write: Callable[[], None]) -> threading.Thread:
    """A thread that stands in the line before this returns."""
    before = len(line._waiting)
    thread = threading.Thread(target=write)
    thread.start()
    while len(line._waiting) == before and thread.is_alive():
        thread.join(0.001)
    return thread


def noting(line: WritersLine, had: list[str], name: str) -> Callable[[], None]:
    """Notes its turn."""

    def note() -> None:
        with line.turn(PATIENCE):
            had.append(name)

    return note


def test_turns_are_had_in_the_order_of_asking():
    line, had = WritersLine(), []
    with line.turn(PATIENCE):
        threads = [waiting(line, noting(line, had, str(number))) for number in range(20)]
    for thread in threads:
        thread.join()
    assert had == [str(number) for number in range(20)]


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
        thread = waiting(line, noting(line, had, "next"))
    thread.join()
    assert had == ["next"]


def test_a_turn_that_fails_is_over():
    line = WritersLine()
    with pytest.raises(ValueError, match="no"), line.turn(PATIENCE):
        raise ValueError("no")
    with line.turn(0.01):
        pass


@pytest.fixture
def open_database(tmp_path):
    """Opens the same file as often as asked, each time as another process would."""
    opened = []

    def open_() -> Database:
        opened.append(Database(f"sqlite:///{tmp_path / 'lines.db'}"))
        return opened[-1]

    with open_().write() as connection:
        connection.exec_driver_sql("CREATE TABLE lines (number INTEGER)")
    yield open_
    for db in opened:
        db.close()


def numbers_in(db: Database) -> list[int]:
    with db.read() as connection:
        return [number for (number,) in connection.exec_driver_sql("SELECT number FROM lines ORDER BY rowid")]


def written_by(db: Database, number: int) -> None:
    with db.write() as connection:
        connection.exec_driver_sql("INSERT INTO lines VALUES (?)", (number,))


def test_those_who_write_to_one_sqlite_file_do_so_in_the_order_of_asking(open_database):
    db = open_database()
    with db.write():
        threads = [waiting(db._writers, partial(written_by, db, number)) for number in range(12)]
    for thread in threads:
        thread.join()
    assert numbers_in(db) == list(range(12))


def test_another_process_that_writes_is_waited_for(open_database):
    own, others = open_database(), open_database()
    with others.write() as connection:
        thread = threading.Thread(target=written_by, args=(own, 2))
        thread.start()
        while not own._writers._busy:
            thread.join(0.001)
        connection.exec_driver_sql("INSERT INTO lines VALUES (1)")
    thread.join()
    assert numbers_in(own) == [1, 2]


def test_a_write_that_fails_keeps_nothing_and_lets_the_next_one_in(open_database):
    db = open_database()

    def fail() -> None:
        with db.write() as connection:
            connection.exec_driver_sql("INSERT INTO lines VALUES (1)")
            raise ValueError("no")

    with pytest.raises(ValueError, match="no"):
        fail()
    written_by(db, 2)
    assert numbers_in(db) == [2]
