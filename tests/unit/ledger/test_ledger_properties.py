"""What holds for any episodes whatever: generated, many at a time."""

import random
from dataclasses import replace
from datetime import timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.ledger.analysis import Analysis
from bot.ledger.assessments import assess
from bot.ledger.columnar import ColumnarContacts
from bot.ledger.filters import Filter, narrow
from bot.ledger.report import report_of
from bot.ledger.terms import Terms
from tests.unit.ledger.ledger_stories import START, MemoryEvents, Story, analysis_of

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


@settings(max_examples=4, deadline=None)
@given(many)
def test_the_shares_of_decided_outcomes_add_to_one(stories):
    report = _report(stories)
    shares = [row["share"] for row in report["outcomes"] if row["share"] is not None]
    decided = report["episodes"]["decided"]
    assert not decided or abs(sum(shares) - 1) < 1e-9
    assert sum(row["count"] for row in report["outcomes"] if row["outcome"] != "pending") == decided


@settings(max_examples=4, deadline=None)
@given(many)
def test_every_episode_is_counted_once_or_left_out_once(stories):
    found = assess(_events(stories), NOW, TERMS)
    assert all((one.judgement.outcome is None) != (one.judgement.left_out is None) for one in found)
    episodes = _report(stories)["episodes"]
    assert episodes["total"] == episodes["pending"] + episodes["decided"] + sum(episodes["left_out"].values())
    assert episodes["total"] == len(found)


@settings(max_examples=4, deadline=None)
@given(many)
def test_deflected_never_exceeds_decided_and_the_rates_are_in_order(stories):
    found = _analysis(stories).overview(PERIOD, NOW)
    strict, standard, durable = (found.figure(key) for key in ("strict", "standard", "durable"))
    assert strict.numerator <= standard.numerator <= standard.denominator == found.counts.decided
    assert durable.numerator <= durable.denominator <= standard.denominator
    net = found.money.savings[1]
    assert net.low <= net.value <= net.high


@settings(max_examples=30, deadline=None)
@given(many, TOLD)
def test_adding_events_of_one_episode_never_changes_another_ones_outcome(stories, told):
    before = {one.episode.id: one.judgement for one in assess(_events(stories), NOW, TERMS)}
    more = [*stories, _story(99, told)]
    after = {one.episode.id: one.judgement for one in assess(_events(more), NOW, TERMS)}
    assert {key: after[key] for key in before} == before


@settings(max_examples=30, deadline=None)
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


@settings(max_examples=30, deadline=None)
@given(many, st.randoms(use_true_random=False))
def test_recomputing_gives_the_same_in_whatever_order_the_episodes_come(stories, order):
    once = assess(_events(stories), NOW, TERMS)
    shuffled = list(stories)
    random.Random(order.randint(0, 10**6)).shuffle(shuffled)
    assert assess(_events(shuffled), NOW, TERMS) == once


@settings(max_examples=30, deadline=None)
@given(many)
def test_the_evidence_is_of_the_episodes_own_events_and_every_judgement_has_a_sentence(stories):
    for one in assess(_events(stories), NOW, TERMS):
        own = {event.id for event in one.episode.events}
        assert set(one.judgement.evidence) <= own
        assert one.judgement.because.endswith(".")


@settings(max_examples=4, deadline=None)
@given(many)
def test_reasons_days_and_outcomes_count_the_same_episodes(stories):
    report = _report(stories)
    counted = report["episodes"]["pending"] + report["episodes"]["decided"]
    assert sum(row["episodes"] for row in report["reasons"]) == counted
    assert sum(row["episodes"] for row in report["by_day"]) == counted
    assert sum(row["count"] for row in report["outcomes"]) == counted
    abandoned = next(row["count"] for row in report["outcomes"] if row["outcome"] == "abandoned")
    assert sum(row["count"] for row in report["abandoned_causes"]) == abandoned


@settings(max_examples=4, deadline=None)
@given(many)
def test_what_the_columns_count_is_what_the_rules_say_of_each_episode(stories):
    found = {one.episode.id: one for one in assess(_events(stories), NOW, TERMS)}
    analysis = _analysis(stories)
    assert _behind(analysis, "standard", "denominator") == {key for key, one in found.items() if one.decided}
    assert _behind(analysis, "strict") == {key for key, one in found.items() if one.confirmed}
    assert _behind(analysis, "standard") == {key for key, one in found.items() if one.deflected}
    assert _behind(analysis, "escalation_rate") == {key for key, one in found.items() if one.handed_off}
    assert _behind(analysis, "resolution_rate") == {key for key, one in found.items() if one.resolved}
    durable = {key for key, one in found.items() if one.durable and one.mature and one.decided}
    assert _behind(analysis, "durable") == durable
    for row in analysis.episodes_behind(None, PERIOD, NOW).rows:
        one = found[row.episode_id]
        assert row.outcome == (one.judgement.outcome or one.judgement.left_out)
        assert (row.evidence, row.reason) == (one.judgement.because, one.reason)
        assert row.came_back_at == (one.come_back.started_at if one.come_back else None)


@settings(max_examples=4, deadline=None)
@given(many)
def test_every_figure_opens_as_many_episodes_as_it_counts(stories):
    analysis = _analysis(stories)
    overview = analysis.overview(PERIOD, NOW)
    for figure in overview.figures:
        if figure.opens and figure.denominator is not None:
            assert analysis.episodes_behind(figure.key, PERIOD, NOW).total == figure.numerator
            of = analysis.episodes_behind(figure.key, PERIOD, NOW, part="denominator")
            assert of.total == figure.denominator == figure.sample
    for by in ("reason", "article", "agent", "hour_weekday"):
        for row in analysis.breakdown(by, PERIOD, NOW).rows:
            narrowed = narrow(PERIOD, row.narrowed_by)
            standard = row.figure("standard")
            assert analysis.episodes_behind("visitor_initiated", narrowed, NOW).total == row.episodes
            assert analysis.episodes_behind("standard", narrowed, NOW).total == standard.numerator


@settings(max_examples=4, deadline=None)
@given(many, many)
def test_following_the_events_gives_what_computing_everything_anew_gives(stories, later):
    for number, story in enumerate(later):
        story.events = [replace(event, id=f"l{number}-{event.id}") for event in story.events]
    events = MemoryEvents(*stories)
    followed = Analysis(events, ColumnarContacts(events, None), TERMS, dict)
    followed.overview(PERIOD, NOW)
    events.events += _events(later)
    anew = MemoryEvents()
    anew.events = list(events.events)
    fresh = Analysis(anew, ColumnarContacts(anew, None), TERMS, dict)
    assert followed.overview(PERIOD, NOW) == fresh.overview(PERIOD, NOW)
    everything = followed.episodes_behind(None, PERIOD, NOW)
    assert everything == fresh.episodes_behind(None, PERIOD, NOW)


PERIOD = Filter(START, NOW)


def _analysis(stories):
    return analysis_of(*stories, terms=TERMS)


def _behind(analysis, key, part="numerator"):
    return {row.episode_id for row in analysis.episodes_behind(key, PERIOD, NOW, part=part).rows}


def _report(stories):
    analysis = _analysis(stories)
    return report_of(analysis.overview(PERIOD, NOW), analysis.breakdown("reason", PERIOD, NOW))


@settings(max_examples=6, deadline=None)
@given(many, TOLD)
def test_an_episode_more_changes_nothing_of_other_visitors_and_only_come_backs_of_its_own(stories, told):
    def rows(all_stories):
        visitors = {story.episode_id: story.visitor for story in all_stories}
        found = _analysis(all_stories).episodes_behind(None, PERIOD, NOW).rows
        return {row.episode_id: (visitors[row.episode_id], row) for row in found}

    more = _story(99, told)
    before, after = rows(stories), rows([*stories, more])
    for key, (visitor, row) in before.items():
        if visitor != more.visitor:
            assert after[key][1] == row
        else:
            assert after[key][1].model_copy(update={"came_back_at": row.came_back_at}) == row
