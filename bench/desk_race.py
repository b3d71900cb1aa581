"""Many agents who accept the same visitor at once: one gets them, each other one is told. Prints JSON.

    python -m bench.desk_race [--agents 100] [--races 1000] [--postgres URL]

Each race is one new visitor and as many threads as agents, let go together. Half of the agents go through one
desk, half through another with database connections of its own, as with two app processes: what decides is
the database, not a lock in memory. Without `--postgres` only SQLite is raced.
"""

import argparse
import json
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from types import SimpleNamespace
from typing import Any
from uuid import uuid4

import numpy as np
from sqlalchemy import create_engine, text
from sqlalchemy.engine import make_url

from bot import migrations
from bot.conversation.store import ConversationStore
from bot.errors import Conflict
from bot.handoff.desk import Desk
from bot.ledger.keys import KeyedHash
from bot.ledger.store import EventStore
from kb.database import Database

_START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


class NoMail:
    """Nothing is mailed in a race."""

    def send_mail(self, to: str, subject: str, text: str, at: datetime) -> None:
        """Nothing."""


def main() -> None:
    """Race and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--agents", type=int, default=100)
    parser.add_argument("--races", type=int, default=1000)
    parser.add_argument("--postgres", default="", help="URL of a server on which a database may be made")
    given = parser.parse_args()
    figures = {}
    with tempfile.TemporaryDirectory() as folder:
        figures["sqlite"] = raced(f"sqlite:///{Path(folder) / 'race.db'}", given.agents, given.races)
    if given.postgres:
        with a_database_on(given.postgres) as url:
            figures["postgresql"] = raced(url, given.agents, given.races)
    print(json.dumps(figures, indent=2))


def raced(url: str, agents: int, races: int) -> dict[str, Any]:
    """What came of all races on one database."""
    with closing(Database(url)) as first, closing(Database(url)) as second:
        migrations.upgrade(first)
        desks = [_desk(first), _desk(second)]
        people = [SimpleNamespace(id=f"agent-{n}", name=f"Agent {n}") for n in range(agents)]
        desks[0].set_presence(people[0].id, "online", _START)
        told: Counter[str] = Counter()
        wrong, took = 0, []
        with ThreadPoolExecutor(agents) as pool:
            for number in range(races):
                at = _START + timedelta(seconds=number)
                one, seconds = _race(first, desks, people, pool, at)
                told.update(one)
                took += seconds
                wrong += one["accepted"] != 1
    median, p99 = (1000 * float(np.percentile(took, share)) for share in (50, 99))
    return {
        "agents": agents,
        "races": races,
        "races_without_exactly_one_owner": wrong,
        "accepted": told["accepted"],
        "told_who_was_faster": told["told"],
        "other_answers": sum(told.values()) - told["accepted"] - told["told"],
        "answer_ms_median": round(median, 1),
        "answer_ms_p99": round(p99, 1),
    }


def _race(
    db: Database, desks: list[Desk], people: list[Any], pool: ThreadPoolExecutor, at: datetime
) -> tuple[Counter[str], list[float]]:
    """One visitor, all agents: who got what answer, and after how many seconds."""
    conversations = _conversations(db)
    visitor = conversations.start(visitor_id=uuid4().hex, at=at)
    desks[0].sign_of_life(people[0].id, at)
    desks[0].request_person(visitor.id, handoff_reason="visitor_request", at=at)
    start = Barrier(len(people))

    def accept(number: int) -> tuple[str, float]:
        desk = desks[number % len(desks)]
        start.wait()
        began = time.perf_counter()
        try:
            desk.accept(visitor.id, people[number], at)
            answer = "accepted"
        except Conflict as refusal:
            answer = "told" if str(refusal).endswith("was faster.") else str(refusal)
        except Exception as error:
            answer = type(error).__name__
        return answer, time.perf_counter() - began

    answers = list(pool.map(accept, range(len(people))))
    counted = Counter(answer for answer, _ in answers)
    # The record has to say the same as the answers.
    kept = [event.type for event in EventStore(db).for_conversation(visitor.id)].count("person_accepted")
    if kept != counted["accepted"]:
        counted["accepted"] = max(kept, counted["accepted"]) + 1
    return counted, [seconds for _, seconds in answers]


def _conversations(db: Database) -> ConversationStore:
    return ConversationStore(db, KeyedHash("a race"))


def _desk(db: Database) -> Desk:
    reasons = SimpleNamespace(named=lambda key: SimpleNamespace(key=key, title="", goal=""))
    return Desk(db, _conversations(db), reasons, NoMail())


@contextmanager
def a_database_on(server: str) -> Iterator[str]:
    """A database of this race's own, dropped at its end."""
    name = f"race_{uuid4().hex}"
    engine = create_engine(make_url(server).set(database="postgres"), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    try:
        yield make_url(server).set(database=name).render_as_string(hide_password=False)
    finally:
        with engine.connect() as connection:
            connection.execute(text(f"DROP DATABASE {name} WITH (FORCE)"))
        engine.dispose()


if __name__ == "__main__":
    main()
