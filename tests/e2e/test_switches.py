"""An admin switches a skill, and the whole bot, off and on again, while visitors write."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages import Chat, open_page
from tests.e2e.product import Product, Staff, Visitor, wait_until
from tests.e2e.test_accessible_pages import is_good, sign_in


@pytest.fixture
def page(browser: Browser, product: Product, admin: Staff) -> Iterator[Page]:
    opened = open_page(browser, product, "/signin", viewport={"width": 1280, "height": 900})
    sign_in(opened, admin)
    opened.goto("/admin#/switches")
    yield opened
    opened.context.close()
    number = admin.get("/admin/switches")["number"]
    answer = admin.http.put("/admin/switches", json={"bot": True, "off": [], "based_on": number})
    assert answer.status_code == 200, answer.text


def switch(page: Page, name: str, *, on: bool) -> None:
    page.get_by_role("switch", name=name).set_checked(on, force=True)
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Switched by Ada Admin")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_be_disabled()


def test_a_flow_that_is_switched_off_is_left_to_a_person_also_by_who_is_in_the_middle_of_it(
    page: Page, product: Product, agent: Staff
) -> None:
    inside, outside = Visitor.open(product), Visitor.open(product)
    assert "e-mail" in inside.ask("i moved, new adress is 12 elm st, springfield, 97477, united states")
    switch(page, "Address change", on=False)
    is_good(page)

    def offered(visitor: Visitor, text: str) -> bool:
        replies = visitor.say(text)
        return any("connect me" in b["title"] for r in replies for b in r["payload"].get("buttons", ()))

    wait_until(lambda: offered(Visitor.open(product), "I want to change my address"), 15, "the switch")
    assert offered(inside, "ada.moreno@example.com")
    assert offered(outside, "please change my address")
    assert "Canada" in outside.ask("How long does shipping to Canada take?"), "the others go on"
    switch(page, "Address change", on=True)
    wait_until(lambda: "e-mail" in Visitor.open(product).ask("I want to change my address"), 15, "the flow")


def test_the_whole_bot_is_switched_off_with_a_notice_and_a_person_stays_in_reach(
    browser: Browser, page: Page, product: Product, agent: Staff
) -> None:
    page.get_by_label("Shown in the chat before the bot answers").fill("Our phones are down until noon.")
    switch(page, "The bot answers", on=False)
    expect(page.get_by_text("The bot is off")).to_be_visible()
    chat = Chat.on(browser, product)
    expect(chat.panel).to_contain_text("Our phones are down until noon.")
    expect(chat.panel).to_contain_text("taking a break")
    chat.ask("Where is my order?")
    expect(chat.panel).to_contain_text("I'm taking a break")
    chat.button(re.compile("^Talk to a person")).first.click()
    expect(chat.button("Stop waiting")).to_be_visible()
    chat.button("Stop waiting").click()
    chat.page.context.close()
    switch(page, "The bot answers", on=True)
    visitor = Visitor.open(product)
    wait_until(lambda: "break" not in visitor.ask("Where is my order?"), 15, "the bot")
