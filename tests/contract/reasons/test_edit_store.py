"""Edits of reasons and phrases, on SQLite and on PostgreSQL."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bot.errors import Conflict, Overtaken
from bot.reasons.checks import KnownParts
from bot.reasons.curator import Curator
from bot.reasons.edits import Edit, EditKind
from bot.reasons.live import LiveBook
from bot.reasons.store import EditStore
from kb.database import Database
from tests.unit.reasons.reason_facts import AT, REPAIRS, shipped_phrases, shipped_reasons

CHANGE = Edit(EditKind.CHANGED, "order_status", "Ada", AT, {"title": "Ørders 📦"}, {"title": "Order status"})
TEACH = Edit(EditKind.PHRASES_ADDED, "order_status", "Grace", AT, phrases=("wo ist's?", "any news"))


def curator(db: Database) -> Curator:
    store = EditStore(db)
    known = KnownParts(frozenset({"order_status"}), lambda: {"support", "technical"}, lambda _: True)
    return Curator(store, LiveBook(store, shipped_reasons(), shipped_phrases()), known, lambda: None)


def test_edits_come_back_as_they_were_in_their_order(db: Database) -> None:
    store = EditStore(db)
    assert (store.version(), store.edits()) == (0, [])
    kept = [store.append(CHANGE, seen=0), store.append(TEACH, seen=1)]
    assert kept == [replace(CHANGE, number=1), replace(TEACH, number=2)]
    assert EditStore(db).edits() == kept
    assert store.edits(after=1) == kept[1:]
    assert store.version() == 2


def test_an_edit_judged_by_an_old_book_is_refused_and_changes_nothing(db: Database) -> None:
    store = EditStore(db)
    store.append(CHANGE, seen=0)
    with pytest.raises(Overtaken):
        store.append(TEACH, seen=0)
    assert store.version() == 1


def test_the_same_edit_is_taken_back_once(db: Database) -> None:
    store = EditStore(db)
    store.append(TEACH, seen=0)
    back = Edit(EditKind.PHRASES_REMOVED, "order_status", "Ada", AT, phrases=("any news",), undoes=1)
    store.append(back, seen=1)
    with pytest.raises(Overtaken):
        store.append(back, seen=2)


def test_what_one_process_changes_another_one_knows_at_its_next_look(db: Database) -> None:
    here, there = curator(db), curator(db)
    here.add(REPAIRS, by="Ada", at=AT)
    assert "repairs" not in there.live.reasons()
    assert there.live.refreshed().reasons["repairs"].title == "Repairs"
    there.add_phrases("repairs", ["fix my chair"], by="Grace", at=AT)
    assert here.entry("repairs").phrases[0].text == "fix my chair"
    assert here.live.phrases()[0] == there.live.phrases()[0] == 2


def test_a_phrase_that_two_admins_give_to_two_reasons_at_once_goes_to_one_of_them(db: Database) -> None:
    pair = [curator(db), curator(db)]

    def teach(number: int) -> str:
        key = ("order_status", "shipping_cost")[number]
        try:
            pair[number].add_phrases(key, ["how much and when"], by="Ada", at=AT)
        except Conflict as refused:
            return str(refused)
        return ""

    with ThreadPoolExecutor(2) as pool:
        refusals = sorted(pool.map(teach, range(2)))
    assert refusals[0] == ""
    assert "is already a phrase of" in refusals[1]
    assert len(EditStore(db).edits()) == 1


def test_many_admins_at_once_lose_no_edit(db: Database) -> None:
    curators = [curator(db) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        list(
            pool.map(
                lambda n: curators[n].add_phrases("order_status", [f"parcel {n}"], by="Ada", at=AT), range(3)
            )
        )
    texts = {phrase.text for phrase in curators[0].entry("order_status").phrases}
    assert {"parcel 0", "parcel 1", "parcel 2"} <= texts
    assert [edit.number for edit in EditStore(db).edits()] == [1, 2, 3]
