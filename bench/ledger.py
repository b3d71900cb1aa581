"""How fast the ledger keeps and counts: `python -m bench.ledger [--sizes 10000 100000 1000000]`.

Made-up episodes of about ten events go into a database of SQLite's; then their columns are computed (once;
later only what got an event), and a full overview of all of them is made: every indicator, money, holdout,
and the period before. Times are of the clock and of the CPU, since other programs may run; memory is the most
that the process ever had. Filling and measuring have a process each. With `--copies 10` the columns of each
size are copied ten times under other ids before anything is counted, which spares the making of the events.
"""

import argparse
import json
import multiprocessing
import resource
import sqlite3
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import duckdb

from bot.ledger.analysis import Analysis
from bot.ledger.columnar import ColumnarContacts
from bot.ledger.events import Event
from bot.ledger.filters import Filter
from bot.ledger.schemas import checked
from bot.ledger.store import EventStore
from bot.ledger.terms import Terms
from bot.migrations.tables import metadata
from kb.database import Database

START = datetime(2026, 1, 5, tzinfo=UTC)
SPAN = timedelta(days=60)
NOW = START + SPAN + timedelta(days=10)
_REASONS = ("order_status", "shipping_times", "return", "damaged_item", "payment_failed", "newsletter")
_TRIAGE = {
    "value": "low",
    "complexity": "low",
    "value_score": 0.2,
    "complexity_score": 0.2,
    "route": "answer",
    "confidence": 0.9,
    "policy_version": 1,
}
_ASKED = (
    ("message_received", 1, {"length": 40, "chat": "bot", "substance": True}),
    ("triage_decided", 1, _TRIAGE),
)
_ANSWERED = (
    ("answer_shown", 1, {"article_id": "a-17", "article_version": 3, "score": 0.9, "risk": 0.02}),
    ("bot_replied", 1, {"milliseconds": 420}),
)
_HELPED = ("reaction", 1, {"polarity": "positive", "about": "answer"})
_WRONG = ("reaction", 1, {"polarity": "negative", "about": "answer"})
_PERSON = (
    ("person_requested", 1, {"times": 1}),
    ("handoff_requested", 1, {"handoff_reason": "visitor_request", "department": "support"}),
    ("queued", 1, {"department": "support"}),
    ("person_accepted", 1, {"agent_id": "ada", "waited_seconds": 25}),
    ("agent_wrote", 1, {"agent_id": "ada", "first": True}),
)
_CLOSED = ("closed", 1, {"by": "agent", "disposition": "resolved"})
_BEGUN = ("episode_started", 2, {"number": 1, "channel": "web"})
_ENDED = ("closed", 1, {"by": "visitor"})
KINDS: tuple[tuple[tuple[str, int, dict[str, Any]], ...], ...] = (
    (_BEGUN, *_ASKED, *_ANSWERED, *_ASKED[:1], *_ANSWERED, _HELPED, _ENDED),
    (_BEGUN, *_ASKED, *_ANSWERED, *_ASKED, *_ANSWERED, _ENDED),
    (_BEGUN, *_ASKED, _ANSWERED[0], *_PERSON, _CLOSED),
    (_BEGUN, *_ASKED, *_ANSWERED, _WRONG, *_ASKED[:1], *_ANSWERED, _ENDED),
)
"""Episodes of nine or ten events: confirmed, assumed, handed off, negative."""
_WITHOUT_SEQ = frozenset({"episode_started", "closed", "handoff_requested", "queued", "person_accepted"})


def episode(number: int, random: Random) -> list[Event]:
    """The events of one made-up episode; every third visitor comes more than once."""
    at = START + SPAN * random.random()
    conversation, own_id = f"c{number:031x}", f"e{number:031x}"
    who = number if random.random() > 1 / 3 else random.randrange(number + 1)
    visitor = f"{who * 2654435761 % 2**64:016x}" * 4
    reason, made = random.choice(_REASONS), []
    for place, (type_, version, data) in enumerate(random.choice(KINDS)):
        at += timedelta(seconds=random.randrange(2, 60))
        own = dict(data)
        if type_ not in _WITHOUT_SEQ:
            own["seq"] = place // 4 + 1
        if type_ == "triage_decided":
            own["reason"] = reason
        key = f"{number:030x}{place:02x}"
        made.append(Event(key, type_, version, at, conversation, own_id, visitor, own))
    return made


_COPIED = """
    INSERT INTO ledger_events (id, type, version, at, conversation_id, episode_id, visitor_key, data)
    SELECT id || :copy, type, version, at, conversation_id || :copy, episode_id || :copy,
        substr(visitor_key, 1, 60) || :visitor, data
    FROM ledger_events WHERE id NOT LIKE '%-%'
"""


def write(events: EventStore, seconds: float) -> float:
    """How many events a second are kept, each in a transaction of its own."""
    random, kept, began = Random(5), 0, time.perf_counter()
    while time.perf_counter() - began < seconds:
        for event in episode(10**9 + kept, random):
            events.append(event)
            kept += 1
    return kept / (time.perf_counter() - began)


def fill(path: Path, episodes: int) -> None:
    """Put made-up episodes straight into the table, past the checks that `append` makes of each event."""
    # The rest are copies under other ids: making episodes takes longer than keeping them.
    random, first = Random(1), min(episodes, 50_000)
    for number in range(40):
        for event in episode(number, Random(number)):
            checked(event.type, event.version, dict(event.data))

    def rows() -> Iterator[tuple[Any, ...]]:
        for number in range(first):
            for event in episode(number, random):
                at = event.at.replace(tzinfo=None).isoformat(sep=" ", timespec="microseconds")
                where = (event.conversation_id, event.episode_id, event.visitor_key)
                yield (event.id, event.type, event.version, at, *where, json.dumps(event.data))

    connection = sqlite3.connect(path)
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA cache_size=-400000")
    indexes = connection.execute(
        "SELECT name, sql FROM sqlite_master "
        "WHERE tbl_name = 'ledger_events' AND type = 'index' AND sql NOTNULL"
    ).fetchall()
    for name, _ in indexes:
        connection.execute(f"DROP INDEX {name}")
    connection.executemany(
        "INSERT INTO ledger_events (id, type, version, at, conversation_id, episode_id, visitor_key, data) "
        "VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        rows(),
    )
    for copy in range(1, episodes // first):
        connection.execute(_COPIED, {"copy": f"-{copy}", "visitor": f"{copy:04x}"})
    for _, sql in indexes:
        connection.execute(sql)
    connection.commit()
    connection.close()


@contextmanager
def measured(label: str) -> Iterator[None]:
    """Print how long something took."""
    clock, cpu = time.perf_counter(), time.process_time()
    yield
    print(
        f"  {label}: {time.perf_counter() - clock:.2f} s ({time.process_time() - cpu:.2f} s of CPU)",
        flush=True,
    )


def copy(path: Path, copies: int) -> None:
    """Copy all contacts so many times, at the same times, of other visitors; their links stay right."""
    with duckdb.connect(str(path)) as connection:
        connection.execute(
            "INSERT INTO contacts SELECT contacts.* REPLACE ("
            "id || '-' || number AS id, next_id || '-' || number AS next_id, "
            "visitor_key[:60] || format('{:04x}', number) AS visitor_key, "
            "visitor[:60] || format('{:04x}', number) AS visitor) "
            "FROM contacts, range(1, ?) AS copied(number) ORDER BY started_at",
            [copies],
        )


def bench(episodes: int, folder: Path, copies: int) -> None:
    """Everything at one size."""
    folder.mkdir()
    path = folder / "events.db"
    db = Database(f"sqlite:///{path}")
    metadata.create_all(db.engine)
    events = EventStore(db)
    print(f"{episodes:,} episodes, {10 * episodes:,} events", flush=True)
    filling = multiprocessing.get_context("spawn").Process(target=fill, args=(path, episodes))
    with measured("filled, past the checks"):
        filling.start()
        filling.join()
    columns = folder / "contacts.duckdb"
    analysis = Analysis(events, ColumnarContacts(events, columns), Terms(), dict)
    period = Filter(START, NOW)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    with measured("columns computed, once"):
        analysis.timeline(f"e{0:031x}", NOW)
    built = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    if copies > 1:
        with measured(f"columns copied to {episodes * copies:,} episodes"):
            copy(columns, copies)
    for attempt in ("first", "second", "third"):
        with measured(f"overview, {attempt}"):
            overview = analysis.overview(period, NOW)
    with measured("by reason"):
        analysis.breakdown("reason", period, NOW)
    with measured("by hour and weekday"):
        analysis.breakdown("hour_weekday", period, NOW)
    with measured("a hundred episodes behind a figure"):
        analysis.episodes_behind("durable", period, NOW)
    print(f"  written: {write(events, 3):,.0f} events a second, each in a transaction of its own")
    with measured("overview after those events"):
        analysis.overview(period, NOW)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    print(
        f"  {overview.counts.total:,} counted; events {path.stat().st_size / 2**20:,.0f} MB, columns "
        f"{columns.stat().st_size / 2**20:,.0f} MB; memory {before:.0f} MB before, "
        f"{built:.0f} with the columns computed, {memory:.0f} at the end",
        flush=True,
    )
    db.close()


def main() -> None:
    """Each size in a process of its own."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    parser.add_argument("--copies", type=int, default=1, metavar="N")
    asked = parser.parse_args()
    for size in asked.sizes:
        with tempfile.TemporaryDirectory() as folder:
            process = multiprocessing.get_context("spawn").Process(
                target=bench, args=(size, Path(folder) / "bench", asked.copies)
            )
            process.start()
            process.join()


if __name__ == "__main__":
    main()
