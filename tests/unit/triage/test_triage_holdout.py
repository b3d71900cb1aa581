"""The holdout: who is in it, which contacts take part, and that nothing else differs."""

from dataclasses import replace

from hypothesis import given, settings

from bot.ledger.keys import KeyedHash
from bot.nlu.model import Understanding
from bot.triage import HandoffReason, Level, Route, Signals
from bot.triage.editing import Draft, policy_of
from bot.triage.holdout import arm_of
from bot.triage.model import Arm
from tests.unit.triage.triage_facts import decided, understood
from tests.unit.triage.triage_strategies import drafts, signals, understandings

KEYED = KeyedHash("a secret")
VISITORS = [f"visitor {number}" for number in range(4000)]
FIRST = {"arm": Arm.PERSON_FIRST}


def _held_out(share: float, keyed: KeyedHash = KEYED) -> set[str]:
    return {one for one in VISITORS if arm_of(one, share, keyed) is Arm.PERSON_FIRST}


def test_about_the_share_that_was_set_is_held_out() -> None:
    assert 0.08 < len(_held_out(0.1)) / len(VISITORS) < 0.12


def test_an_arm_stays_and_a_larger_share_keeps_those_of_a_smaller_one() -> None:
    assert _held_out(0.1) == _held_out(0.1) < _held_out(0.2)


def test_without_the_secret_nobody_can_tell_the_arm() -> None:
    both = _held_out(0.5) & _held_out(0.5, KeyedHash("another secret"))
    assert 0.2 < len(both) / len(VISITORS) < 0.3


def test_without_a_share_there_are_no_arms() -> None:
    assert arm_of("ada", 0.0, KEYED) is None
    decision = decided(understood(("shipping_cost", 0.9)))
    assert (decision.arm, decision.eligible) == (None, None)


def test_the_holdout_is_offered_a_person_straight_away() -> None:
    decision = decided(understood(("shipping_cost", 0.9)), **FIRST)
    assert (decision.route, decision.handoff_reason) == (Route.OFFER_HUMAN, HandoffReason.POLICY)
    assert (decision.arm, decision.eligible) == (Arm.PERSON_FIRST, True)
    assert decision.because[-1] == "In the holdout: a person is offered straight away."


def test_the_holdout_is_connected_when_it_asks_for_a_person() -> None:
    assert decided(understood(act="ask_person", wants_person=0.9), **FIRST).route is Route.HANDOFF


def test_the_offer_is_made_once_a_contact() -> None:
    assert decided(understood(("shipping_cost", 0.9)), **FIRST, eligible=True).route is Route.ANSWER


def test_a_greeting_decides_nothing_yet() -> None:
    decision = decided(understood(act="greet"), **FIRST)
    assert (decision.route, decision.eligible) == (Route.ANSWER, None)


def test_a_closed_desk_or_a_high_value_keeps_a_contact_out() -> None:
    assert decided(understood(("shipping_cost", 0.9)), **FIRST, desk_open=False).eligible is False
    assert decided(understood(("bulk_order", 0.9)), **FIRST).eligible is False


@given(understandings(), signals, drafts())
@settings(max_examples=300, deadline=None)
def test_eligibility_is_decided_alike_in_both_arms_and_without_it_nothing_differs(
    understanding: Understanding, facts: Signals, draft: Draft
) -> None:
    policy = policy_of(draft, 1)
    arms = [replace(facts, arm=arm) for arm in (Arm.BOT_FIRST, Arm.PERSON_FIRST)]
    bot_first, person_first = (decided(understanding, policy, **vars(one)) for one in arms)
    assert bot_first.eligible == person_first.eligible
    assert (bot_first.value, bot_first.complexity) == (person_first.value, person_first.complexity)
    assert person_first.route.reach >= bot_first.route.reach
    first_request = facts.eligible is None and bot_first.eligible
    if not first_request:
        assert replace(person_first, arm=None) == replace(bot_first, arm=None)
    else:
        assert bot_first.value is not Level.HIGH
        assert person_first.route in (Route.OFFER_HUMAN, Route.HANDOFF)
