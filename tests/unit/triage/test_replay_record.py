"""What a replay takes from the record: duty, chances, patience, handle times."""

from dataclasses import replace
from datetime import timedelta

import numpy as np
import pytest

from bot.ledger.rates import Rate
from bot.triage.model import Level
from bot.triage.replay.duty import Duty, duty_of, with_agents
from bot.triage.replay.habits import Chance, Failing, HandleTimes, Patience, habits_of
from bot.triage.replay.record import Recorded, recorded
from tests.unit.ledger.ledger_stories import START
from tests.unit.triage.replay_stories import END, Told, assessed


def on_record(*stories: Told) -> list[Recorded]:
    return [recorded(one) for one in assessed(stories)]


def after(**span: float) -> object:
    return START + timedelta(**span)


# --- who was on duty


def test_an_agent_is_on_duty_from_the_first_visitors_waiting_to_the_end_of_the_last_chat() -> None:
    duty = duty_of(on_record(Told(0).goes("handoff").served(wait=60, takes=600)))
    # The visitor writes after 10 seconds and waits from then.
    assert duty.steps == ((after(seconds=10), 1), (after(seconds=670), 0))


def test_two_chats_within_four_hours_are_one_shift_and_beyond_that_two() -> None:
    near = [Told(n, at=START + timedelta(hours=3 * n)).goes("handoff").served() for n in range(2)]
    far = [Told(n, at=START + timedelta(hours=5 * n)).goes("handoff").served() for n in range(2)]
    assert [agents for _, agents in duty_of(on_record(*near)).steps] == [1, 0]
    assert [agents for _, agents in duty_of(on_record(*far)).steps] == [1, 0, 1, 0]


def test_two_agents_at_a_time_are_counted_both() -> None:
    duty = duty_of(
        on_record(
            Told(1).goes("handoff").served(agent="ada", takes=3600),
            Told(2).goes("handoff").served(agent="grace", takes=600),
        )
    )
    assert [agents for _, agents in duty.steps] == [1, 2, 1, 0]
    assert duty.most == 2


def test_chats_at_once_are_the_chats_time_over_the_time_with_a_chat() -> None:
    together = [Told(n, at=START).goes("handoff").served(takes=600) for n in range(3)]
    assert duty_of(on_record(*together)).chats_at_once == 3
    in_turn = [Told(n).goes("handoff").served(takes=300) for n in range(3)]
    assert duty_of(on_record(*in_turn)).chats_at_once == 1


def test_what_a_decision_saw_of_the_desk_holds_until_the_next_or_for_an_hour() -> None:
    stories = [
        Told(0).goes("answer", desk=3),
        Told(1, at=START + timedelta(minutes=30)).goes("answer", desk=2),
        Told(2, at=START + timedelta(hours=3)).goes("answer", desk=0),
    ]
    assert duty_of(on_record(*stories)).steps == (
        (after(seconds=10), 3),
        (after(minutes=30, seconds=10), 2),
        (after(minutes=90, seconds=10), 0),
    )


def test_later_decisions_of_an_episode_see_one_department_and_are_not_asked() -> None:
    duty = duty_of(on_record(Told(0).goes("answer", desk=3).goes("answer", desk=1)))
    assert [agents for _, agents in duty.steps] == [3, 0]


def test_a_given_number_of_agents_keeps_the_hours_on_record() -> None:
    duty = Duty(((START, 2), (after(hours=1), 4), (after(hours=2), 0)), 2)
    assert with_agents(duty, 7, START, END) == Duty(((START, 7), (after(hours=2), 0)), 2)


def test_without_hours_on_record_a_given_number_of_agents_is_always_there() -> None:
    assert with_agents(Duty(), 3, START, END) == Duty(((START, 3), (END, 0)), 1)


# --- chances


def test_without_a_record_a_chance_is_what_was_expected_before() -> None:
    assert Chance(Rate(0, 0), prior=0.3, weight=10).mean == pytest.approx(0.3)


def test_a_long_record_outweighs_what_was_expected() -> None:
    assert Chance(Rate(900, 1000), prior=0.3, weight=10).mean == pytest.approx(903 / 1010)


def test_drawn_chances_lie_around_the_mean_and_closer_the_longer_the_record() -> None:
    generator = np.random.default_rng(1)
    few = [Chance(Rate(6, 10)).drawn(generator) for _ in range(2000)]
    many = [Chance(Rate(600, 1000)).drawn(generator) for _ in range(2000)]
    assert np.mean(few) == pytest.approx(Chance(Rate(6, 10)).mean, abs=0.01)
    assert np.std(many) < np.std(few) / 5


def test_the_cost_model_says_which_reason_fails_more_and_the_record_how_often_on_the_whole() -> None:
    failing = Failing(
        rates={"order_status": Rate(100, 1000)},
        model={"order_status": 0.2, "refund_refused": 0.6},
        overall=Chance(Rate(100, 1000), prior=0.2, weight=10),
    )
    means = failing.means
    assert means["order_status"] == pytest.approx(0.1, abs=0.001)
    # Odds of 1.5 by the model, moved as those of the whole record are: from 0.25 to 0.112.
    odds = 1.5 * (101 + 1) / (1010 - 102) / 0.25
    assert means["refund_refused"] == pytest.approx(odds / (1 + odds), abs=0.002)


def test_what_fails_is_measured_on_episodes_that_began_with_self_service() -> None:
    habits = habits_of(
        on_record(
            *(Told(n).goes("answer").settled() for n in range(3)),
            Told(4).goes("answer").goes("handoff").served(),
            Told(5).goes("handoff").served(),
        )
    )
    assert habits.failing.overall.rate == Rate(1, 4)
    assert habits.person_after.rate == Rate(1, 1)


def test_a_visitor_who_came_back_was_not_served_for_good() -> None:
    first = Told(1).goes("answer").settled()
    back = Told(2, at=START + timedelta(days=2)).goes("answer").settled()
    back.events = [replace(event, visitor_key=first.visitor) for event in back.events]
    assert habits_of(on_record(first, back)).failing.overall.rate == Rate(1, 2)


def test_offers_are_accepted_as_often_as_on_record_by_value() -> None:
    habits = habits_of(
        on_record(
            *(Told(n).goes("offer_human", value="high").served() for n in range(30)),
            *(Told(40 + n).goes("offer_human").settled() for n in range(30)),
        )
    )
    assert habits.accepts[Level.HIGH].rate == Rate(30, 30)
    assert habits.accepts[Level.HIGH].mean > 0.85
    assert habits.accepts[Level.LOW].mean < 0.15


def test_messages_are_told_apart_by_what_came_before() -> None:
    closed = Told(1).goes("handoff")
    closed.happens("handoff_requested", handoff_reason="policy").happens("message_left", ticket_id="t1")
    habits = habits_of(on_record(closed, Told(2).goes("handoff").left_the_queue()))
    assert habits.writes.rate == Rate(1, 1)
    assert habits.writes_after_waiting.rate == Rate(0, 1)


# --- times


def test_patience_is_what_was_waited_for_each_who_left() -> None:
    """1,000 who left and 3,000 who were served, after 100 seconds each: 400 seconds for each leaving."""
    assert Patience(1000, 400_000).mean == pytest.approx(400, abs=3)


def test_without_a_record_half_of_the_visitors_leave_within_about_five_minutes() -> None:
    mean = Patience(0, 0.0).mean
    assert 1 - np.exp(-300 / mean) == pytest.approx(0.48)


def test_patience_is_found_again_where_it_is_known() -> None:
    generator = np.random.default_rng(2)
    patience, offered = generator.exponential(200, 5000), generator.exponential(150, 5000)
    waited = np.minimum(patience, offered)
    assert Patience(int(np.sum(patience < offered)), float(waited.sum())).mean == pytest.approx(200, rel=0.05)


def test_handle_times_are_those_of_the_reason_else_of_the_value_else_of_all() -> None:
    times = HandleTimes(
        by_reason={"known": [100.0] * 20, "rare": [1.0]},
        by_value={Level.HIGH: [300.0] * 20, Level.LOW: [2.0]},
        all=[10.0, 20.0],
    )
    assert times.at(0.5, "known", Level.LOW) == 100
    assert times.at(0.5, "rare", Level.HIGH) == 300
    assert (times.at(0.0, "rare", Level.LOW), times.at(0.999, "rare", Level.LOW)) == (10, 20)
