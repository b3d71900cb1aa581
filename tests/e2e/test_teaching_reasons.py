"""An admin teaches a reason in the page, and the running chat understands it: no restart, no waiting."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages import TURN_MILLISECONDS, Chat, open_page
from tests.e2e.product import PASSWORD, Product, Staff, Visitor, wait_until

PHRASES = [
    "do you rent furniture for a wedding",
    "renting twenty chairs for one evening, is that possible",
    "hire tables for a party",
    "can i rent a sofa for a weekend event",
    "furniture rental for a photo shoot",
]
UNSEEN = "could we rent some chairs for our party on saturday"


@pytest.fixture
def page(browser: Browser, product: Product, admin: Staff) -> Iterator[Page]:
    """The admin page with the admin signed in; what was taught is archived afterwards."""
    page = open_page(browser, product, "/admin", viewport={"width": 1280, "height": 900})
    page.get_by_label("E-mail").fill("ada@larkwood.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("navigation", name="Jobs")).to_be_visible()
    yield page
    page.context.close()
    admin.http.patch("/admin/reasons/rental", json={"always_person": False})
    admin.http.post("/admin/reasons/rental/archive")


def test_a_reason_added_in_the_page_is_understood_by_the_chat_without_a_restart(
    page: Page, browser: Browser, product: Product, admin: Staff
) -> None:
    pid = product.pid_of("app")
    page.get_by_role("navigation", name="Jobs").get_by_role("link", name="Reasons", exact=True).click()
    page.get_by_label("A message to try").fill(UNSEEN)
    page.get_by_role("button", name="Try", exact=True).click()
    expect(page.get_by_text("Nearest phrases")).to_be_visible(timeout=TURN_MILLISECONDS)
    expect(page.get_by_role("region", name="Try a message")).not_to_contain_text("Rental")

    page.get_by_role("button", name="Add a reason").click()
    dialog = page.get_by_role("dialog", name="Add a reason")
    dialog.get_by_label("Title").fill("Rental")
    expect(dialog.get_by_label("Key")).to_have_value("rental")
    dialog.get_by_label("Goal").fill("wants to rent furniture")
    dialog.get_by_role("radiogroup", name="Value").get_by_text("High").click()
    dialog.get_by_role("radiogroup", name="Complexity").get_by_text("High").click()
    dialog.get_by_label("Settled by").click()
    page.get_by_role("option", name="A person").click()
    dialog.get_by_label("Phrases").fill("- " + "\n- ".join(PHRASES))
    dialog.get_by_role("button", name="Add", exact=True).click()

    expect(page.get_by_role("heading", name="Rental")).to_be_visible(timeout=TURN_MILLISECONDS)
    expect(page.get_by_role("list", name="Phrases").get_by_role("listitem")).to_have_count(len(PHRASES))
    page.get_by_label("A message to try").fill(UNSEEN)
    page.get_by_role("button", name="Try", exact=True).click()
    expect(page.get_by_role("region", name="Try a message")).to_contain_text(
        "To a person", timeout=TURN_MILLISECONDS
    )

    chat = Chat.on(browser, product)
    chat.ask(UNSEEN)
    expect(chat.answers.or_(chat.system_lines).first).to_be_visible(timeout=TURN_MILLISECONDS)
    chat.page.context.close()
    admin.be("online")
    visitor = Visitor.open(product)
    visitor.say(UNSEEN)
    waiting = wait_until(lambda: admin.waiting(visitor.id), what="the visitor in the queue")
    assert waiting["reason_title"] == "Rental"
    admin.post(f"/desk/conversations/{visitor.id}/accept")
    admin.post(f"/desk/conversations/{visitor.id}/close", disposition="resolved")
    admin.be("offline")
    assert product.pid_of("app") == pid


def test_a_phrase_that_belongs_elsewhere_is_refused_and_what_is_removed_comes_back(page: Page) -> None:
    page.goto("/admin#/reasons/newsletter")
    phrases = page.get_by_role("list", name="Phrases").get_by_role("listitem")
    expect(phrases.first).to_be_visible(timeout=TURN_MILLISECONDS)
    before = phrases.count()
    page.get_by_label("Phrases to add").fill("where is my order")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text("is already a phrase of “Order and shipping status”")).to_be_visible(
        timeout=TURN_MILLISECONDS
    )

    page.get_by_label("Phrases to add").fill("put me on your mailing list of lamps")
    page.get_by_role("button", name="Add", exact=True).click()
    expect(phrases).to_have_count(before + 1, timeout=TURN_MILLISECONDS)
    page.get_by_role("button", name="Undo: added 1 phrase").click()
    expect(phrases).to_have_count(before, timeout=TURN_MILLISECONDS)
    expect(page.get_by_text("Taken back: removed 1 phrase")).to_be_visible()
