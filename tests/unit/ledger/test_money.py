"""Gross and net saving, worked by hand."""

from datetime import timedelta

import pytest

from bot.ledger.money import Cohort, Prices, net_saving
from bot.ledger.terms import Terms
from tests.unit.ledger.ledger_stories import analysis_of, everything

PRICES = Terms(cost_human_contact=10.0, cost_self_service_contact=0.05, share_would_contact=0.7)


@pytest.fixture
def month(tell):
    """Ten visitors, all long ago: 3 confirmed, 4 assumed (1 of them came back), 2 handed off, 1 abandoned."""
    stories = [tell(f"e{n}", conversation=f"c{n}", visitor=f"v{n}") for n in range(9)]
    for story in stories[:3]:
        story.asks().answered().reacts("positive")
    for story in stories[3:7]:
        story.asks().answered()
    stories[7].asks().person().closed(disposition="resolved")
    stories[8].asks().happens("answer_missing", seq=1)
    back = tell("e9", conversation="c9", visitor="v3", at=stories[3].now + timedelta(days=2)).asks().person()
    return [*stories, back.closed(disposition="resolved")]


@pytest.fixture
def after(month):
    """The overview some days later."""

    def at(days):
        now = month[0].now + timedelta(days=days)
        return analysis_of(*month, terms=PRICES).overview(everything(now), now)

    return at


def _rate(overview, key):
    return overview.figure(key).numerator, overview.figure(key).denominator


def test_the_three_rates_by_hand(after):
    assert _rate(after(30), "strict") == (3, 10)
    assert _rate(after(30), "standard") == (7, 10)
    assert _rate(after(30), "durable") == (6, 10)
    assert _rate(after(30), "come_backs") == (1, 7)


def test_durable_counts_only_episodes_older_than_seven_days_on_both_sides(after):
    assert _rate(after(8), "durable") == (6, 9)
    assert after(6).figure("durable").value is None


def test_gross_saving_is_standard_deflected_episodes_at_the_difference_of_costs(after):
    gross = after(30).money.savings[0]
    assert gross.value == pytest.approx(7 * 9.95)
    assert [term.value for term in gross.terms] == [7, 10.0, 0.05]


def test_net_saving_by_hand(after):
    net = after(30).money.savings[1]
    own = 10 * 0.05
    assert net.low == pytest.approx(3 * 0.7 * 10 - own)
    assert net.value == pytest.approx(6 * 0.7 * 10 - own)
    assert net.high == pytest.approx(7 * 0.7 * 10 - own)


def test_gain_and_cost_of_net_saving_are_of_one_cohort(after):
    assert after(8).money.savings[1].value == pytest.approx(6 * 7 - 9 * 0.05)


def test_without_old_episodes_there_is_no_net_saving_and_no_cost(after):
    net = after(3).money.savings[1]
    assert (net.low, net.value, net.high) == (0, 0, 0)
    assert "0 decided episodes" in net.note


COHORT = Cohort(episodes=10, confirmed=3, durable=6, standard=7)


def test_longer_handling_after_failed_tries_is_taken_off():
    prices = Prices(avoided=10.0, self_service=0.05, wage=0.6)
    with_it, without = net_saving(COHORT, prices, 0.7, extra_handling=12.5), net_saving(COHORT, prices, 0.7)
    assert without.value - with_it.value == pytest.approx(12.5)
    assert "not measured yet and counts as 0" in without.note
    assert "counts as 0" not in with_it.note


def test_the_terms_shown_give_the_sum():
    saving = net_saving(COHORT, Prices(8.0, 0.2, 0.6), 0.6, extra_handling=3)
    value = {term.name: term.value for term in saving.terms}
    gain = value["Share who would otherwise have contacted"] * value["Cost of the channel avoided, each"]
    cost = value["Bot-first episodes"] * value["Cost of self-service, each"]
    rest = cost + value["Longer handling after failed tries"]
    assert saving.low == pytest.approx(value["Confirmed, without a come-back (low)"] * gain - rest)
    assert saving.value == pytest.approx(value["Durable (expected)"] * gain - rest)
    assert saving.high == pytest.approx(value["Standard (high)"] * gain - rest)
