"""Gross and net saving, worked by hand."""

from datetime import timedelta

import pytest

from bot.ledger.assessments import assess
from bot.ledger.deflection import deflection_rates
from bot.ledger.money import gross_saving, net_saving
from bot.ledger.terms import Terms

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
def assessed(month):
    def at(days):
        events = [event for story in month for event in story.events]
        return assess(events, month[0].now + timedelta(days=days), PRICES)

    return at


def test_the_three_rates_by_hand(assessed):
    strict, standard, durable = deflection_rates(assessed(30), PRICES)
    assert (strict.rate.numerator, strict.rate.denominator) == (3, 10)
    assert (standard.rate.numerator, standard.rate.denominator) == (7, 10)
    assert (durable.rate.numerator, durable.rate.denominator) == (6, 10)


def test_durable_counts_only_episodes_older_than_seven_days_on_both_sides(assessed):
    durable = deflection_rates(assessed(8), PRICES)[2]
    assert (durable.rate.numerator, durable.rate.denominator) == (6, 9)
    assert deflection_rates(assessed(6), PRICES)[2].rate.value is None


def test_gross_saving_is_standard_deflected_episodes_at_the_difference_of_costs(assessed):
    saving = gross_saving(assessed(30), PRICES)
    assert saving.value == pytest.approx(7 * 9.95)
    assert [term.value for term in saving.terms] == [7, 10.0, 0.05]


def test_net_saving_by_hand(assessed):
    saving = net_saving(assessed(30), PRICES)
    own = 10 * 0.05
    assert saving.low == pytest.approx(3 * 0.7 * 10 - own)
    assert saving.expected == pytest.approx(6 * 0.7 * 10 - own)
    assert saving.high == pytest.approx(7 * 0.7 * 10 - own)


def test_gain_and_cost_of_net_saving_are_of_one_cohort(assessed):
    assert net_saving(assessed(8), PRICES).expected == pytest.approx(6 * 7 - 9 * 0.05)


def test_without_old_episodes_there_is_no_net_saving_and_no_cost(assessed):
    saving = net_saving(assessed(3), PRICES)
    assert (saving.low, saving.expected, saving.high) == (0, 0, 0)
    assert "0 decided episodes" in saving.note


def test_longer_handling_after_failed_tries_is_taken_off(assessed):
    with_it, without = net_saving(assessed(30), PRICES, extra_handling=12.5), net_saving(assessed(30), PRICES)
    assert without.expected - with_it.expected == pytest.approx(12.5)
    assert "not measured yet and counts as 0" in without.note
    assert "counts as 0" not in with_it.note


def test_the_terms_shown_give_the_sum(assessed):
    saving = net_saving(assessed(30), PRICES, extra_handling=3)
    value = {term.name: term.value for term in saving.terms}
    gain = value["Share who would otherwise have contacted"] * value["Cost of the channel avoided, each"]
    cost = value["Bot-first episodes"] * value["Cost of self-service, each"]
    rest = cost + value["Longer handling after failed tries"]
    assert saving.low == pytest.approx(value["Confirmed, without a come-back (low)"] * gain - rest)
    assert saving.expected == pytest.approx(value["Durable (expected)"] * gain - rest)
    assert saving.high == pytest.approx(value["Standard (high)"] * gain - rest)
