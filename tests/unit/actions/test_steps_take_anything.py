"""Whatever is typed at any step of any flow: it is taken, or it is said what is wrong with it."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from actions import all_actions
from actions.flow import FlowForm
from actions.steps import Confirmed, Step
from actions.turn import Turn
from bot.backoffice.orders import OrderStatus
from bot.dialogue.flows import FLOWS
from bot.nlu.entities import CountryNames, entities_of
from tests.rasa.world import World, build_world, order_that

LONGEST = 300
FORMS = {form.flow: form for form in FlowForm.__subclasses__()}
STEPS = {
    (flow, step.slot): step for flow in sorted(FLOWS) for step in getattr(FORMS.get(flow), "own_steps", ())
}
ODD = st.sampled_from(
    ["", " ", "?", "yes but not that", "no", "5", "-1", "0", "99999999999999999999", "1e309", "NaN", "½", "٣"]
    + ["10045", "#10045", "5 Elm St\nPortland", "<b>bold</b>", "{email}", "'; DROP TABLE customers; --"]
    + [
        "97205",
        "SW1A 1AA",
        "K1A 0B1",
        "us",
        "United States",
        "Côte d'Ivoire",
        "a@b",
        "a@b.example, c@d.example",
    ]
    + [
        "+1 503 555 0199",
        "tomorrow",
        "all of it",
        "none",
        "x" * 400,
        "\u202etxt.exe",
        "\x00",
        "🚚📦",
        "\ud800",
    ]
)
NOWHERE = CountryNames({})
TYPED = ODD | st.text(max_size=60) | st.from_regex(r"[0-9a-z @.,#$-]{1,40}", fullmatch=True)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    made = build_world(tmp_path_factory.mktemp("steps"))
    yield made
    made.db.close()


@pytest.fixture(scope="module")
def forms(world: World) -> dict[str, FlowForm]:
    return {one.flow: one for one in all_actions(world.services) if isinstance(one, FlowForm)}


@pytest.fixture(scope="module")
def known(world: World) -> dict[str, Any]:
    """The slots of somebody in the middle of things, whose order may go back."""

    def fits(order: Any) -> bool:
        options = world.shop.return_options(order.number, world.clock.at)
        return order.status is OrderStatus.DELIVERED and options.refusal is None and len(order.items) > 1

    order = order_that(world, fits)
    email = world.shop.customer(order.customer_id).email
    item = order.items[0].sku
    return {
        "customer": order.customer_id,
        "customer_email": email,
        "code": "verified",
        "country": "US",
        "order_number": order.number,
        "return_item": item,
        "change_what": "items",
        "change_item": item,
        "details": ["name", "email", "phone"],
        "new_email": "new@elsewhere.example",
        "newsletter_wish": "on",
        "newsletter_email": email,
        "renewal": "off",
    }


def test_every_flow_is_put_together_of_steps() -> None:
    assert {flow for flow, _ in STEPS} == set(FLOWS)


@pytest.mark.parametrize(("flow", "slot"), STEPS)
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(text=TYPED, intent=st.sampled_from(["inform", "affirm", "deny"]))
def test_an_answer_is_taken_or_refused_with_words(
    flow: str,
    slot: str,
    world: World,
    forms: dict[str, FlowForm],
    known: dict[str, Any],
    text: str,
    intent: str,
) -> None:
    step: Step = forms[flow].steps[slot]
    chat = world.chat()
    identity = {"identity": "verified", "customer_id": known["customer"]}
    world.conversations.update(chat.id, world.clock(), **identity)
    entities = [one.__dict__ for one in entities_of(text.encode("utf-8", "replace").decode(), NOWHERE)]
    slots = {**known, slot: None}
    turn = Turn(chat.id, 1, world.clock(), text, intent, {"entities": entities}, slots, f"{flow}_form", slot)
    taken = step.take(turn, slots)
    assert set(taken.values) <= {"requested_slot", "flow_attempts", *forms[flow].slots()}
    json.dumps(taken.values)
    for value in taken.values.values():
        assert not isinstance(value, str) or (value.strip() and len(value) <= LONGEST)
    if taken.problem is not None or taken.said is not None:
        assert (taken.problem or taken.said or "").strip()
    elif taken.over is None and not isinstance(step, Confirmed):
        assert any(value is not None for value in taken.values.values())
