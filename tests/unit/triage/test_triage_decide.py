"""Where messages go: the table, the guards, requests for a person, and not being sure."""

import pytest

from bot.nlu.model import Entity, Tone
from bot.triage import DEFAULT_POLICY, UNKNOWN, HandoffReason, Level, Route
from tests.unit.triage.triage_facts import REASONS, decided, understood

LOW, MEDIUM, HIGH = Level.LOW, Level.MEDIUM, Level.HIGH


@pytest.mark.parametrize(
    ("reason", "route", "skill"),
    [
        ("shipping_cost", Route.ANSWER, "answer"),
        ("order_status", Route.FLOW, "order_status"),
        ("warehouse_tour", Route.ANSWER, "answer"),
        ("custom_build", Route.OFFER_HUMAN, "person"),
        ("cancel_order", Route.FLOW, "cancel_order"),
        ("payment_failed", Route.FLOW, "payment_facts"),
        ("refund_refused", Route.OFFER_HUMAN, "person"),
        ("bulk_order", Route.OFFER_HUMAN, "person"),
        ("callback_request", Route.HANDOFF, "person"),
        ("damaged_item", Route.HANDOFF, "person"),
    ],
)
def test_each_cell_of_the_table_routes_a_clear_reason(reason: str, route: Route, skill: str) -> None:
    decision = decided(understood((reason, 0.9)))
    assert (decision.route, decision.skill) == (route, skill)
    assert (decision.value, decision.complexity) == (REASONS[reason].value, REASONS[reason].complexity)


def test_the_policy_has_a_cell_for_every_pair_of_levels() -> None:
    assert set(DEFAULT_POLICY.table) == {(value, complexity) for value in Level for complexity in Level}


def test_a_fact_gathering_flow_is_followed_by_the_offer_of_a_person() -> None:
    assert decided(understood(("payment_failed", 0.9))).route is Route.FLOW
    assert decided(understood(("payment_failed", 0.9)), facts_gathered=True).route is Route.OFFER_HUMAN


def test_buying_intent_is_a_sales_opportunity_offered_to_a_person_at_once() -> None:
    decision = decided(understood(("bulk_order", 0.9), entities=(Entity("quantity", "40", 0, 2),)))
    assert decision.route is Route.OFFER_HUMAN
    assert decision.handoff_reason is HandoffReason.HIGH_VALUE
    assert decision.department == "sales"
    assert "Speaks of 40 pieces: value up." in decision.because


def test_a_first_request_for_a_person_is_offered_self_service_first() -> None:
    decision = decided(understood(act="ask_person", wants_person=0.9))
    assert (decision.route, decision.skill) == (Route.ANSWER, "self_service_first")
    assert decision.handoff_reason is None


def test_a_second_request_for_a_person_connects() -> None:
    decision = decided(understood(act="ask_person", wants_person=0.9), times_asked_for_person=1)
    assert (decision.route, decision.handoff_reason) == (Route.HANDOFF, HandoffReason.VISITOR_REQUEST)


@pytest.mark.parametrize(
    "prior", [{"prior_reason": "damaged_item"}, {"prior_value": HIGH}, {"prior_complexity": HIGH}]
)
def test_a_first_request_connects_when_the_conversation_is_of_high_value_or_complexity(prior: dict) -> None:
    decision = decided(understood(act="ask_person", wants_person=0.9), **prior)
    assert (decision.route, decision.handoff_reason) == (Route.HANDOFF, HandoffReason.VISITOR_REQUEST)


def test_a_first_request_is_judged_by_what_is_said_with_it() -> None:
    said_with_it = understood(("damaged_item", 0.4), act="ask_person", wants_person=0.9)
    assert decided(said_with_it).route is Route.HANDOFF
    assert decided(said_with_it).reason == "damaged_item"


def test_a_first_request_after_failed_self_service_connects() -> None:
    asks = understood(act="ask_person", wants_person=0.9)
    assert decided(asks, failed_self_service=1).route is Route.HANDOFF


def test_a_request_hidden_in_a_reason_counts_as_a_request() -> None:
    hidden = understood(("order_status", 0.7), wants_person=0.8)
    assert decided(hidden, times_asked_for_person=1).route is Route.HANDOFF


def test_a_threat_goes_to_a_person_whatever_else_is_said() -> None:
    decision = decided(understood(("shipping_cost", 0.9), tone=Tone(0.9, 0.2, 0.9)))
    assert (decision.route, decision.handoff_reason) == (Route.HANDOFF, HandoffReason.NEGATIVE_TONE)


def test_a_matter_that_always_needs_a_person_gets_one_although_its_levels_are_low() -> None:
    decision = decided(understood(("safety_issue", 0.9)))
    assert (decision.route, decision.handoff_reason) == (Route.HANDOFF, HandoffReason.POLICY)


def test_self_service_that_failed_twice_ends_with_a_person() -> None:
    again = understood(("shipping_cost", 0.9))
    decision = decided(again, failed_self_service=2, prior_reason="shipping_cost")
    assert (decision.route, decision.handoff_reason) == (Route.HANDOFF, HandoffReason.FLOW_FAILED)


def test_failures_in_one_matter_dont_keep_the_bot_from_settling_another_clear_one() -> None:
    other = understood(("order_status", 0.9))
    decision = decided(other, failed_self_service=3, prior_reason="shipping_cost", clarified=2)
    assert (decision.route, decision.skill) == (Route.FLOW, "order_status")


def test_a_matter_that_may_be_the_one_that_failed_counts_as_it() -> None:
    perhaps_the_same = understood(("order_status", 0.6), ("shipping_cost", 0.3))
    decision = decided(perhaps_the_same, failed_self_service=2, prior_reason="shipping_cost")
    assert decision.route is Route.HANDOFF


def test_failures_in_many_matters_end_with_a_person_all_the_same() -> None:
    other = understood(("order_status", 0.9))
    limit = DEFAULT_POLICY.failures_in_all
    assert decided(other, failed_self_service=limit, prior_reason="shipping_cost").route is Route.HANDOFF


def test_an_unknown_matter_is_looked_up_until_too_much_has_failed() -> None:
    unknown = understood(("order_status", 0.05))
    assert decided(unknown, failed_self_service=2, clarified=1).route is Route.ANSWER
    limit = DEFAULT_POLICY.failures_in_all
    assert decided(unknown, failed_self_service=limit).handoff_reason is HandoffReason.FLOW_FAILED


@pytest.mark.parametrize("act", ["deny", "stop", "greet", "affirm"])
def test_an_answer_to_the_bot_is_never_a_failure_of_its_own(act: str) -> None:
    assert decided(understood(act=act), failed_self_service=9).route is Route.ANSWER


def test_thanks_after_failures_are_not_answered_with_a_handoff() -> None:
    assert decided(understood(act="thank"), failed_self_service=3, bot_turns=99).route is Route.ANSWER


def test_anger_after_one_failure_ends_with_a_person() -> None:
    angry = understood(("shipping_cost", 0.9), tone=Tone(0.9, 0.9, 0.0))
    assert decided(angry).route is Route.ANSWER
    assert decided(angry, failed_self_service=1).handoff_reason is HandoffReason.NEGATIVE_TONE


def test_the_turn_limit_ends_with_a_person() -> None:
    asks = understood(("shipping_cost", 0.9))
    assert decided(asks, bot_turns=DEFAULT_POLICY.turn_limit - 1).route is Route.ANSWER
    assert decided(asks, bot_turns=DEFAULT_POLICY.turn_limit).handoff_reason is HandoffReason.BOT_FAILURE


def test_between_two_reasons_the_bot_asks_back_instead_of_guessing_a_flow() -> None:
    decision = decided(understood(("order_status", 0.44), ("cancel_order", 0.4)))
    assert (decision.route, decision.skill) == (Route.CLARIFY, "clarify")
    assert decision.because[0].startswith("Not sure what it is about: “Order status” (44%)")


def test_one_weak_reason_starts_no_flow() -> None:
    assert decided(understood(("order_status", 0.35))).route is Route.CLARIFY


def test_asking_back_a_second_time_becomes_the_offer_of_a_person() -> None:
    decision = decided(understood(("order_status", 0.44), ("cancel_order", 0.4)), clarified=1)
    assert (decision.route, decision.handoff_reason) == (Route.OFFER_HUMAN, HandoffReason.LOW_CONFIDENCE)


def test_unsure_among_reasons_with_the_same_route_takes_that_route() -> None:
    assert decided(understood(("shipping_cost", 0.44), ("payment_methods", 0.4))).route is Route.ANSWER
    assert decided(understood(("damaged_item", 0.44), ("missing_parcel", 0.4))).route is Route.HANDOFF


def test_unsure_with_a_fair_chance_of_a_persons_matter_offers_a_person() -> None:
    decision = decided(understood(("order_status", 0.4), ("missing_parcel", 0.38)))
    assert (decision.route, decision.handoff_reason) == (Route.OFFER_HUMAN, HandoffReason.LOW_CONFIDENCE)


def test_unsure_with_most_of_it_for_a_person_at_once_connects_save_inside_a_flow() -> None:
    torn = understood(("damaged_item", 0.4), ("order_status", 0.2), ("missing_parcel", 0.02))
    decision = decided(torn)
    assert (decision.route, decision.reason) == (Route.HANDOFF, "damaged_item")
    assert decision.because[-1] == "Most of these go to a person at once."
    half = understood(("damaged_item", 0.3), ("order_status", 0.2))
    assert decided(half, active_flow="cancel_order").route is Route.OFFER_HUMAN


def test_an_unknown_matter_is_left_to_the_knowledge_base_and_says_so() -> None:
    decision = decided(understood(("order_status", 0.05)))
    assert (decision.reason, decision.route, decision.skill) == (UNKNOWN, Route.ANSWER, "answer")
    assert (decision.value, decision.complexity) == (LOW, LOW)
    assert decision.because[0] == "Fits none of the known reasons."


def test_out_of_scope_is_left_to_the_knowledge_base() -> None:
    decision = decided(understood(act="out_of_scope"))
    assert (decision.reason, decision.route) == (UNKNOWN, Route.ANSWER)


def test_details_belong_to_the_flow_that_runs() -> None:
    decision = decided(understood(act="inform"), active_flow="address_change")
    assert (decision.route, decision.skill) == (Route.FLOW, "address_change")


def test_details_without_a_flow_are_asked_about() -> None:
    assert decided(understood(act="inform")).route is Route.CLARIFY


def test_words_that_fit_nothing_belong_to_the_flow_that_runs() -> None:
    assert decided(understood(("order_status", 0.05)), active_flow="address_change").skill == "address_change"


def test_another_clear_wish_interrupts_a_running_flow() -> None:
    assert decided(understood(("shipping_cost", 0.9)), active_flow="address_change").skill == "answer"


def test_an_act_keeps_the_matter_of_the_conversation() -> None:
    decision = decided(understood(act="thank"), prior_reason="damaged_item")
    assert (decision.reason, decision.value, decision.skill) == ("damaged_item", HIGH, "thank")


def test_an_act_that_is_not_certain_is_no_act() -> None:
    decision = decided(understood(("order_status", 0.3), act="inform", act_confidence=0.35))
    assert decision.reason == "order_status"


def test_a_reason_that_the_table_no_longer_has_is_unknown() -> None:
    assert decided(understood(("retired_reason", 0.9))).reason == UNKNOWN
    assert decided(understood(act="thank"), prior_reason="retired_reason").reason == UNKNOWN


def test_a_decision_refers_to_the_policy_that_made_it() -> None:
    assert decided(understood(("order_status", 0.9))).policy_version == DEFAULT_POLICY.version
