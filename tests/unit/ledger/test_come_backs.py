"""Cases and come-backs: what hangs together beyond one episode."""

from datetime import timedelta

from bot.ledger.assessments import assess
from bot.ledger.episodes import cases, come_backs, group

WEEK = timedelta(days=7)


def _settled(story):
    return story.asks().answered().closed("visitor")


def test_another_contact_on_the_seventh_day_is_a_come_back_and_later_it_is_not(tell):
    first = _settled(tell("e1"))
    end = first.events[-2].at  # closing is no activity
    within = tell("e2", conversation="c2", at=end + WEEK - timedelta(seconds=10)).asks()
    after = tell("e2", conversation="c2", at=end + WEEK).asks()
    assert come_backs(group(first.events + within.events), WEEK)["e1"].id == "e2"
    assert come_backs(group(first.events + after.events), WEEK) == {}


def test_another_visitor_is_no_come_back(tell):
    other = tell("e2", conversation="c2", visitor="v2", at=tell().now + timedelta(hours=1)).asks()
    assert come_backs(group(_settled(tell()).events + other.events), WEEK) == {}


def test_contacts_less_than_a_week_apart_are_one_case(tell):
    one = _settled(tell("e1"))
    two = _settled(tell("e2", conversation="c2", at=one.now + timedelta(days=6)))
    three = _settled(tell("e3", conversation="c3", at=two.now + timedelta(days=8)))
    other = _settled(tell("e4", conversation="c4", visitor="v2", at=one.now))
    found = cases(group(one.events + two.events + three.events + other.events), WEEK)
    assert [[episode.id for episode in case] for case in found] == [["e1", "e2"], ["e4"], ["e3"]]


def test_a_come_back_reverses_durable_credit_and_nothing_else(tell, terms):
    first = _settled(tell("e1"))
    now = first.now + timedelta(days=20)
    before = assess(first.events, now, terms)[0]
    second = _settled(tell("e2", conversation="c2", at=first.now + timedelta(days=2)))
    after = assess(first.events + second.events, now, terms)[0]
    assert before.durable
    assert not after.durable
    assert after.deflected
    assert after.judgement == before.judgement
    assert after.come_back is not None
    assert after.come_back.id == "e2"


def test_test_traffic_and_spam_are_nobodys_come_back(tell, terms):
    first = _settled(tell("e1"))
    test = tell("e2", conversation="c2", at=first.now + timedelta(days=1), test=True).asks()
    spam = tell("e3", conversation="c3", at=first.now + timedelta(days=1)).asks().closed(disposition="spam")
    one = assess(first.events + test.events + spam.events, first.now + timedelta(days=20), terms)[0]
    assert one.durable


def test_a_holdout_contact_is_a_come_back(tell, terms):
    first = _settled(tell("e1"))
    holdout = tell("e2", conversation="c2", at=first.now + timedelta(days=1), arm="person_first").asks()
    one = assess(first.events + holdout.events, first.now + timedelta(days=20), terms)[0]
    assert not one.durable


def test_a_come_back_that_has_not_happened_yet_is_not_known(tell, terms):
    first = _settled(tell("e1"))
    second = tell("e2", conversation="c2", at=first.now + timedelta(days=5)).asks()
    one = assess(first.events + second.events, first.now + timedelta(days=1), terms)
    assert [(each.episode.id, each.come_back) for each in one] == [("e1", None)]


def test_the_reason_is_the_agents_then_the_packets_then_the_first_understood(tell, terms):
    def reason(story):
        return assess(story.events, story.now, terms)[0].reason

    assert reason(tell().asks().answered()) == "unknown"
    understood = tell().asks().meant("unknown").asks().meant("shipping_times").asks().meant("returns")
    assert reason(understood) == "shipping_times"
    greeted = tell().greets().meant("newsletter").asks().meant("returns")
    assert reason(greeted) == "returns"
    handed = understood.happens("handoff_requested", handoff_reason="high_value", reason="damaged_item")
    assert reason(handed) == "damaged_item"
    assert reason(handed.closed(reason="missing_parcel")) == "missing_parcel"


def test_resolved_is_deflected_or_closed_by_a_person_as_resolved(tell, terms):
    def resolved(story):
        return assess(story.events, story.now + timedelta(days=2), terms)[0].resolved

    assert resolved(_settled(tell()))
    assert resolved(tell().asks().person().closed(disposition="resolved"))
    assert resolved(tell().asks().person().closed(disposition="sale", amount=900))
    assert not resolved(tell().asks().person().closed(disposition="unresolved"))
    assert not resolved(tell().asks().person().closed("system"))
    ticket = tell().asks().happens("message_left", ticket_id="t")
    assert not resolved(ticket)
    ticket.happens("ticket_closed", ticket_id="t", disposition="resolved").closed("system")
    assert resolved(ticket)
