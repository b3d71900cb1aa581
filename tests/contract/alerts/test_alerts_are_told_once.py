"""What was found is told once, by mail and by webhook, however many processes look."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from bot.alerts.rules import DEFAULTS, Facts
from bot.alerts.store import AlertStore
from bot.alerts.wishes import Wishes
from bot.backoffice.outbox import Outbox
from bot.errors import Conflict
from kb.database import Database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LONG = Facts(longest_wait=timedelta(seconds=90), waiting=1)


@dataclass(frozen=True)
class Person:
    id: str
    name: str


ADA = Person("a", "Ada")
WISHES = Wishes(DEFAULTS, ("ada@example.com", "grace@example.com"), "https://hooks.example/x", 1)


@pytest.fixture
def store(db: Database) -> AlertStore:
    return AlertStore(db, "https://chat.example")


def test_before_anything_is_saved_the_limits_are_as_delivered_and_nobody_is_told(
    store: AlertStore, db: Database
) -> None:
    assert (store.kept().number, store.kept().wishes) == (0, Wishes())
    assert [one.kind.value for one in store.look(LONG, NOW)] == ["wait"]
    assert Outbox(db).mails() == []


def test_an_alert_goes_to_every_address_with_its_reason(store: AlertStore, db: Database) -> None:
    store.save(WISHES, based_on=0, by=ADA, at=NOW)
    store.look(LONG, NOW)
    mails = Outbox(db).mails()
    assert {mail.to for mail in mails} == set(WISHES.recipients)
    assert mails[0].subject == "Firstline: Visitors wait too long"
    assert "1 visitor waits for a person, the longest for 1 min 30 s." in mails[0].text
    assert "https://chat.example/admin" in mails[0].text
    assert [(one.kind, one.what) for one in store.told()] == [("wait", "raised")]


def test_of_many_processes_that_look_at_once_one_tells(store: AlertStore, db: Database) -> None:
    store.save(WISHES, based_on=0, by=ADA, at=NOW)
    together = Barrier(4)

    def look(number: int) -> int:
        together.wait()
        return len(store.look(LONG, NOW + timedelta(milliseconds=number)))

    with ThreadPoolExecutor(4) as pool:
        assert sum(pool.map(look, range(4))) == 1
    assert len(Outbox(db).mails()) == 2
    assert len(store.told()) == 1


def test_what_stands_is_known_after_a_restart(store: AlertStore, db: Database) -> None:
    store.save(WISHES, based_on=0, by=ADA, at=NOW)
    store.look(LONG, NOW)
    again = AlertStore(db, "https://chat.example")
    assert again.look(LONG, NOW + timedelta(minutes=1)) == []
    over = again.look(Facts(longest_wait=timedelta(0)), NOW + timedelta(minutes=2))
    assert [one.what.value for one in over] == ["cleared"]


def test_who_looked_at_older_wishes_is_told(store: AlertStore) -> None:
    store.save(WISHES, based_on=0, by=ADA, at=NOW)
    with pytest.raises(Conflict):
        store.save(Wishes(), based_on=0, by=ADA, at=NOW)
    assert store.kept().wishes == WISHES
    assert store.renew_key(based_on=1, by=ADA, at=NOW).wishes.key == 2
