"""What an event may carry, and what it may not."""

import pytest

from bot.errors import InvalidInput
from bot.ledger.events import event_id
from bot.ledger.keys import KeyedHash
from bot.ledger.schemas import SCHEMAS, checked
from bot.ledger.timeline import SENTENCES


def test_an_unknown_type_or_version_is_refused():
    for type_, version in (("nonsense", 1), ("queued", 2)):
        with pytest.raises(InvalidInput, match="no event type"):
            checked(type_, version, {})


def test_an_unknown_field_is_refused_by_name_without_its_value():
    with pytest.raises(InvalidInput) as refused:
        checked("queued", 1, {"text": "my secret"})
    assert refused.value.field == "text"
    assert "my secret" not in str(refused.value)


def test_a_missing_or_wrong_field_is_named():
    with pytest.raises(InvalidInput) as refused:
        checked("reaction", 1, {"seq": 1, "polarity": "so-so", "about": "answer"})
    assert refused.value.field == "polarity"


def test_absent_optional_fields_are_left_out_of_what_is_kept():
    assert checked("conversation_started", 1, {"channel": "chat", "page": None}) == {
        "channel": "chat",
        "test": False,
    }


def test_what_an_agent_typed_as_a_reason_is_not_kept():
    kept = checked("returned", 1, {"by": "ada", "reason": "Ms. Moreno only wanted her address changed"})
    assert kept["reason"] == "other"
    assert checked("returned", 1, {"by": "ada", "reason": "wrong_department"})["reason"] == "wrong_department"


def test_a_page_is_kept_without_its_query_and_fragment():
    kept = checked(
        "conversation_started", 1, {"channel": "web", "page": "/account?email=ada@example.com#top"}
    )
    assert kept["page"] == "/account"


def test_every_type_of_event_has_a_sentence_for_the_timeline():
    assert {type_ for type_, _ in SCHEMAS} == set(SENTENCES)


def test_event_ids_are_the_same_for_the_same_parts_and_differ_for_others():
    assert event_id("c", "answered", 1) == event_id("c", "answered", 1)
    assert (
        len({event_id("c", "a", "b"), event_id("c", "a,b"), event_id("c", "ab"), event_id("d", "a", "b")})
        == 4
    )


def test_a_keyed_hash_needs_the_secret_to_be_repeated():
    one, other = KeyedHash("one secret"), KeyedHash("another secret")
    assert one("visitor-1") == KeyedHash("one secret")("visitor-1")
    assert one("visitor-1") != other("visitor-1")
    assert one("visitor-1") != one("visitor-2")
    assert len(one("visitor-1")) == 64
    with pytest.raises(ValueError, match="secret"):
        KeyedHash("")
