"""What the bot says about orders, shipping, offers and reactions."""

from dataclasses import replace
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from actions.answers import card, reactions
from actions.order_words import status_text
from actions.person import offer_buttons, offer_text, placement_replies
from actions.shipping_times import times_text
from actions.turn import NOT_FOR_ME, Outcome, Turn
from bot.backoffice.customers import Address
from bot.backoffice.delivery import Destination, ShippingMethod
from bot.backoffice.orders import Order, OrderItem, OrderStatus, Shipment
from bot.conversation.model import Line
from bot.handoff.model import Place, Placement

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
SHIPMENT = Shipment("ParcelWay", "PW123", NOW, date(2026, 3, 6))
ORDER = Order(
    number="10045",
    customer_id="c",
    status=OrderStatus.SHIPPED,
    items=(OrderItem("s", "Elm desk", 1, Decimal(200)), OrderItem("t", "Lamp", 2, Decimal(30))),
    shipping=Decimal(0),
    total=Decimal(260),
    placed_at=NOW,
    ship_to=Address("5 Elm St", "Portland", "97205", "US"),
    shipment=SHIPMENT,
)


def test_a_shipped_order_tells_carrier_tracking_and_day() -> None:
    text = status_text(ORDER, date(2026, 3, 3))
    assert "**#10045** (Elm desk and 2 more)" in text
    assert "ParcelWay, tracking number PW123. It should arrive by March 6." in text


def test_a_late_order_is_called_late() -> None:
    assert "it's late" in status_text(ORDER, date(2026, 3, 9))


@pytest.mark.parametrize("status", list(OrderStatus))
def test_every_status_has_words_with_and_without_a_shipment(status: OrderStatus) -> None:
    for shipment in (None, SHIPMENT):
        text = status_text(replace(ORDER, status=status, shipment=shipment), date(2026, 3, 3))
        assert text.startswith("Your order **#10045**")
        assert len(text) > 50


def test_shipping_is_told_with_days_price_and_from_when_it_is_free() -> None:
    standard = ShippingMethod("Standard", (5, 8), Decimal("14.90"), Decimal(150))
    express = ShippingMethod("Express", (2, 2), Decimal("34.00"))
    text = times_text(Destination("CA", "Canada", (), (standard, express)))
    assert "- **Standard:** 5 to 8 working days, $14.90, free from $150" in text
    assert "- **Express:** 2 working days, $34" in text


@pytest.mark.parametrize("why", ["high_value", "high_complexity", "low_confidence", "flow_failed", "policy"])
def test_an_offer_says_what_happens_next_with_the_desk_open_and_closed(why: str) -> None:
    assert "Shall I connect you?" in offer_text(why, desk_open=True)
    assert "leave a message" in offer_text(why, desk_open=False)
    assert offer_buttons(desk_open=True)[0].intent == "handoff"
    assert offer_buttons(desk_open=False)[0].intent == "leave_message"


def test_a_serious_matter_gets_an_apology_in_the_queue_and_at_a_closed_desk() -> None:
    line = Line("You're next in line.", {"kind": "queue"})
    queued = placement_replies(Placement(Place.QUEUED, 1, None, line), "policy", serious=True)
    assert "sorry" in queued[0].text
    assert queued[-1].payload == {"kind": "queue"}
    closed = placement_replies(Placement(Place.DESK_CLOSED, None, None, line), "policy", serious=True)
    assert "sorry" in closed[0].text
    plain = placement_replies(Placement(Place.DESK_CLOSED, None, None, line), "visitor_request")
    assert [reply.text for reply in plain] == ["You're next in line."]


def test_a_reaction_is_about_what_the_button_carries_or_else_about_what_was_shown_last() -> None:
    shown = {"last_help": {"about": "answer", "article_id": "returns", "seq": 3}}
    typed = Turn("c", 5, NOW, "yes", "affirm", slots=shown)
    assert [one.data for one in reactions(typed, "positive")] == [
        {"seq": 3, "polarity": "positive", "about": "answer", "article_id": "returns"}
    ]
    picked = replace(typed, facts={"picked": {"about": "flow", "flow": "address_change", "seq": 4}})
    assert [one.data for one in reactions(picked, "negative")] == [
        {"seq": 4, "polarity": "negative", "about": "flow", "flow": "address_change"}
    ]


def test_a_fact_from_a_table_stands_before_the_answer_and_alone_the_second_time() -> None:
    hit = {"article_id": "costs", "title": "Costs", "url": "/help/costs", "answer": "It depends."}
    assert card(hit).text == "It depends."
    assert card({**hit, "fact": "Canada: $14.90."}).text == "Canada: $14.90.\n\nIt depends."
    assert card({**hit, "fact": "Canada: $14.90."}, again=True).text == "Canada: $14.90."
    assert card(hit, again=True).text == "It depends."


def test_what_a_table_does_not_list_is_said_before_the_answer() -> None:
    hit = {"article_id": "costs", "title": "Costs", "url": "/help/costs", "answer": "It depends."}
    text = card({**hit, "not_listed": ["Mexico"]}).text
    assert text == "Mexico: I can't find that in our list.\n\nIt depends."


SEVERAL = {
    "last_help": {"about": "answer", "article_id": "warranty", "articles": ["returns", "warranty"], "seq": 3}
}


def test_a_yes_to_several_answers_is_one_to_each_and_the_last_question_comes_last() -> None:
    said = reactions(Turn("c", 5, NOW, "yes", "affirm", slots=SEVERAL), "positive")
    assert [one.data["article_id"] for one in said] == ["returns", "warranty"]
    assert len({one.key for one in said}) == 2


def test_a_no_to_several_answers_blames_none_of_them_in_particular() -> None:
    [said] = reactions(Turn("c", 5, NOW, "no", "deny", slots=SEVERAL), "negative")
    assert said.data == {"seq": 3, "polarity": "negative", "about": "answer"}


def test_an_outcome_that_is_not_for_a_form_changes_nothing_so_that_the_rules_take_over() -> None:
    assert NOT_FOR_ME.events() == []
    assert [event["name"] for event in Outcome().events()] == ["awaiting"]
