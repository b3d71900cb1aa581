"""What an admin may do to reasons and phrases, what is refused, and what can be taken back."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from bot.errors import Conflict, InvalidInput, NotFound
from bot.nlu.conflicts import Flip
from bot.reasons.checks import LONGEST_PHRASE, MOST_PHRASES, KnownParts
from bot.reasons.curator import Curator
from bot.reasons.edits import EditKind
from bot.reasons.live import LiveBook
from bot.reasons.store import EditStore
from bot.triage import Level
from tests.databases import empty_sqlite
from tests.unit.reasons.reason_facts import AT, REPAIRS, row, shipped_phrases, shipped_reasons

WHO: dict[str, Any] = {"by": "Ada", "at": AT}


class Pupil:
    """In place of the understander: notes that it was told."""

    def __init__(self) -> None:
        self.told = 0

    def follow(self) -> bool:
        self.told += 1
        return True

    def would_flip(self, intent: str, texts: list[str]) -> tuple[Flip, ...]:
        return tuple(Flip("track my parcel", "order_status", text) for text in texts if "parcel" in text)


@pytest.fixture
def pupil() -> Pupil:
    return Pupil()


@pytest.fixture
def curator(tmp_path: Path, pupil: Pupil) -> Iterator[Curator]:
    db = empty_sqlite(tmp_path / "test.db")
    store = EditStore(db)
    known = KnownParts(
        frozenset({"order_status"}), lambda: {"support", "technical"}, lambda one: one == "warranty"
    )
    yield Curator(store, LiveBook(store, shipped_reasons(), shipped_phrases()), known, lambda: pupil)
    db.close()


def test_a_change_is_learned_before_the_call_returns(curator: Curator, pupil: Pupil) -> None:
    curator.add(REPAIRS, **WHO)
    assert pupil.told == 1
    curator.add_phrases("repairs", ["fix my chair"], **WHO)
    assert pupil.told == 2
    assert curator.live.reasons()["repairs"].department == "technical"


@pytest.mark.parametrize(
    ("changed", "field", "says"),
    [
        ({"skill": "sing"}, "skill", "no skill “sing”: it is one of answer, person, order_status"),
        ({"department": "moon"}, "department", "no department “moon”: it is one of support, technical"),
        ({"articles": ["warranty", "nothing"]}, "articles", "no published article “nothing”"),
        ({"key": "Two Words"}, "key", "key"),
        ({"key": "a" * 61}, "key", "key"),
        ({"title": ""}, "title", "title"),
        ({"value": "huge"}, "value", "value"),
    ],
)
def test_a_reason_with_an_unusable_field_is_refused(
    curator: Curator, changed: dict[str, Any], field: str, says: str
) -> None:
    with pytest.raises(InvalidInput, match=says) as refused:
        curator.add(REPAIRS | changed, **WHO)
    assert refused.value.field == field
    assert curator.store.version() == 0


@pytest.mark.parametrize(
    ("key", "says"),
    [
        ("order_status", "“Order status” has this key already"),
        ("greet", "a meaning of its own"),
        ("unknown", "a meaning of its own"),
        ("tone_angry", "a meaning of its own"),
    ],
)
def test_a_key_that_is_taken_is_refused_with_whose_it_is(curator: Curator, key: str, says: str) -> None:
    with pytest.raises(Conflict, match=says):
        curator.add(REPAIRS | {"key": key}, **WHO)


def test_an_archived_reasons_key_is_refused_with_the_way_out(curator: Curator) -> None:
    curator.archive("order_status", **WHO)
    with pytest.raises(Conflict, match="restore it instead"):
        curator.add(row("order_status"), **WHO)


def test_only_what_differs_is_kept_of_a_change(curator: Curator) -> None:
    entry = curator.change("order_status", {"title": "Order status", "value": "high"}, **WHO)
    assert entry.reason.value is Level.HIGH
    [edit] = curator.edits_of("order_status")
    assert (edit.kind, edit.before, edit.after) == (EditKind.CHANGED, {"value": "low"}, {"value": "high"})
    curator.change("order_status", {"value": "high"}, **WHO)
    assert curator.store.version() == 1


def test_a_change_does_not_stumble_over_fields_that_it_leaves_alone(curator: Curator) -> None:
    curator.add(REPAIRS | {"articles": ["warranty"]}, **WHO)
    gone = KnownParts(frozenset(), lambda: {"technical"}, lambda _: False)
    later = Curator(curator.store, curator.live, gone, lambda: None)
    assert later.change("repairs", {"title": "Mending"}, **WHO).reason.title == "Mending"


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ([], "at least one"),
        (["  "], "needs words"),
        (["?!"], "needs words"),
        (["x" * (LONGEST_PHRASE + 1)], "too long"),
        ([f"phrase {n}" for n in range(MOST_PHRASES + 1)], "at most 200"),
    ],
)
def test_unusable_phrases_are_refused(curator: Curator, texts: list[str], says: str) -> None:
    with pytest.raises(InvalidInput, match=says):
        curator.add_phrases("order_status", texts, **WHO)
    assert curator.store.version() == 0


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("Is delivery  FREE", "already a phrase of “Shipping cost”"),
        ("talk to a human!", "the dialogue act “ask_person”"),
    ],
)
def test_a_phrase_of_another_reason_is_refused_with_whose_it_is(
    curator: Curator, text: str, says: str
) -> None:
    with pytest.raises(Conflict, match=says):
        curator.add_phrases("order_status", ["any news", text], **WHO)
    assert curator.store.version() == 0


def test_phrases_that_the_reason_has_are_left_as_they_are(curator: Curator) -> None:
    taught = curator.add_phrases(
        "order_status", ["Where is my order?", "any  news", "ANY NEWS", "where now"], **WHO
    )
    assert (taught.added, taught.already) == (("any news", "where now"), ("Where is my order?",))
    assert [phrase.added for phrase in taught.entry.phrases] == [False, False, True, True]
    again = curator.add_phrases("order_status", ["where now"], **WHO)
    assert (again.added, curator.store.version()) == ((), 1)


def test_a_phrase_that_draws_others_away_is_added_with_a_warning(curator: Curator) -> None:
    taught = curator.add_phrases("shipping_cost", ["what does a parcel cost", "how much"], **WHO)
    assert len(taught.added) == 2
    assert taught.flips == (Flip("track my parcel", "order_status", "what does a parcel cost"),)


def test_a_phrase_can_be_removed_and_one_that_is_not_there_cannot(curator: Curator) -> None:
    entry = curator.remove_phrases("order_status", ["TRACK my parcel"], **WHO)
    assert [phrase.text for phrase in entry.phrases] == ["where is my order"]
    with pytest.raises(NotFound, match="“track my parcel” is no phrase"):
        curator.remove_phrases("order_status", ["where is my order", "track my parcel"], **WHO)
    assert len(curator.entry("order_status").phrases) == 1


def test_what_must_reach_a_person_cannot_be_archived_by_one_click(curator: Curator) -> None:
    with pytest.raises(Conflict, match="always goes to a person"):
        curator.archive("legal_threat", **WHO)
    curator.change("legal_threat", {"always_person": False}, **WHO)
    assert curator.archive("legal_threat", **WHO).archived


def test_an_unknown_reason_is_not_found(curator: Curator) -> None:
    for call in (curator.archive, curator.restore):
        with pytest.raises(NotFound):
            call("nothing", **WHO)
    with pytest.raises(NotFound):
        curator.add_phrases("nothing", ["some words"], **WHO)


def test_every_kind_of_edit_can_be_taken_back_once_and_by_whom_is_kept(curator: Curator) -> None:
    before = curator.entry("order_status")
    curator.change("order_status", {"value": "high", "goal": "wants news"}, **WHO)
    curator.add_phrases("order_status", ["any news"], **WHO)
    curator.remove_phrases("order_status", ["track my parcel"], **WHO)
    curator.archive("order_status", **WHO)
    curator.add(REPAIRS, **WHO)
    for number in (5, 4, 3, 2, 1):
        curator.undo(number, by="Grace", at=AT)
        with pytest.raises(Conflict, match="taken back already"):
            curator.undo(number, by="Grace", at=AT)
    after = curator.entry("order_status")
    assert after.reason == before.reason
    assert {phrase.text for phrase in after.phrases} == {phrase.text for phrase in before.phrases}
    assert curator.entry("repairs").archived
    assert [(edit.by, edit.undoes) for edit in curator.edits_of("order_status")[:4]] == [
        ("Grace", number) for number in (1, 2, 3, 4)
    ]


def test_taking_back_can_itself_be_taken_back(curator: Curator) -> None:
    curator.archive("order_status", **WHO)
    curator.undo(1, **WHO)
    assert not curator.entry("order_status").archived
    curator.undo(2, **WHO)
    assert curator.entry("order_status").archived


def test_a_change_that_something_later_stands_on_is_not_taken_back(curator: Curator) -> None:
    curator.change("order_status", {"title": "Orders"}, **WHO)
    curator.change("order_status", {"title": "Parcels"}, **WHO)
    with pytest.raises(Conflict, match="Title was changed again"):
        curator.undo(1, **WHO)
    curator.remove_phrases("order_status", ["track my parcel"], **WHO)
    curator.add_phrases("shipping_cost", ["track my parcel"], **WHO)
    with pytest.raises(Conflict, match="already a phrase of “Shipping cost”"):
        curator.undo(3, **WHO)
    with pytest.raises(NotFound):
        curator.undo(99, **WHO)
