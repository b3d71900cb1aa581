"""A visitor rings at agents one after another, and a supervisor sees and steers it, in real browsers."""

from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.pages import Desk
from tests.e2e.product import Product, Staff, Visitor, wait_until
from tests.e2e.test_accessible_pages import is_good

ORDER = "I need 40 desks for our new office, who can quote?"


@pytest.fixture(scope="module")
def ada(admin: Staff) -> Staff:
    return admin.colleague("Ada Ring", "ada.ring@larkwood.example")


@pytest.fixture(scope="module")
def ben(admin: Staff) -> Staff:
    return admin.colleague("Ben Ring", "ben.ring@larkwood.example")


@pytest.fixture
def push(admin: Staff) -> Iterator[None]:
    """Sales gives its visitors out."""
    set_sales(admin, assignment="push")
    yield
    set_sales(admin, assignment="pull")


def set_sales(admin: Staff, **facts: Any) -> None:
    """Change what the department of sales is."""
    known = next(one for one in admin.get("/admin/departments")["departments"] if one["key"] == "sales")
    shown_only = ("key", "open", "opens", "opens_at", "closed_today", "agents")
    body = {**{name: value for name, value in known.items() if name not in shown_only}, **facts}
    answer = admin.http.put("/admin/departments/sales", json=body)
    assert answer.status_code == 200, answer.text


def test_a_visitor_rings_is_let_pass_and_rings_at_the_next_who_accepts(
    browser: Browser, product: Product, push: None, ada: Staff, ben: Staff
) -> None:
    desks = [Desk.of(browser, product, f"{name}.ring@larkwood.example") for name in ("ada", "ben")]
    for desk in desks:
        desk.go_on_duty()
    visitor = Visitor.open(product)
    visitor.say(ORDER)
    visitor.pick("connect")

    def ringing(desk: Desk) -> bool:
        return desk.page.get_by_text("rings at you").first.is_visible()

    wait_until(lambda: any(ringing(desk) for desk in desks))
    rung, other = desks if ringing(desks[0]) else reversed(desks)
    rung.page.keyboard.press("x")
    expect(other.page.get_by_text("rings at you").first).to_be_visible()
    expect(rung.page.get_by_role("button", name="Let pass")).to_have_count(0)
    other.page.keyboard.press("a")
    expect(other.field).to_be_visible()
    assert visitor.state()["state"] == "assigned"
    assert any("asking on, and your place is kept" in line["text"] for line in visitor.messages())
    other.close()
    for desk, staff in zip(desks, (ada, ben), strict=True):
        staff.be("offline")
        desk.page.context.close()


def test_a_supervisor_sees_a_chat_on_the_board_whispers_and_takes_it_over(
    browser: Browser, product: Product, admin: Staff, ada: Staff
) -> None:
    sue = admin.colleague("Sue Board", "sue.board@larkwood.example", role="supervisor")
    agent = Desk.of(browser, product, "ada.ring@larkwood.example")
    agent.go_on_duty()
    visitor = Visitor.open(product)
    visitor.say(ORDER)
    visitor.pick("connect")
    expect(agent.rows("Volume order").first).to_be_visible()
    agent.page.keyboard.press("a")
    expect(agent.field).to_be_visible()

    board = Desk.of(browser, product, "sue.board@larkwood.example")
    board.page.get_by_role("button", name="Live board").click()
    card = board.page.get_by_role("article").filter(has_text="Ada Ring")
    expect(card.get_by_text("On duty")).to_be_visible()
    card.get_by_role("button", name="Whisper to Ada Ring").click()
    board.page.get_by_label("For the agent only").fill("Offer ten percent.")
    is_good(board.page)
    board.page.get_by_role("dialog").get_by_role("button", name="Whisper").click()
    expect(agent.transcript.get_by_text("Offer ten percent.")).to_be_visible()
    expect(agent.transcript.get_by_text("Whisper from Sue Board")).to_be_visible()
    assert "Offer ten percent." not in str(visitor.messages())

    card.get_by_role("button", name="Take over").click()
    expect(board.field).to_be_visible()
    expect(agent.page.get_by_text("Sue Board has this conversation.")).to_be_visible()
    assert visitor.state()["agent"] == {"name": "Sue Board"}
    sue.post(f"/desk/conversations/{visitor.id}/close", disposition="resolved")
    ada.be("offline")
    for desk in (agent, board):
        desk.page.context.close()
