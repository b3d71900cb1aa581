"""Chatwoot: by its published API, signed, once, and with our own desk to fall back to."""

import json
from datetime import timedelta
from types import SimpleNamespace

import pytest

from bot.errors import InvalidInput, NotAllowed, Unavailable
from bot.handoff.external.port import Case
from tests.contract.external.chatwoot_server import SECRET, signed

BEN = SimpleNamespace(id="ben", name="Ben")


def case(conversation_id="c1", **more):
    facts = {"visitor": "v", "name": "Kim", "email": "kim@example.org", "brief": "b", "transcript": "t"}
    return Case(conversation_id=conversation_id, **{**facts, **more})


# --- handing over


def test_the_packet_is_a_note_that_the_visitor_never_sees(shop, chatwoot):
    visitor = shop.visitor(name="v1", email="kim@example.org")
    chatwoot.turn()
    [note] = chatwoot.server.messages[chatwoot.ref(visitor)]
    assert note["private"] is True
    assert "wants it put right" in note["content"]
    assert "kim@example.org" in note["content"]
    chatwoot.turn()
    assert "wants it put right" not in str(shop.lines(visitor))


def test_a_visitor_is_one_contact_whatever_they_come_with(chatwoot):
    first = chatwoot.other.open(case("c1"))
    second = chatwoot.other.open(case("c2"))
    third = chatwoot.other.open(case("c3", visitor="v-other"))
    assert len({first, second, third}) == 3
    assert [one["identifier"] for one in chatwoot.server.contacts] == ["v"]


def test_opened_again_after_a_crash_it_is_the_same_one(chatwoot):
    ref = chatwoot.other.open(case())
    chatwoot.server.agent_resolves(int(ref))
    assert chatwoot.other.open(case()) == ref
    assert chatwoot.server.conversations[int(ref)]["status"] == "open"
    assert len(chatwoot.server.messages[int(ref)]) == 1, "the same note is not written twice"


def test_what_was_heard_though_its_answer_was_lost_is_not_said_twice(shop, chatwoot):
    visitor = shop.visitor()
    chatwoot.turn()
    shop.says(visitor, "Hello?")
    # The look before posting works, the answer to the post is lost.
    chatwoot.server.troubles = ["", "answer lost"]
    chatwoot.turn()
    shop.passes(minutes=1)
    chatwoot.turn()
    assert chatwoot.reads(visitor).count("Hello?") == 1


def test_a_line_waits_while_the_desk_stumbles_and_keeps_its_place(shop, chatwoot):
    visitor = shop.visitor()
    chatwoot.turn()
    shop.says(visitor, "One")
    shop.says(visitor, "Two")
    chatwoot.server.troubles = ["fails"] * 4
    chatwoot.turn()
    assert "One" not in chatwoot.reads(visitor)
    chatwoot.server.troubles = []
    for _ in range(6):
        shop.passes(minutes=1)
        chatwoot.turn()
    read = chatwoot.reads(visitor)
    assert read.index("One") < read.index("Two")


# --- what comes back


def test_notes_of_agents_and_other_peoples_chats_stay_where_they_are(shop, chatwoot):
    visitor = shop.visitor()
    chatwoot.turn()
    before = shop.lines(visitor)
    chatwoot.server.agent_writes(chatwoot.ref(visitor), "seems upset", private=True)
    elsewhere = chatwoot.other.open(case("of nobody here"))
    chatwoot.server.agent_writes(int(elsewhere), "Hello stranger")
    chatwoot.turn()
    assert shop.lines(visitor) == before


def test_another_agent_who_takes_over_there_is_named_here(shop, chatwoot):
    visitor = shop.visitor()
    chatwoot.turn()
    chatwoot.server.agent_writes(chatwoot.ref(visitor), "Hello", agent="Mia")
    chatwoot.turn()
    chatwoot.server.agent_writes(chatwoot.ref(visitor), "I take over", agent="Noa")
    chatwoot.turn()
    assert shop.store.get(visitor).agent_name == "Noa"
    assert shop.lines(visitor)[-1] == ("agent", "I take over")


def test_what_the_webhook_lost_is_found_a_little_later(shop, chatwoot):
    visitor = shop.visitor()
    chatwoot.turn()
    chatwoot.writes(visitor, "Hello!")
    lost = chatwoot.server.told()
    shop.passes(seconds=25)
    chatwoot.turn()
    assert shop.lines(visitor)[-1] == ("agent", "Hello!")
    for raw in lost:
        chatwoot.bridge.heard(raw, signed(raw, shop.at), "", shop.at)
    assert str(shop.lines(visitor)).count("Hello!") == 1
    chatwoot.ends(visitor)
    chatwoot.server.told()
    shop.passes(seconds=25)
    chatwoot.turn()
    assert shop.state(visitor) == "closed"


def test_only_chatwoot_itself_is_believed(shop, chatwoot):
    visitor = shop.visitor()
    chatwoot.turn()
    chatwoot.server.told()
    chatwoot.writes(visitor, "Hello!")
    [raw] = chatwoot.server.told()
    late = signed(raw, shop.at - timedelta(minutes=6))
    for headers in (signed(raw, shop.at, "guessed"), {}, late, signed(raw + b" ", shop.at)):
        with pytest.raises(NotAllowed):
            chatwoot.bridge.heard(raw, headers, "", shop.at)
    with pytest.raises(NotAllowed):
        chatwoot.bridge.heard(raw, {}, "guessed", shop.at)
    assert "Hello!" not in str(shop.lines(visitor))
    chatwoot.bridge.heard(raw, {}, SECRET, shop.at)
    assert shop.lines(visitor)[-1] == ("agent", "Hello!"), "an older version carries the secret instead"


@pytest.mark.parametrize("raw", [b"", b"no json", b"[]", b"5"])
def test_what_cannot_be_read_is_refused(chatwoot, shop, raw):
    with pytest.raises(InvalidInput):
        chatwoot.bridge.heard(raw, signed(raw, shop.at), "", shop.at)


@pytest.mark.parametrize(
    "told",
    [
        {},
        {"event": "message_created"},
        {"event": "message_created", "conversation": {"id": "x"}, "id": 1},
        {"event": "message_created", "conversation": 4, "sender": 4, "content": 4, "id": "x"},
        {"event": "conversation_status_changed", "status": "resolved", "id": None},
        {"event": "webwidget_triggered"},
    ],
)
def test_what_tells_nothing_changes_nothing(chatwoot, shop, told):
    raw = json.dumps(told).encode()
    assert chatwoot.bridge.heard(raw, signed(raw, shop.at), "", shop.at) == {}


# --- when it fails


def test_a_desk_that_is_away_is_announced_and_ours_takes_over(shop, chatwoot):
    visitor = shop.visitor()
    chatwoot.server.troubles = ["fails"] * 100
    for _ in range(5):
        shop.passes(seconds=10)
        chatwoot.turn()
    assert shop.state(visitor) == "queued"
    assert "can't be reached" in shop.lines(visitor)[-1][1]
    assert str(shop.lines(visitor)).count("can't be reached") == 1
    shop.desk.accept(visitor, BEN, shop.at)
    shop.desk.reply(visitor, BEN, "Hello from here", "b1", shop.at)
    chatwoot.server.troubles = []
    chatwoot.turn()
    assert shop.store.get(visitor).agent_name == "Ben"


def test_while_it_is_away_our_desk_counts_as_closed_unless_somebody_sits_there(shop, chatwoot):
    assert shop.desk.is_open(None, shop.at)
    chatwoot.server.troubles = ["fails"] * 100
    shop.passes(seconds=20)
    chatwoot.turn()
    assert not shop.desk.is_open(None, shop.at)
    shop.desk.set_presence(BEN.id, "online", shop.at)
    assert shop.desk.is_open(None, shop.at)


def test_a_visitor_whose_agents_desk_dies_is_back_in_our_line_and_told(shop, chatwoot):
    visitor = shop.visitor()
    chatwoot.turn()
    chatwoot.writes(visitor, "Hello!")
    chatwoot.turn()
    shop.passes(seconds=20)
    chatwoot.turn()
    shop.desk.expire(shop.at)
    assert shop.state(visitor) == "human", "as long as it is there, so is the agent"
    chatwoot.server.troubles = ["fails"] * 100
    for _ in range(6):
        shop.passes(seconds=30)
        chatwoot.turn()
    shop.desk.expire(shop.at)
    assert shop.state(visitor) == "queued"
    assert "connection to Mia was lost" in str(shop.lines(visitor))


def test_whoever_is_taken_at_our_desk_is_ended_there(shop, chatwoot):
    visitor = shop.visitor()
    chatwoot.turn()
    shop.desk.accept(visitor, BEN, shop.at)
    chatwoot.turn()
    assert chatwoot.is_told_of_the_end(visitor)
    assert "Ben has taken this conversation" in chatwoot.reads(visitor)
    chatwoot.writes(visitor, "Hello?")
    chatwoot.turn()
    assert shop.store.get(visitor).agent_name == "Ben"
    assert ("agent", "Hello?") not in shop.lines(visitor)


def test_a_slow_desk_is_given_up_in_time(chatwoot):
    chatwoot.server.troubles = ["slow"] * 2
    with pytest.raises(Unavailable, match="Chatwoot"):
        chatwoot.other.check()


def test_after_failures_it_is_left_alone_for_a_while(chatwoot):
    chatwoot.server.troubles = ["fails"] * 100
    for _ in range(3):
        with pytest.raises(Unavailable):
            chatwoot.other.check()
    calls = len(chatwoot.server.calls)
    with pytest.raises(Unavailable, match="left alone"):
        chatwoot.other.check()
    assert len(chatwoot.server.calls) == calls


def test_a_wrong_token_is_said(chatwoot, monkeypatch):
    monkeypatch.setattr("tests.contract.external.chatwoot_server.TOKEN", "another")
    with pytest.raises(Unavailable, match="refuses the key"):
        chatwoot.other.check()
