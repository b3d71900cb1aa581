"""What holds for any episodes whatever: generated, many at a time."""

import random
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ledger.assessments import assess
from bot.ledger.deflection import deflection_rates
from bot.ledger.figures import make_report
from bot.ledger.money import net_saving
from bot.ledger.terms import Terms
from tests.unit.ledger.ledger_stories import START, Story

TERMS = Terms()
NOW = START + timedelta(days=21)
STEPS = {
    "ask": lambda story: story.asks(),
    "unreplied": lambda story: story.asks(replied=False),
    "greet": lambda story: story.greets(),
    "answer": lambda story: story.answered(),
    "missing": lambda story: story.happens("answer_missing", seq=story.seq),
    "clarify": lambda story: story.happens("clarify_asked", seq=story.seq, options=["a", "b"]),
    "positive": lambda story: story.reacts("positive"),
    "negative": lambda story: story.reacts("negative"),
    "flow": lambda story: story.happens("flow_started", flow="order_status"),
    "flow_step": lambda story: story.happens("flow_step", flow="order_status", step="number"),
    "flow_done": lambda story: story.happens("flow_completed", flow="order_status"),
    "flow_cancelled": lambda story: story.happens("flow_cancelled", flow="order_status", step="number"),
    "flow_failed": lambda story: story.happens("flow_failed", flow="order_status", cause="shop_down"),
    "wants_person": lambda story: story.happens("person_requested", seq=story.seq, times=1),
    "offer": lambda story: story.happens("person_offered", reason="policy"),
    "decline": lambda story: story.happens("offer_declined"),
    "handoff": lambda story: story.happens("handoff_requested", handoff_reason="policy"),
    "queue": lambda story: story.happens("queued"),
    "leave": lambda story: story.happens("queue_left", to="bot"),
    "accept": lambda story: story.happens("person_accepted", agent_id="ada", waited_seconds=3),
    "message_left": lambda story: story.happens("message_left", ticket_id="t"),
    "bot_failed": lambda story: story.happens("bot_failed", part="rasa"),
    "closed": lambda story: story.closed("visitor"),
    "spam": lambda story: story.closed(disposition="spam"),
    "survey": lambda story: story.happens("survey_answered", csat=4, nps=9),
    "day": lambda story: story.asks(after=20 * 3600),
}
TOLD = st.tuples(
    st.lists(st.sampled_from(sorted(STEPS)), min_size=1, max_size=8),
    st.integers(0, 3),  # which visitor
    st.integers(0, 20),  # on which day
    st.sampled_from(["", "", "", "test", "invited", "person_first", "bot_first"]),
)


def _story(number, told):
    steps, visitor, day, kind = told
    story = Story(
        f"e{number}",
        conversation=f"c{number}",
        visitor=f"v{visitor}",
        at=START + timedelta(days=day),
        test=kind == "test",
        invited=kind == "invited",
        arm=kind if kind.endswith("first") else None,
    )
    for step in steps:
        STEPS[step](story)
    return story


def _stories(all_told):
    return [_story(number, told) for number, told in enumerate(all_told)]


def _events(stories):
    return [event for story in stories for event in story.events]


many = st.lists(TOLD, min_size=1, max_size=12).map(_stories)


@settings(max_examples=50, deadline=None)
@given(many)
def test_the_shares_of_decided_outcomes_add_to_one(stories):
    report = _report(stories)
    shares = [row["share"] for row in report["outcomes"] if row["share"] is not None]
    decided = report["episodes"]["decided"]
    assert not decided or abs(sum(shares) - 1) < 1e-9
    assert sum(row["count"] for row in report["outcomes"] if row["outcome"] != "pending") == decided


@settings(max_examples=50, deadline=None)
@given(many)
def test_every_episode_is_counted_once_or_left_out_once(stories):
    found = assess(_events(stories), NOW, TERMS)
    assert all((one.judgement.outcome is None) != (one.judgement.left_out is None) for one in found)
    episodes = _report(stories)["episodes"]
    assert episodes["total"] == episodes["pending"] + episodes["decided"] + sum(episodes["left_out"].values())
    assert episodes["total"] == len(found)


@settings(max_examples=50, deadline=None)
@given(many)
def test_deflected_never_exceeds_decided_and_the_rates_are_in_order(stories):
    found = assess(_events(stories), NOW, TERMS)
    strict, standard, durable = (one.rate for one in deflection_rates(found, TERMS))
    assert strict.numerator <= standard.numerator <= standard.denominator
    assert durable.numerator <= durable.denominator <= standard.denominator
    saving = net_saving(found, TERMS)
    assert saving.low <= saving.expected <= saving.high


@settings(max_examples=50, deadline=None)
@given(many, TOLD)
def test_adding_events_of_one_episode_never_changes_another_ones_outcome(stories, told):
    before = {one.episode.id: one.judgement for one in assess(_events(stories), NOW, TERMS)}
    more = [*stories, _story(99, told)]
    after = {one.episode.id: one.judgement for one in assess(_events(more), NOW, TERMS)}
    assert {key: after[key] for key in before} == before


@settings(max_examples=50, deadline=None)
@given(many, TOLD)
def test_a_late_contact_changes_durable_only(stories, told):
    late = _story(99, (told[0], told[1], 20, told[3]))
    before = {one.episode.id: one for one in assess(_events(stories), NOW, TERMS)}
    after = {one.episode.id: one for one in assess(_events([*stories, late]), NOW, TERMS)}
    for key, one in before.items():
        assert (after[key].confirmed, after[key].deflected, after[key].decided, after[key].resolved) == (
            one.confirmed,
            one.deflected,
            one.decided,
            one.resolved,
        )


@settings(max_examples=40, deadline=None)
@given(many, st.randoms(use_true_random=False))
def test_recomputing_gives_the_same_in_whatever_order_the_episodes_come(stories, order):
    once = assess(_events(stories), NOW, TERMS)
    shuffled = list(stories)
    random.Random(order.randint(0, 10**6)).shuffle(shuffled)
    assert assess(_events(shuffled), NOW, TERMS) == once


@settings(max_examples=40, deadline=None)
@given(many)
def test_the_evidence_is_of_the_episodes_own_events_and_every_judgement_has_a_sentence(stories):
    for one in assess(_events(stories), NOW, TERMS):
        own = {event.id for event in one.episode.events}
        assert set(one.judgement.evidence) <= own
        assert one.judgement.because.endswith(".")


@settings(max_examples=40, deadline=None)
@given(many)
def test_reasons_days_and_outcomes_count_the_same_episodes(stories):
    report = _report(stories)
    counted = report["episodes"]["pending"] + report["episodes"]["decided"]
    assert sum(row["episodes"] for row in report["reasons"]) == counted
    assert sum(row["episodes"] for row in report["by_day"]) == counted
    assert sum(row["count"] for row in report["outcomes"]) == counted
    abandoned = next(row["count"] for row in report["outcomes"] if row["outcome"] == "abandoned")
    assert sum(row["count"] for row in report["abandoned_causes"]) == abandoned


def _report(stories):
    return make_report(
        assess(_events(stories), NOW, TERMS), TERMS, now=NOW, start=START, end=NOW, title_of=str.capitalize
    )
