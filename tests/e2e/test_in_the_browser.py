"""A visitor, an agent and an admin at work in the real pages."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Request, Route, expect

from tests.e2e.pages import Chat, Desk, open_page
from tests.e2e.product import PASSWORD, Product, Staff, Visitor

ANGRY = (
    "Your courier smashed my {} dollar mirror and nobody answers. I want my money back or I call my lawyer"
)
RETURNS = "What is your return policy?"
SHIPPING = "How long does shipping to Canada take?"


@pytest.fixture(scope="module")
def kim(admin: Staff) -> Staff:
    """An agent who works in the desk's page."""
    return admin.colleague("Kim Park", "kim@larkwood.example")


@pytest.fixture
def desk(browser: Browser, product: Product, kim: Staff) -> Iterator[Desk]:
    """Kim's desk, on duty; off duty again afterwards."""
    desk = Desk.of(browser, product, "kim@larkwood.example")
    desk.go_on_duty()
    yield desk
    desk.page.context.close()
    kim.be("offline")


def test_a_visitor_asks_gets_the_article_and_says_that_it_helped(product: Product, browser: Browser) -> None:
    chat = Chat.on(browser, product)
    chat.ask(RETURNS)
    expect(chat.answers.first).to_contain_text("within 30 days of delivery")
    expect(chat.page.get_by_role("link", name="Read the whole article")).to_be_visible()
    chat.button("Yes, thanks").click()
    expect(chat.said.last).to_have_text("Yes, thanks")
    expect(chat.answers).to_have_count(3)
    expect(chat.button("Yes, thanks")).to_have_count(0)


def test_the_answers_article_opens_inside_the_widget_and_leads_back(
    product: Product, browser: Browser
) -> None:
    chat = Chat.on(browser, product)
    chat.ask(RETURNS)
    chat.page.get_by_role("link", name="Read the whole article").click()
    expect(chat.panel).to_contain_text("Help article")
    expect(chat.panel.get_by_role("heading", level=2).first).to_be_visible()
    chat.button("Back").click()
    expect(chat.said).to_have_text([RETURNS])


def test_the_conversation_survives_a_reload_with_nothing_in_it_twice(
    product: Product, browser: Browser
) -> None:
    chat = Chat.on(browser, product)
    chat.ask(SHIPPING)
    expect(chat.button("Yes, thanks")).to_be_visible()
    before = chat.lines()
    chat.field.fill("half a sen")
    chat.page.reload()
    expect(chat.button("Yes, thanks")).to_be_visible()
    assert chat.lines() == before
    expect(chat.field).to_have_value("half a sen")
    chat.button("Yes, thanks").click()
    expect(chat.answers).to_have_count(len(before))
    assert len(set(chat.lines())) == len(chat.lines())


def test_what_is_written_while_offline_is_kept_and_sent_once(product: Product, browser: Browser) -> None:
    chat = Chat.on(browser, product)
    chat.ask(SHIPPING)
    expect(chat.button("Yes, thanks")).to_be_visible()
    answers = chat.answers.count()
    posts: list[Request] = []
    chat.page.on("request", lambda sent: posts.append(sent) if sent.method == "POST" else None)
    chat.page.context.set_offline(True)
    chat.ask("Which payment methods do you take?")
    expect(chat.panel).to_contain_text("Waiting for a connection")
    expect(chat.panel).to_contain_text("You’re offline")
    chat.page.context.set_offline(False)
    expect(chat.answers.nth(answers)).to_contain_text(re.compile("card|PayPal", re.I))
    expect(chat.panel).not_to_contain_text("Waiting for a connection")
    expect(chat.panel).not_to_contain_text("You’re offline")
    expect(chat.said).to_have_text([SHIPPING, "Which payment methods do you take?"])
    assert sum(sent.response() is not None for sent in posts if "/messages" in sent.url) == 1
    chat.page.reload()
    expect(chat.said).to_have_text([SHIPPING, "Which payment methods do you take?"])


def test_a_message_whose_receipt_was_lost_is_not_said_twice(product: Product, browser: Browser) -> None:
    chat = Chat.on(browser, product)
    chat.ask(SHIPPING)
    expect(chat.button("Yes, thanks")).to_be_visible()
    lost: list[str] = []

    def lose_the_first_receipt(route: Route) -> None:
        if route.request.method != "POST" or lost:
            route.continue_()
            return
        lost.append(route.fetch().text())
        route.abort()

    chat.page.route("**/messages*", lose_the_first_receipt)
    chat.ask("Which payment methods do you take?")
    expect(chat.answers.last).to_contain_text(re.compile("card|PayPal|help", re.I))
    expect(chat.panel.locator(".when").filter(has_text="Sending")).to_have_count(0)
    assert lost, "the server had it"
    chat.page.reload()
    expect(chat.said).to_have_text([SHIPPING, "Which payment methods do you take?"])


def test_the_angry_visitor_talks_with_an_agent_at_the_desk(
    product: Product, browser: Browser, desk: Desk
) -> None:
    chat = Chat.on(browser, product)
    chat.ask(ANGRY.format(900))
    expect(chat.panel).to_contain_text("A person is on the way")
    row = desk.rows("smashed my 900 dollar mirror")
    expect(row).to_contain_text("High value")
    row.get_by_role("button", name=re.compile("^Accept")).click()
    expect(desk.known).to_contain_text("Why a person")
    expect(desk.known.get_by_role("button", name=re.compile("^Value High"))).to_be_visible()
    expect(desk.known.get_by_role("button", name=re.compile("^Complexity High"))).to_be_visible()
    expect(desk.transcript).to_contain_text("I call my lawyer")
    expect(chat.panel).to_contain_text("You’re talking to Kim Park")

    chat.field.press_sequentially("It was order 10045")
    expect(desk.transcript).to_contain_text("is typing")
    expect(desk.transcript).to_contain_text("It was order 10045")
    expect(chat.panel).to_contain_text("Kim Park can see what you’re writing")
    chat.field.press("Enter")
    expect(desk.transcript.locator(".dk-bubble-visitor").last).to_have_text("It was order 10045")

    desk.field.press_sequentially("I am so sorry. ")
    expect(chat.panel.locator(".typing")).to_contain_text("Kim Park is typing")
    desk.field.press_sequentially("A new mirror leaves today.")
    seen = seconds_from_sent_to_seen(chat, desk, "A new mirror leaves today.")
    assert seen <= 1.0
    expect(chat.panel.locator(".typing")).to_have_count(0)

    desk.close()
    expect(chat.panel).to_contain_text("How did we do?")


def seconds_from_sent_to_seen(chat: Chat, desk: Desk, text: str) -> float:
    """From the agent's Enter to the words on the visitor's screen, by the pages' own clock."""
    chat.page.evaluate(
        """text => {
            const root = document.querySelector('firstline-widget').shadowRoot
            window.seen = new Promise((resolve) => {
                const watch = new MutationObserver(() => {
                    const said = [...root.querySelectorAll('.group.agent .bubble')].map(b => b.innerText)
                    if (!said.some(words => words.includes(text))) return
                    watch.disconnect()
                    requestAnimationFrame(() => resolve(Date.now()))
                })
                watch.observe(root, { childList: true, subtree: true, characterData: true })
            })
        }""",
        text,
    )
    with desk.page.expect_request(
        lambda sent: sent.method == "POST" and sent.url.endswith("/messages")
    ) as sent:
        desk.field.press("Enter")
    seen: float = chat.page.evaluate("window.seen")
    sent.value.response()
    return (seen - sent.value.timing["startTime"]) / 1000


def test_with_nobody_there_a_message_is_left_and_waits_in_the_desk(
    product: Product, browser: Browser, kim: Staff, admin: Staff
) -> None:
    kim.be("offline")
    admin.be("offline")
    chat = Chat.on(browser, product)
    chat.ask(ANGRY.format(910))
    chat.button("Send message").click()
    expect(chat.panel).to_contain_text("Please tell us your name")
    chat.page.get_by_label("Your name").fill("Grace Hall")
    chat.page.get_by_label("E-mail").fill("grace@example.com")
    chat.page.get_by_role("textbox", name=re.compile("^Message")).fill("Call me about the mirror, please.")
    chat.button("Send message").click()
    expect(chat.panel).to_contain_text("We’ll answer at grace@example.com")

    desk = Desk.of(browser, product, "kim@larkwood.example")
    desk.page.get_by_role("button", name=re.compile("^Tickets")).click()
    desk.rows("Call me about the mirror, please.").get_by_role("button").click()
    answer = desk.page.get_by_label("Answer to Grace Hall")
    answer.fill("We replace it at our cost.")
    desk.page.get_by_role("button", name="Send and close").click()
    expect(desk.rows("Call me about the mirror, please.")).to_have_count(0)
    expect(chat.panel).to_contain_text("We replace it at our cost.")


def test_an_article_edited_and_published_by_an_admin_answers_the_next_question(
    product: Product, browser: Browser, admin: Staff
) -> None:
    chat = Chat.on(browser, product)
    page = open_page(browser, product, "/signin?next=/admin")
    page.get_by_label("E-mail").fill("ada@larkwood.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("link", name="Knowledge").click()
    page.get_by_label("Find an article").fill("gift wrap")
    page.get_by_role("link", name=re.compile("gift wrap", re.I)).first.click()
    page.get_by_label("Short answer").fill("Yes: brown paper and a moss-green ribbon, for $6 an item.")
    page.get_by_role("button", name="Save draft").click()
    expect(page.get_by_text("Draft saved")).to_be_visible()
    chat.ask("Can you gift wrap my order?")
    expect(chat.answers.first).to_be_visible()
    expect(chat.panel).not_to_contain_text("moss-green")
    page.get_by_role("button", name="Publish").click()
    expect(page.get_by_text("Live now")).to_be_visible()
    second = Chat.on(browser, product)
    second.ask("Can you gift wrap my order?")
    expect(second.answers.first).to_contain_text("moss-green ribbon")


def test_a_setup_link_makes_an_account_in_the_page_and_works_once(
    product: Product, browser: Browser, admin: Staff
) -> None:
    link = admin.post("/admin/people", name="Lee", email="lee@larkwood.example", role="agent")["setup_link"]
    page = open_page(browser, product, link.replace("http://127.0.0.1:8000", product.url))
    page.get_by_label("Your name").fill("Lee Novak")
    page.get_by_label("E-mail").fill("lee@larkwood.example")
    page.get_by_label("Password").fill("short")
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_text("At least 10 characters, please.")).to_be_visible()
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Set up").click()
    page.wait_for_url("**/desk")
    expect(page.get_by_role("switch", name="On duty")).not_to_be_checked()
    page.goto(link)
    expect(page.get_by_role("heading", name="This link no longer works")).to_be_visible()


def test_a_visitor_needs_no_mouse(product: Product, browser: Browser) -> None:
    chat = Chat(open_page(browser, product))
    keys = chat.page.keyboard
    chat.launcher.focus()
    keys.press("Enter")
    expect(chat.panel).to_be_focused()
    home = chat.page.get_by_label("Ask a question or search the help articles")
    for _ in range(8):
        keys.press("Tab")
        if home.evaluate("field => field.getRootNode().activeElement === field"):
            break
    expect(home).to_be_focused()
    keys.type(SHIPPING)
    keys.press("Enter")
    expect(chat.answers.first).to_contain_text("5 to 8")
    expect(chat.field).to_be_focused()
    keys.type("thank you")
    keys.press("Enter")
    expect(chat.said).to_have_text([SHIPPING, "thank you"])
    keys.press("Escape")
    expect(chat.panel).to_be_hidden()
    expect(chat.launcher).to_be_focused()


def test_an_agent_can_accept_answer_and_close_by_keyboard(
    product: Product, browser: Browser, desk: Desk
) -> None:
    visitor = Visitor.open(product)
    visitor.say(ANGRY.format(920))
    expect(desk.rows("smashed my 920 dollar mirror")).to_have_count(1)
    keys = desk.page.keyboard
    keys.press("a")
    expect(desk.known).to_contain_text("Why a person")
    keys.press("r")
    expect(desk.field).to_be_focused()
    keys.type("On it.")
    keys.press("Enter")
    expect(desk.transcript.locator(".dk-bubble-agent").last).to_have_text("On it.")
    keys.press("Escape")
    keys.press("c")
    expect(desk.page.get_by_role("radio", name=re.compile("^Resolved"))).to_be_focused()
    keys.press("Enter")
    expect(desk.page.get_by_role("dialog")).to_be_hidden()
    assert visitor.state()["state"] == "closed"
