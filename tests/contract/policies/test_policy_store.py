"""Saved policies: numbered without a gap, never changed, and of two who save at once one is told."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest

from bot.errors import Conflict, InvalidInput, NotFound
from bot.policies.store import PolicyStore
from bot.triage.editing import Draft, as_cells, checked
from bot.triage.presets import PRESETS
from kb.database import Database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@dataclass(frozen=True)
class Person:
    id: str
    name: str


ADA, GRACE = Person("a", "Ada"), Person("g", "Grace")


def draft(preset: str = "save_costs", **limits: int) -> Draft:
    return checked(preset, as_cells(PRESETS[preset].table), limits)


@pytest.fixture
def store(db: Database) -> PolicyStore:
    return PolicyStore(db)


def test_nothing_is_in_force_before_something_was_saved(store: PolicyStore) -> None:
    assert (store.newest(), store.newest_number(), store.versions()) == (None, 0, [])


def test_what_was_saved_comes_back_whole_with_who_when_and_why(store: PolicyStore) -> None:
    saved = store.save(draft(turn_limit=20), based_on=0, note=" Spring sale ", by=ADA, at=NOW)
    assert store.newest() == saved == store.find(1)
    assert (saved.number, saved.by_id, saved.by_name, saved.at) == (1, "a", "Ada", NOW)
    assert (saved.note, saved.draft.limits["turn_limit"]) == ("Spring sale", 20)
    assert saved.draft.table == PRESETS["save_costs"].table


def test_the_newest_is_in_force_and_the_earlier_ones_stay(store: PolicyStore) -> None:
    first = store.save(draft(), based_on=0, note="less chat", by=ADA, at=NOW)
    second = store.save(
        draft("chat_for_everyone"), based_on=1, note="more chat", by=GRACE, at=NOW + timedelta(hours=1)
    )
    assert store.newest() == second
    assert store.versions() == [second, first]


def test_who_looked_at_an_older_version_is_told(store: PolicyStore) -> None:
    store.save(draft(), based_on=0, note="less chat", by=ADA, at=NOW)
    with pytest.raises(Conflict, match="meanwhile"):
        store.save(draft("chat_for_everyone"), based_on=0, note="more chat", by=GRACE, at=NOW)
    assert store.newest_number() == 1


def test_of_two_who_save_at_once_one_is_told(store: PolicyStore) -> None:
    together = Barrier(2)

    def save(preset: str) -> bool:
        together.wait(timeout=10)
        try:
            store.save(draft(preset), based_on=0, note="now", by=ADA, at=NOW)
        except Conflict:
            return False
        return True

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(save, ["save_costs", "chat_for_everyone"])) == [False, True]
    assert [version.number for version in store.versions()] == [1]


def test_the_policy_in_force_is_not_saved_again(store: PolicyStore) -> None:
    store.save(draft(), based_on=0, note="less chat", by=ADA, at=NOW)
    with pytest.raises(Conflict, match="already"):
        store.save(draft(), based_on=1, note="less chat", by=ADA, at=NOW)


def test_an_earlier_policy_comes_back_as_a_new_version(store: PolicyStore) -> None:
    first = store.save(draft(), based_on=0, note="less chat", by=ADA, at=NOW)
    store.save(draft("chat_for_everyone"), based_on=1, note="more chat", by=ADA, at=NOW)
    back = store.restore(1, based_on=2, note="too dear", by=GRACE, at=NOW)
    assert (back.number, back.restores, back.draft) == (3, 1, first.draft)
    with pytest.raises(NotFound, match="version 9"):
        store.restore(9, based_on=3, note="?", by=GRACE, at=NOW)


@pytest.mark.parametrize("note", ["", "   ", "x" * 501])
def test_a_change_says_why(store: PolicyStore, note: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        store.save(draft(), based_on=0, note=note, by=ADA, at=NOW)
    assert refused.value.field == "note"
    assert store.newest_number() == 0
