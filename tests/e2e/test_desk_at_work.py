"""What an agent does besides answering: files, read marks, suggestions, mentions, pauses, passing on."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Browser, expect

from tests.e2e.pages import Chat, Desk
from tests.e2e.product import Product, Staff, Visitor, wait_until

ANGRY = "Your courier smashed my 880 dollar mirror. I want my money back or I call my lawyer"


@pytest.fixture(scope="module")
def nora(admin: Staff) -> Staff:
    return admin.colleague("Nora Lind", "nora@larkwood.example")


@pytest.fixture(scope="module")
def omar(admin: Staff) -> Staff:
    return admin.colleague("Omar Said", "omar@larkwood.example")


@pytest.fixture
def desk(browser: Browser, product: Product, nora: Staff, omar: Staff) -> Iterator[Desk]:
    desk = Desk.of(browser, product, "nora@larkwood.example")
    desk.go_on_duty()
    yield desk
    desk.page.context.close()
    for agent in (nora, omar):
        for chat in agent.get("/desk/conversations?list=mine")["conversations"]:
            agent.post(f"/desk/conversations/{chat['conversation_id']}/close", disposition="resolved")
        agent.be("offline")


@pytest.fixture
def chat(browser: Browser, product: Product, desk: Desk) -> Iterator[Chat]:
    """A visitor who talks to Nora."""
    chat = Chat.on(browser, product)
    chat.ask(ANGRY)
    expect(chat.panel).to_contain_text("A person is on the way")
    desk.rows("880 dollar mirror").get_by_role("button", name=re.compile("^Accept")).click()
    expect(chat.panel).to_contain_text("You’re talking to Nora Lind")
    yield chat
    chat.page.context.close()


@pytest.fixture
def picture(tmp_path: Path) -> Path:
    path = tmp_path / "broken mirror.png"
    Image.new("RGB", (900, 500), "teal").save(path)
    return path


def test_files_go_both_ways_and_each_side_sees_what_was_seen(chat: Chat, desk: Desk, picture: Path) -> None:
    chat.page.get_by_label("Send a file").set_input_files(picture)
    expect(chat.panel.locator(".file")).to_contain_text("broken mirror.png")
    shown = desk.transcript.locator(".dk-file")
    expect(shown).to_contain_text("broken mirror.png")
    assert shown.locator("img").evaluate("image => image.decode().then(() => image.naturalWidth)") == 640
    with desk.page.expect_download() as downloaded:
        shown.click()
    assert Path(downloaded.value.path()).read_bytes() == picture.read_bytes()
    assert downloaded.value.suggested_filename == "broken mirror.png"

    bill = picture.with_name("bill.pdf")
    bill.write_bytes(b"%PDF-1.7\nbill")
    desk.page.locator(".dk-composer input[type=file]").set_input_files(bill)
    expect(chat.panel.locator(".file").last).to_contain_text("bill.pdf")
    expect(desk.transcript).to_contain_text("Seen")
    with chat.page.expect_download() as got:
        chat.panel.locator(".file").last.click()
    assert Path(got.value.path()).read_bytes() == bill.read_bytes()

    chat.field.fill("Thank you")
    chat.field.press("Enter")
    expect(chat.panel.locator(".when").last).to_contain_text("Seen")
    page = picture.with_name("page.png")
    page.write_text("<script>alert(1)</script>")
    chat.page.get_by_label("Send a file").set_input_files(page)
    expect(chat.panel).to_contain_text("Files of these kinds can be sent")


_ELSEWHERE = """() => {
    window.asked = 0
    window.shown = []
    window.Notification = class {
        static permission = 'default'
        static async requestPermission() {
            window.asked += 1
            return (window.Notification.permission = 'granted')
        }
        constructor(title) { window.shown.push(title) }
        close() {}
    }
}"""


def test_notices_of_the_browser_are_asked_for_by_a_button_and_shown_to_who_looks_elsewhere(
    product: Product, browser: Browser, desk: Desk
) -> None:
    page = desk.page
    page.add_init_script(f"({_ELSEWHERE})()")
    page.reload()
    notices = page.get_by_role("button", name="Notices of the browser")
    expect(notices).to_have_attribute("aria-pressed", "false")
    assert page.evaluate("window.asked") == 0, "nothing is asked at load"
    notices.click()
    expect(notices).to_have_attribute("aria-pressed", "true")
    assert page.evaluate("window.asked") == 1
    page.evaluate("Object.defineProperty(document, 'hidden', { get: () => true })")
    visitor = Visitor.open(product)
    visitor.say(ANGRY)
    wait_until(lambda: page.evaluate("window.shown.length"), what="the notice")
    assert "waiting" in page.evaluate("window.shown[0]")
    expect(page).to_have_title(re.compile(r"^\(\d+\) Desk"))
    assert visitor.post("queue/leave").status_code == 202


def test_a_suggested_article_is_put_into_the_reply_with_one_key(chat: Chat, desk: Desk) -> None:
    chat.field.fill("What is your return policy?")
    chat.field.press("Enter")
    expect(desk.page.get_by_role("region", name="Suggested articles")).to_contain_text(
        re.compile("return", re.I)
    )
    desk.field.press("Alt+1")
    expect(desk.field).to_have_value(re.compile("30 days"))


def test_a_colleague_is_mentioned_the_visitor_is_paused_and_then_passed_on(
    product: Product, browser: Browser, chat: Chat, desk: Desk
) -> None:
    at_omars = Desk.of(browser, product, "omar@larkwood.example")
    at_omars.go_on_duty()
    desk.transcript.focus()
    desk.page.keyboard.press("n")
    note = desk.page.get_by_label("Note for colleagues")
    note.press_sequentially("Have you seen this, @om")
    desk.page.get_by_role("option", name=re.compile("Omar Said")).wait_for()
    note.press("Enter")
    expect(note).to_have_value("Have you seen this, @Omar Said ")
    note.press("Enter")
    expect(desk.transcript).to_contain_text("Have you seen this")
    for_omar = at_omars.page.get_by_role("button", name="For you: 1")
    for_omar.click()
    at_omars.page.get_by_role("button", name=re.compile("Nora Lind mentioned you")).click()
    expect(at_omars.transcript).to_contain_text("Have you seen this")
    expect(at_omars.page.get_by_role("button", name="For you", exact=True)).to_be_visible()
    assert "Have you seen this" not in chat.panel.inner_text()

    desk.transcript.focus()
    desk.page.keyboard.press("p")
    desk.page.get_by_role("button", name="Promise it").click()
    expect(chat.panel).to_contain_text("will be back by")
    expect(desk.page.get_by_text(re.compile("^Back by .*, in "))).to_be_visible()
    desk.page.get_by_role("button", name="I’m back").click()
    expect(chat.panel).to_contain_text("You’re talking to Nora Lind")

    desk.page.get_by_role("button", name="Pass on").click()
    dialog = desk.page.get_by_role("dialog")
    dialog.get_by_label("To whom?").click()
    desk.page.get_by_role("option", name="Omar Said").click()
    dialog.get_by_label("Note for them").fill("Wants a refund")
    dialog.get_by_role("button", name="Pass on").click()
    expect(chat.panel).to_contain_text("You’re talking to Omar Said")
    expect(chat.panel).to_contain_text("Nora Lind has asked Omar Said to take over")
    at_omars.page.keyboard.press("2")
    expect(at_omars.rows("880 dollar mirror")).to_be_visible()
    at_omars.page.context.close()
