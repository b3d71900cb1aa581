"""Replays of episodes by hand: what another policy would have made of them."""

from datetime import timedelta

import pytest

from bot.triage.replay.courses import End, courses
from bot.triage.replay.record import Ended, recorded
from tests.unit.ledger.ledger_stories import START, analysis_of, everything
from tests.unit.triage.replay_stories import END, TERMS, Told, again, assessed, figure, replayed


def course_of(story: Told) -> tuple[End, int]:
    """How the course ends, and how many new offers come before."""
    [course] = courses([recorded(one) for one in assessed([story])], again)
    return course.end, len(course.offers)


# --- what is on record


def test_a_request_is_recorded_with_its_wait_and_its_handle_time() -> None:
    [one] = [recorded(each) for each in assessed([Told(1).goes("handoff").served(wait=40, takes=200)])]
    assert one.request is not None
    assert (one.request.ended, one.request.waited_seconds, one.handle_seconds) == (Ended.ACCEPTED, 40, 200)
    assert [turn.brought for turn in one.turns] == [True]


def test_decisions_after_a_person_came_are_not_replayed() -> None:
    story = Told(1).goes("answer").goes("handoff").served()
    story.happens("returned", by="ada").goes("answer", "handoff")
    [one] = [recorded(each) for each in assessed([story])]
    assert [turn.route for turn in one.turns] == ["answer", "handoff"]


def test_leaving_the_queue_and_running_out_of_time_are_told_apart() -> None:
    ran_out = Told(2).goes("handoff")
    ran_out.happens("handoff_requested", handoff_reason="policy", after=0).happens("queued", after=0)
    ran_out.happens("queue_left", to="timeout", after=600)
    closed = Told(3).goes("handoff")
    closed.happens("handoff_requested", handoff_reason="policy", after=0)
    closed.happens("message_left", ticket_id="t1", after=60)
    found = [recorded(one).request for one in assessed([Told(1).goes("handoff").left_the_queue(), ran_out])]
    assert [request.ended for request in found if request] == [Ended.LEFT, Ended.TIMED_OUT]
    [request] = [recorded(one).request for one in assessed([closed])]
    assert request is not None
    assert (request.ended, request.left_message) == (Ended.CLOSED, True)


# --- where a course is left


@pytest.mark.parametrize("route", ["answer", "flow", "clarify", "offer_human", "handoff"])
def test_the_same_decision_keeps_the_course(route: str) -> None:
    assert course_of(Told(1).goes(route)) == (End.AS_RECORDED, 0)


def test_one_way_of_self_service_is_as_good_as_another() -> None:
    assert course_of(Told(1).goes("answer", "flow").settled()) == (End.AS_RECORDED, 0)


def test_a_new_handoff_brings_a_person_at_that_moment() -> None:
    story = Told(1).goes("answer").goes("answer", "handoff").settled()
    [course] = courses([recorded(one) for one in assessed([story])], again)
    assert (course.end, course.at, course.decided, course.changed) == (
        End.PERSON,
        course.of.turns[1].at,
        2,
        1,
    )


def test_a_new_offer_may_be_accepted_and_else_the_episode_goes_on_as_it_did() -> None:
    assert course_of(Told(1).goes("answer", "offer_human").settled()) == (End.AS_RECORDED, 1)


def test_without_the_person_who_came_self_service_goes_on() -> None:
    assert course_of(Told(1).goes("handoff", "answer").served()) == (End.SELF_SERVICE, 0)


def test_a_person_who_came_at_once_and_would_only_be_offered_may_be_declined() -> None:
    assert course_of(Told(1).goes("handoff", "offer_human").served()) == (End.SELF_SERVICE, 1)


def test_an_offer_that_was_accepted_and_would_be_a_handoff_changes_nothing() -> None:
    assert course_of(Told(1).goes("offer_human", "handoff").served()) == (End.AS_RECORDED, 0)


def test_a_person_whom_the_visitor_asked_for_by_the_button_comes_whatever_the_policy() -> None:
    assert course_of(Told(1).goes("answer", "flow").served()) == (End.AS_RECORDED, 0)


def test_an_offer_that_ended_the_episode_and_would_not_be_made_leaves_self_service() -> None:
    story = Told(1).goes("offer_human", "answer")
    story.happens("person_offered").happens("offer_declined")
    assert course_of(story) == (End.SELF_SERVICE, 0)


def test_an_offer_that_was_let_pass_earlier_changes_nothing() -> None:
    assert course_of(Told(1).goes("offer_human", "answer").goes("answer").settled()) == (
        End.AS_RECORDED,
        0,
    )


def test_being_asked_for_a_message_instead_of_queueing_is_another_course() -> None:
    assert course_of(Told(1).goes("handoff", "leave_message").served()) == (End.MESSAGE, 0)
    closed = Told(2).goes("leave_message", "handoff")
    closed.happens("handoff_requested", handoff_reason="policy").happens("message_left", ticket_id="t1")
    assert course_of(closed) == (End.PERSON, 0)


def test_what_is_left_out_and_what_has_no_inputs_stays_as_it_was() -> None:
    spam = Told(1).goes("handoff", "answer").served(disposition="spam")
    assert course_of(spam) == (End.AS_RECORDED, 0)
    old = Told(2)
    old.asks().meant("order_status")
    assert course_of(old) == (End.AS_RECORDED, 0)


# --- what comes of it


def one_day() -> list[Told]:
    """Four settled by the bot; two valuable ones and a small request with a person, one after the other."""
    return [
        *(Told(n).goes("answer").settled() for n in range(4)),
        Told(4).goes("handoff", value="high").served(wait=20),
        Told(5).goes("handoff", value="high").served(wait=90),
        Told(6).goes("handoff").served(wait=50),
    ]


def test_the_policy_in_force_gives_back_what_happened() -> None:
    result = replayed(one_day())
    assert result.differing == 0
    for one in result.figures:
        if one.unit != "seconds":
            assert one.replayed is not None
            assert (one.replayed.value, one.replayed.interval) == (one.happened, None), one.key
    assert figure(result, "handoffs").behind_happened == ("e4", "e5", "e6")


def test_what_happened_is_what_the_ledger_counts() -> None:
    stories = one_day()
    ledger = analysis_of(*stories, terms=TERMS).overview(everything(END), END)
    result = replayed(stories)
    assert figure(result, "handoffs").happened == ledger.figure("escalation_rate").numerator == 3
    assert figure(result, "wait_median").happened == ledger.figure("time_to_accept").value == 50
    assert figure(result, "cost").happened == pytest.approx(7 * 0.05 + 3 * 10)
    assert figure(result, "high_value_waited").happened == 1


def test_a_handoff_to_everybody_costs_ten_dollars_each() -> None:
    stories = [Told(n).goes("answer", "handoff").settled() for n in range(1, 5)]
    stories += [Told(n).goes("handoff").served() for n in (0, 6)]
    result = replayed(stories, agents=5)
    handoffs = figure(result, "handoffs")
    assert (handoffs.happened, handoffs.replayed.value) == (2, 6)
    assert figure(result, "cost").replayed.value == pytest.approx(6 * 0.05 + 6 * 10)
    assert figure(result, "low_value_sent").replayed.value == 6
    # Those that are new come first.
    assert handoffs.behind_replayed == tuple((f"e{n}", 1.0) for n in (1, 2, 3, 4, 0, 6))


def test_a_valuable_conversation_kept_from_a_person_is_missed_and_opens_to_its_episode() -> None:
    # Self-service settles everything on record: it fails only as far as 40 tries leave open.
    stories = [Told(n).goes("answer").settled() for n in range(40)]
    stories.append(Told(41).goes("handoff", "answer", value="high").served())
    missed = figure(replayed(stories), "high_value_missed")
    assert missed.happened == 0
    assert missed.behind_happened == ()
    assert missed.replayed.value > 0.9
    assert [name for name, _ in missed.behind_replayed] == ["e41"]


def test_self_service_that_always_fails_brings_the_person_back() -> None:
    failing = [Told(n).goes("answer").goes("handoff").served() for n in range(60)]
    result = replayed([*failing, Told(61).goes("handoff", "answer").served()])
    assert result.habits.failing.means["order_status"] > 0.95
    handoffs = figure(result, "handoffs")
    assert handoffs.happened == 61
    assert 60.85 < handoffs.replayed.value <= 61


def test_two_handoffs_at_one_moment_make_the_second_wait_for_the_first() -> None:
    """One agent, chats of 300 s: of two who come at once, one waits 300 s more than the other."""
    served = Told(1, at=START).goes("handoff").served(takes=300)
    beside = Told(2, at=START).goes("answer", "handoff").settled()
    last = Told(3, at=START + timedelta(minutes=60)).goes("handoff").served(takes=300)
    result = replayed([served, beside, last], bound=timedelta(seconds=60))
    late = figure(result, "wait_p95")
    assert late.happened == 0
    assert late.simulated.value == 0
    # Waits of 0, 300 and 0 seconds: the 95th percentile lies nine tenths of the way from 0 to 300. Where the
    # second doesn't wait that long, nobody waits.
    assert late.replayed.interval == pytest.approx((0, 270))
    assert figure(result, "wait_median").replayed.value == 0


def test_valuable_visitors_wait_where_everybody_is_sent_to_one_agent() -> None:
    crowd = [Told(n, at=START).goes("answer", "handoff", complexity="high").settled() for n in range(3)]
    valuable = Told(9, at=START + timedelta(seconds=1)).goes("handoff", value="high").served(takes=600)
    last = Told(10, at=START + timedelta(hours=1)).goes("handoff").served(takes=600)
    first = Told(11, at=START - timedelta(hours=1)).goes("handoff").served(takes=600)
    result = replayed([first, *crowd, valuable, last])
    waited = figure(result, "high_value_waited")
    assert waited.happened == 0
    # Three were before; only where two of them have gone within a minute it doesn't wait longer than that.
    [(name, share)] = waited.behind_replayed
    assert name == "e9"
    assert 0.8 < share == waited.replayed.value


def test_a_crowd_at_the_queue_makes_visitors_leave_as_impatiently_as_on_record() -> None:
    impatient = [
        Told(n, at=START + timedelta(hours=n)).goes("handoff").left_the_queue(after=100) for n in range(5)
    ]
    agent = Told(20, at=START).goes("handoff").served(takes=5 * 3600)
    crowd = [
        Told(30 + n, at=START + timedelta(minutes=30 + n)).goes("answer", "handoff").settled()
        for n in range(5)
    ]
    result = replayed([*impatient, agent, *crowd])
    left = figure(result, "left_queue")
    assert left.happened == 5
    assert left.replayed.value == 10
    assert figure(result, "unhelped").replayed.value >= 5


def test_a_new_offer_makes_visitors_leave_as_often_as_on_record() -> None:
    declined = [Told(n).goes("offer_human") for n in range(40)]
    for one in declined:
        one.happens("person_offered").happens("offer_declined")
    offered = [Told(50 + n).goes("answer", "offer_human").settled() for n in range(40)]
    unhelped = figure(replayed([*declined, *offered]), "unhelped")
    assert unhelped.happened == 40
    assert 74 < unhelped.replayed.value < 80


def test_fewer_agents_than_on_record_make_longer_waits() -> None:
    stories = [
        Told(n, at=START + timedelta(minutes=4 * n)).goes("handoff").served(takes=600, agent=f"a{n % 3}")
        for n in range(12)
    ]
    late = figure(replayed(stories, agents=1), "wait_p95")
    assert late.simulated.value == 0
    assert late.replayed.value > 200


def test_without_anybody_on_duty_on_record_waits_are_not_made_up() -> None:
    result = replayed([Told(n).goes("answer", "handoff").settled() for n in range(5)])
    assert figure(result, "wait_median").replayed is None
    assert figure(result, "high_value_waited").replayed is None
    assert figure(result, "handoffs").replayed.value == 5


def test_too_little_on_record_gives_no_estimate() -> None:
    result = replayed(one_day(), fewest=30)
    assert (result.runs, result.replayable) == (0, 7)
    assert all(one.replayed is None for one in result.figures)
    assert figure(result, "handoffs").happened == 3


def test_the_same_seed_gives_the_same_result_and_another_one_does_not_move_it_far() -> None:
    stories = [Told(10 + n).goes("answer", "offer_human").settled() for n in range(40)]
    hours = [START + timedelta(hours=n) for n in range(10)]
    stories += [Told(90 + n, at=at).goes("offer_human").served() for n, at in enumerate(hours)]
    stories += [Told(70 + n).goes("offer_human").settled() for n in range(10)]
    first, second = replayed(stories, agents=20), replayed(stories, agents=20)
    other = replayed(stories, agents=20, seed=7)
    assert first.figures == second.figures
    handoffs = figure(first, "handoffs").replayed
    # Half of 20 offers were accepted: about half of 40 more would be.
    assert handoffs.value == pytest.approx(30, abs=3)
    low, high = handoffs.interval
    assert low < 30 < high
    assert figure(other, "handoffs").replayed.value == pytest.approx(handoffs.value, abs=2)
