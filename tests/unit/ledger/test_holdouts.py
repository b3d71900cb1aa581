"""The holdout and the costs, over episodes told by hand."""

from datetime import date, timedelta

import pytest

from bot.ledger.analysis import Analysis, Filter
from bot.ledger.columnar import ColumnarContacts
from bot.ledger.prices.model import ChannelPrice, PriceList
from bot.ledger.terms import Terms
from tests.unit.ledger.ledger_stories import START, MemoryEvents

TERMS = Terms(holdout_share=0.5, cost_human_contact=10.0, cost_self_service_contact=0.5)
NOW = START + timedelta(days=30)


def _overview(*stories, prices=(), terms=TERMS):
    events = MemoryEvents(*stories)
    analysis = Analysis(events, ColumnarContacts(events, None), terms, dict, lambda: PriceList(prices))
    return analysis.overview(Filter(START - timedelta(days=1), NOW), NOW)


@pytest.fixture
def arms(tell):
    """200 visitors of each arm: bot first, 50 reach a person; person first, 150 do and 50 decline."""
    made = []
    for arm, reached in (("bot_first", 50), ("person_first", 150)):
        for number in range(200):
            story = tell(f"{arm}{number}", conversation=f"{arm}{number}", visitor=f"{arm}{number}", arm=arm)
            story.asks()
            made.append(
                story.person().closed(disposition="resolved") if number < reached else story.answered()
            )
    return made


def test_the_arms_are_compared_by_intention_to_treat(arms):
    holdout = _overview(*arms).holdout
    bot, person = holdout.arms
    assert (bot.visitors, bot.human_contacts) == (200, 0.25)
    assert (person.visitors, person.human_contacts) == (200, 0.75)
    human, cost = holdout.differences
    assert human.value == pytest.approx(-0.5)
    assert human.clear
    # Person first costs 10 for each who comes; bot first the same and half a dollar for everybody.
    assert cost.value == pytest.approx((0.25 * 10 + 0.5) - 0.75 * 10)
    assert holdout.would_contact == pytest.approx(0.75)


def test_what_a_visitor_does_in_the_seven_days_counts_whatever_the_arm_and_later_does_not(arms, tell):
    late = START + timedelta(days=3)
    more = tell("more", conversation="m", visitor="bot_first199", at=late).asks().person().closed()
    after = (
        tell("after", conversation="n", visitor="bot_first198", at=START + timedelta(days=9)).asks().person()
    )
    holdout = _overview(*arms, more, after).holdout
    assert holdout.arms[0].human_contacts == pytest.approx(51 / 200)


def test_visitors_whose_seven_days_are_not_over_are_left_out(arms, tell):
    young = tell("y", conversation="y", visitor="y", at=NOW - timedelta(days=2), arm="person_first").asks()
    assert _overview(*arms, young).holdout.arms[1].visitors == 200


def test_the_measured_share_stands_in_the_net_saving(arms):
    overview = _overview(*arms)
    terms = {term.name: term.value for term in overview.money.savings[1].terms}
    assert terms["Share who would otherwise have contacted"] == pytest.approx(0.75)
    assert "measured by the holdout" in overview.money.savings[1].note


def test_unbalanced_arms_are_warned_of(arms):
    holdout = _overview(*arms, terms=Terms(holdout_share=0.1)).holdout
    assert holdout.balance.unbalanced
    assert "unbalanced" in holdout.warnings[0]
    assert not _overview(*arms).holdout.balance.unbalanced


def test_few_visitors_are_still_being_collected(arms):
    holdout = _overview(*arms[:199], *arms[200:]).holdout
    assert holdout.state == "collecting"
    assert holdout.would_contact is None
    assert _overview(*arms).holdout.state == "measured"


def test_without_a_holdout_it_says_so(tell):
    holdout = _overview(tell().asks().answered()).holdout
    assert (holdout.state, holdout.arms) == ("off", ())
    assert "FIRSTLINE_HOLDOUT_SHARE" in holdout.note


def test_what_the_packet_saves_is_matched_by_reason_and_paid_by_the_wage(tell):
    stories = []
    for number in range(3):
        for arm, takes in (("bot_first", 200), ("person_first", 260)):
            story = tell(f"{arm}{number}", conversation=f"{arm}{number}", visitor=f"{arm}{number}", arm=arm)
            story.asks().person(wait=0, reply=10).closed(after=takes - 10, reason="damaged_item")
            stories.append(story)
    saving = _overview(*stories).money.savings[2]
    assert saving.sample == 3
    assert saving.value == pytest.approx(3 * 60 / 60 * 0.6)


def test_costs_are_by_the_settings_until_prices_are_kept(tell):
    stories = [tell(f"e{n}", conversation=f"c{n}", visitor=f"v{n}").asks() for n in range(4)]
    stories[0].person(wait=0, reply=60).closed(after=240)
    costs = _overview(*stories).money.costs
    by_channel = {one.channel: one for one in costs.channels}
    assert (by_channel["self_service"].contacts, by_channel["chat"].contacts) == (4, 1)
    assert costs.cases.total == pytest.approx(4 * 0.5 + 10)
    assert (costs.cases.cases, costs.cases.each) == (4, pytest.approx(3.0))
    assert by_channel["chat"].stated

    prices = (
        ChannelPrice("chat", date(2026, 1, 1), wage_per_minute=0.8, fee_each=0.2),
        ChannelPrice("self_service", date(2026, 1, 1), systems_per_month=310),
    )
    costs = _overview(*stories, prices=prices).money.costs
    by_channel = {one.channel: one for one in costs.channels}
    assert by_channel["chat"].total == pytest.approx(5 * 0.8 + 0.2)
    assert not by_channel["chat"].stated
    # From 1 March, 9:00 to 1 April, 9:00: all of March but 9 hours, and 9 hours of April.
    month = 310 * (1 - 9 / 24 / 31 + 9 / 24 / 30)
    assert by_channel["self_service"].systems == pytest.approx(month)
    assert by_channel["self_service"].each == pytest.approx(month / 4)


def test_a_month_and_a_year_boundary_split_by_days(tell):
    story = tell("e1", at=START.replace(year=2025, month=12, day=31)).asks().answered()
    events = MemoryEvents(story)
    prices = PriceList([ChannelPrice("self_service", date(2025, 1, 1), systems_per_month=310)])
    analysis = Analysis(events, ColumnarContacts(events, None), TERMS, dict, lambda: prices)
    start = story.now.replace(hour=0, minute=0, second=0) - timedelta(days=1)
    costs = analysis.overview(Filter(start, start + timedelta(days=4)), NOW).money.costs
    assert costs.channels[0].systems == pytest.approx(4 * 10)


def test_a_timeline_says_what_each_contact_of_the_case_cost(tell):
    first = tell("e1", conversation="c1").asks().answered()
    again = tell("e2", conversation="c2", at=START + timedelta(days=2)).asks()
    again.person(wait=0, reply=60).closed(after=240)
    events = MemoryEvents(first, again)
    prices = PriceList([ChannelPrice("chat", date(2026, 1, 1), wage_per_minute=0.8, fee_each=0.2)])
    analysis = Analysis(events, ColumnarContacts(events, None), TERMS, dict, lambda: prices)
    timeline = analysis.timeline("e1", NOW)
    assert [contact.cost for contact in timeline.case] == [0.5, pytest.approx(0.5 + 5 * 0.8 + 0.2)]
    assert timeline.case_cost == pytest.approx(5.2)
    assert [contact.is_this for contact in timeline.case] == [True, False]
    without = Analysis(events, ColumnarContacts(events, None), TERMS, dict).timeline("e2", NOW)
    assert without.case_cost == pytest.approx(0.5 + 0.5 + 10)
