"""What ships and what admins changed, put together."""

from bot.nlu import load_phrases
from bot.reasons.edits import EditKind, plain
from bot.settings import PROJECT_ROOT
from bot.triage import Level, load_reasons
from tests.unit.reasons.reason_facts import (
    REPAIRS,
    added,
    book_after,
    edit,
    row,
    shipped_phrases,
    shipped_reasons,
)

CHANGED, ARCHIVED, RESTORED = EditKind.CHANGED, EditKind.ARCHIVED, EditKind.RESTORED
TAUGHT, REMOVED = EditKind.PHRASES_ADDED, EditKind.PHRASES_REMOVED


def test_without_edits_everything_is_as_it_ships() -> None:
    book = book_after()
    assert dict(book.reasons) == dict(shipped_reasons())
    assert book.phrases == shipped_phrases()
    assert book.version == 0


def test_the_shops_own_files_come_through_unchanged() -> None:
    data = PROJECT_ROOT / "data"
    phrases = load_phrases(data / "nlu")
    book = book_after(reasons=load_reasons(data / "reasons.yml"), phrases=phrases)
    assert {intent: set(texts) for intent, texts in book.phrases.by_intent.items()} == {
        intent: set(texts) for intent, texts in phrases.by_intent.items()
    }


def test_a_new_reason_stands_beside_the_shipped_ones_with_its_phrases() -> None:
    book = book_after(added(REPAIRS), edit(TAUGHT, "repairs", "fix my chair", "it wobbles"))
    assert book.reasons["repairs"].title == "Repairs"
    assert not book.entries["repairs"].shipped
    assert book.phrases.by_intent["repairs"] == ("fix my chair", "it wobbles")
    assert book.version == 2


def test_a_new_reason_without_phrases_is_one_that_no_message_is_read_as() -> None:
    book = book_after(added(REPAIRS))
    assert "repairs" in book.reasons
    assert "repairs" not in book.phrases.intents


def test_what_ships_later_comes_through_except_where_an_admin_changed_it() -> None:
    change = edit(CHANGED, "order_status", value="high")
    update = {"title": "Where an order is", "value": "medium", "complexity": "high"}
    book = book_after(change, reasons=shipped_reasons(order_status=update))
    reason = book.reasons["order_status"]
    assert (reason.title, reason.value, reason.complexity) == ("Where an order is", Level.HIGH, Level.HIGH)
    assert book.entries["order_status"].edited


def test_a_phrase_that_an_admin_removed_stays_away_when_it_ships_again() -> None:
    book = book_after(edit(REMOVED, "order_status", "Track my parcel"))
    assert book.phrases.by_intent["order_status"] == ("where is my order",)
    assert plain("track my parcel") not in book.owners


def test_an_admins_phrase_wins_over_the_same_one_shipped_later_under_another_reason() -> None:
    book = book_after(
        edit(TAUGHT, "shipping_cost", "price of a parcel"),
        phrases=shipped_phrases(order_status=["price of a parcel."]),
    )
    assert book.owners[plain("price of a parcel")] == "shipping_cost"
    assert "price of a parcel" in book.phrases.by_intent["shipping_cost"]
    assert book.phrases.by_intent["order_status"] == ("where is my order", "track my parcel")


def test_removing_a_phrase_that_has_gone_to_another_reason_takes_nothing_from_that_one() -> None:
    book = book_after(
        edit(TAUGHT, "shipping_cost", "where is my order"), edit(REMOVED, "order_status", "where is my order")
    )
    assert "where is my order" in book.phrases.by_intent["shipping_cost"]


def test_an_archived_reason_is_read_into_nothing_but_keeps_its_title_for_what_was_recorded() -> None:
    book = book_after(edit(ARCHIVED, "order_status"))
    assert "order_status" not in book.reasons
    assert "order_status" not in book.phrases.intents
    assert book.reasons.named("order_status").title == "Order status"
    assert book.reasons.titles["order_status"] == "Order status"
    assert len(book.entries["order_status"].phrases) == 2


def test_a_restored_reason_has_its_phrases_again() -> None:
    book = book_after(edit(ARCHIVED, "order_status"), edit(RESTORED, "order_status"))
    assert book.phrases.by_intent["order_status"] == ("where is my order", "track my parcel")


def test_edits_to_a_reason_that_no_longer_ships_do_no_harm() -> None:
    book = book_after(
        edit(CHANGED, "gone", title="Gone"),
        edit(TAUGHT, "gone", "where has it gone"),
        edit(REMOVED, "gone", "where is my order"),
        edit(ARCHIVED, "gone"),
    )
    assert set(book.entries) == set(book_after().entries)
    assert book.phrases == shipped_phrases()


def test_a_key_that_ships_after_an_admin_chose_it_is_the_admins() -> None:
    mine = row("order_status", title="My own")
    book = book_after(added(mine), edit(TAUGHT, "order_status", "any news"))
    assert book.reasons["order_status"].title == "My own"
    assert book.phrases.by_intent["order_status"] == ("where is my order", "track my parcel", "any news")


def test_acts_and_tones_stay_what_they_are() -> None:
    book = book_after(edit(TAUGHT, "order_status", "any news"))
    assert book.phrases.by_intent["greet"] == ("hi", "hello", "???")
    assert book.phrases.tone("angry") == ("you liars",)
