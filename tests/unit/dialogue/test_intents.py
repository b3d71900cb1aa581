"""Which intent a decision becomes."""

from pathlib import Path

import numpy as np
import pytest
import yaml

from actions.flow import FlowForm
from actions.registry import SKILLS
from bot.dialogue import intents
from bot.dialogue.flows import FLOWS, STEPS
from bot.dialogue.intents import Running, answers_step, feedback_in, intent_of
from bot.nlu.model import Entity, EntityKind, Understanding
from bot.triage.decide import SELF_SERVICE_FIRST
from bot.triage.model import Decision, HandoffReason, Level, Route

FORMS = [skill for skill in SKILLS if issubclass(skill, FlowForm)]
ROOT = Path(__file__).resolve().parents[3]
AT_EMAIL = Running("address_change", "customer_email")
AT_CITY = Running("address_change", "city")
AT_YES = Running("address_change", "confirmed")


def understood(text: str, act: str | None = None, **entities: str) -> Understanding:
    kinds: dict[str, EntityKind] = {"email": "email", "code": "code", "order_number": "order_number"}
    found = tuple(Entity(kinds[kind], value, 0, len(value)) for kind, value in entities.items())
    return Understanding(text, np.zeros(1, dtype=np.float32), act, 0.9 if act else 0.0, entities=found)


def decided(route: Route, skill: str = "answer", why: HandoffReason | None = None) -> Decision:
    return Decision(
        "reason", Level.LOW, Level.LOW, 0.1, 0.1, route, 0.9, ("because",), "support", skill, why, "p1"
    )


@pytest.mark.parametrize(
    ("decision", "act", "intent"),
    [
        (decided(Route.ANSWER), None, "question"),
        (decided(Route.ANSWER, "greet"), "greet", "greet"),
        (decided(Route.ANSWER, "affirm"), "affirm", "affirm"),
        (decided(Route.ANSWER, SELF_SERVICE_FIRST), "ask_person", "ask_person"),
        (decided(Route.FLOW, "address_change"), None, "address_change"),
        (decided(Route.FLOW, "no_such_flow"), None, "question"),
        (decided(Route.CLARIFY, "clarify"), None, "question"),
        (decided(Route.CLARIFY, "clarify"), "inform", "inform"),
        (decided(Route.ANSWER), "inform", "question"),
        (decided(Route.OFFER_HUMAN, "person"), None, "offer_person"),
        (decided(Route.HANDOFF, "person", HandoffReason.POLICY), None, "handoff"),
        (decided(Route.LEAVE_MESSAGE, "person"), None, "leave_message"),
    ],
)
def test_a_decision_becomes_the_intent_of_what_is_done_next(
    decision: Decision, act: str | None, intent: str
) -> None:
    assert intent_of(decision, understood("something said", act), None) == intent


@pytest.mark.parametrize(
    ("running", "message"),
    [
        (AT_EMAIL, understood("it's ada@example.com", email="ada@example.com")),
        (AT_EMAIL, understood("ada@example.com?", email="ada@example.com")),
        (AT_CITY, understood("Portland")),
        (AT_CITY, understood("new york, ny 10011")),
        (AT_YES, understood("yep", "affirm")),
        (AT_YES, understood("nope", "deny")),
        (Running("order_status", "order_number"), understood("10045", order_number="10045")),
    ],
)
def test_what_the_step_asked_for_is_its_answer(running: Running, message: Understanding) -> None:
    assert answers_step(running, message)


@pytest.mark.parametrize(
    ("running", "message"),
    [
        (AT_CITY, understood("how long does a refund take?")),
        (AT_CITY, understood("what do you mean")),
        (AT_CITY, understood("never mind", "stop")),
        (AT_CITY, understood("human please", "ask_person")),
        (AT_EMAIL, understood("who won the world cup?")),
        (AT_EMAIL, understood("i forgot which one i used")),
    ],
)
def test_a_question_or_another_wish_is_not_an_answer_to_the_step(
    running: Running, message: Understanding
) -> None:
    assert not answers_step(running, message)


def test_a_question_inside_a_flow_is_a_question_even_when_triage_would_go_on() -> None:
    message = understood("who won the world cup?")
    assert intent_of(decided(Route.FLOW, "address_change"), message, AT_EMAIL) == "question"


@pytest.mark.parametrize("text", ["and my password", "how do i get a new password?"])
def test_another_flows_matter_inside_a_flow_is_switched_to(text: str) -> None:
    assert intent_of(decided(Route.FLOW, "password_reset"), understood(text), AT_EMAIL) == "password_reset"


@pytest.mark.parametrize(
    "text",
    ["i didnt get a code", "nothing came", "resend", "send it again", "where is the code?", "no mail yet"],
)
def test_a_code_that_did_not_come_is_a_matter_of_the_code_step(text: str) -> None:
    at_code = Running("address_change", "code")
    assert answers_step(at_code, understood(text))
    assert not answers_step(at_code, understood("stop, no code came", "stop"))


def test_details_take_up_the_flow_that_ended() -> None:
    asked_back = decided(Route.CLARIFY, "clarify")
    email = understood("ada@example.com", "inform", email="ada@example.com")
    assert intent_of(asked_back, email, None, "password_reset") == "password_reset"
    assert intent_of(asked_back, email, None, "shipping_times") == "inform"
    assert intent_of(asked_back, email, None) == "inform"
    few = understood("and 10046?", order_number="10046")
    assert intent_of(asked_back, few, None, "order_status") == "order_status"


def test_what_was_said_is_put_right_after_the_flow_as_well() -> None:
    unsure = decided(Route.OFFER_HUMAN, "person", HandoffReason.LOW_CONFIDENCE)
    right = understood("sorry, my email is ada@example.com", email="ada@example.com")
    assert intent_of(unsure, right, None, "password_reset") == "password_reset"
    assert intent_of(unsure, right, None, "shipping_times") == "offer_person"


def test_a_wish_of_its_own_does_not_take_up_a_flow_again() -> None:
    other = understood("change my email to ada@example.com", email="ada@example.com")
    assert (
        intent_of(decided(Route.FLOW, "account_details"), other, None, "password_reset") == "account_details"
    )
    cancel = understood("cancel order 10046", order_number="10046")
    assert intent_of(decided(Route.ANSWER), cancel, None, "order_status") == "question"
    threat = decided(Route.HANDOFF, "person", HandoffReason.NEGATIVE_TONE)
    assert (
        intent_of(threat, understood("10046", "inform", order_number="10046"), None, "order_status")
        == "handoff"
    )


def test_criticism_that_fits_no_reason_is_feedback_before_a_person_is_offered() -> None:
    unsure = decided(Route.OFFER_HUMAN, "person", HandoffReason.LOW_CONFIDENCE)
    assert intent_of(unsure, understood("this is useless"), None) == "feedback"
    complaint = decided(Route.OFFER_HUMAN, "person", HandoffReason.HIGH_VALUE)
    assert intent_of(complaint, understood("the lamp is useless"), None) == "offer_person"


def test_a_threat_goes_to_a_person_even_as_the_answer_to_a_step() -> None:
    message = understood("i will call my lawyer")
    assert (
        intent_of(decided(Route.HANDOFF, "person", HandoffReason.NEGATIVE_TONE), message, AT_CITY)
        == "handoff"
    )


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("that did not help", "negative"),
        ("that didn't help at all", "negative"),
        ("this isn't what I asked", "negative"),
        ("useless", "negative"),
        ("thanks but that didnt work", "negative"),
        ("bad bot", "negative"),
        ("that was helpful", "positive"),
        ("great job", "positive"),
        ("can you help me", None),
        ("i need help", None),
        ("is there someone who can help", None),
        ("the assembly guide was not helpful so I want to send the whole desk back", None),
    ],
)
def test_feedback_on_the_bot_is_told_from_questions(text: str, polarity: str | None) -> None:
    assert feedback_in(understood(text)) == polarity


def _domain() -> set[str]:
    files = (ROOT / "domain").glob("*.yml")
    return {name for file in files for name in yaml.safe_load(file.read_text()).get("intents", ())}


def _rules() -> list[dict[str, object]]:
    files = (ROOT / "data" / "rules").glob("*.yml")
    return [rule for file in files for rule in yaml.safe_load(file.read_text())["rules"]]


def test_every_intent_that_a_message_can_become_is_in_the_domain_and_the_other_way_round() -> None:
    assert _domain() == intents.ALL


def test_every_intent_has_a_rule_outside_of_flows() -> None:
    ruled = set()
    for rule in _rules():
        if any("active_loop" in condition for condition in rule.get("condition", ())):  # type: ignore[attr-defined]
            continue
        first = rule["steps"][0]  # type: ignore[index]
        ruled |= {first.get("intent")} | {step["intent"] for step in first.get("or", ())}
    assert ruled - {None} == intents.ALL


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.flow)
def test_every_flow_has_its_name_and_its_slots_in_all_places(form: type[FlowForm]) -> None:
    domain = yaml.safe_load((ROOT / "domain" / f"{form.flow}.yml").read_text())
    shared = yaml.safe_load((ROOT / "domain" / "flow.yml").read_text())["slots"]
    required = domain["forms"][f"{form.flow}_form"]["required_slots"]
    assert required == [step.slot for step in form.all_steps()]
    assert set(form.slots()) <= {*shared, *domain.get("slots", ())}
    assert domain["actions"] == [f"validate_{form.flow}_form", f"action_{form.flow}"]
    rules = yaml.safe_load((ROOT / "data" / "rules" / f"{form.flow}.yml").read_text())["rules"]
    assert rules[0]["steps"][0] == {"intent": form.flow}
    assert rules[1]["steps"][-1] == {"action": f"action_{form.flow}"}


def test_every_flow_and_every_step_of_one_is_known_to_the_dialogue() -> None:
    assert {form.flow for form in FORMS} == set(FLOWS)
    assert {step.slot for form in FORMS for step in form.all_steps()} == set(STEPS)


def test_another_flow_while_one_runs_is_a_change_of_flows() -> None:
    running = Running("address_change", "city")
    assert intents.switches("order_status", running)
    assert not intents.switches("address_change", running)
    assert not intents.switches("question", running)
    assert not intents.switches("order_status", None)
