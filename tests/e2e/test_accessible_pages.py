"""Every page passes axe and fits its window, on a large and a small screen, light and dark."""

import base64
import re
from collections.abc import Iterator
from dataclasses import dataclass
from uuid import uuid4

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages import Chat
from tests.e2e.product import Product, Staff, Visitor

LOOKS = [(width, scheme) for width in (1440, 1024, 390) for scheme in ("light", "dark")]
# One grey pixel.
_PICTURE = base64.b64decode(
    "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAAAAAA6fptVAAAACklEQVR42mNoAAAAggCB2kUIOwAAAABJRU5ErkJggg=="
)
_DRAWN = """async () => {
    const frame = () => new Promise(done => requestAnimationFrame(done))
    await frame()
    await frame()
    const all = () => [...document.querySelectorAll('*')]
    const roots = () => [document, ...all().flatMap(one => one.shadowRoot ?? [])]
    const moving = () => roots().flatMap(root => root.getAnimations()).filter(one =>
        one.playState === 'running' && Number.isFinite(one.effect.getComputedTiming().endTime))
    while (moving().length) {
        await Promise.allSettled(moving().map(one => one.finished))
        await frame()
    }
}"""
_STICKING_OUT = """() => {
    const widget = document.querySelector('firstline-widget')?.shadowRoot
    const inWidget = widget?.querySelectorAll('.panel, .scroll') ?? []
    const inPage = document.querySelectorAll('html, main, main > :not(.st-hidden)')
    const boxes = [...inPage, ...inWidget]
    return boxes.filter(b => b.scrollWidth > b.clientWidth + 1).map(b => `${b.tagName}.${b.className}`)
}"""


@dataclass
class Content:
    """What there is to see."""

    staff: Staff
    conversation_id: str
    ticket_id: str


@pytest.fixture(scope="module")
def content(product: Product, admin: Staff) -> Iterator[Content]:
    """Some conversations in every list of the desk and every part of the overview."""
    admin.be("offline")
    absent = Visitor.open(product)
    absent.say("I want my money back or I call my lawyer, the mirror is broken")
    left = absent.post("left-message", name="Grace Hall", email="g@example.com", text="Call me, please.")
    assert left.status_code == 201
    admin.be("online")
    helped = Visitor.open(product)
    helped.say("What is your return policy?")
    helped.pick("yes")
    served, waiting = (Visitor.open(product, page="/", cart_value=640) for _ in range(2))
    served.say("Your courier smashed my mirror, I want my money back or I call my lawyer")
    admin.post(f"/desk/conversations/{served.id}/accept")
    sent = served.product.http.post(
        f"{product.api}/conversations/{served.id}/files",
        files={"file": ("mirror.png", _PICTURE)},
        data={"client_message_id": "f1"},
        headers={"Authorization": f"Bearer {served.opened['token']}"},
    )
    assert sent.status_code == 201, sent.text
    admin.post(f"/desk/conversations/{served.id}/messages", text="I'm on it.", client_message_id="1")
    admin.post(f"/desk/conversations/{served.id}/notes", text="The courier was told.")
    admin.post(f"/desk/conversations/{served.id}/pause", minutes=60)
    waiting.say("Your courier smashed my lamp, I want my money back or I call my lawyer")
    assert admin.waiting(waiting.id), "somebody is in the queue"
    lines = admin.get(f"/desk/conversations/{served.id}")["messages"]
    seq = next(line["seq"] for line in lines if line["author"] == "bot")
    golden = admin.post("/admin/golden", question="How do I return something?", article_id="start-a-return")
    admin.colleague("Cora Rect", "cora@larkwood.example").post(
        f"/desk/conversations/{served.id}/corrections", message_seq=seq, question="A broken mirror?"
    )
    yield Content(admin, served.id, left.json()["ticket_id"])
    admin.http.delete(f"/admin/golden/{golden['questions'][0]['id']}")
    [correction] = admin.get("/admin/corrections?state=open")["corrections"]
    admin.post(f"/admin/corrections/{correction['id']}/dismiss")
    admin.be("online")
    admin.post(f"/desk/tickets/{left.json()['ticket_id']}/close", disposition="resolved")
    admin.post(f"/desk/conversations/{waiting.id}/accept")
    for visitor in (served, waiting):
        admin.post(f"/desk/conversations/{visitor.id}/close", disposition="resolved")
    admin.be("offline")


@pytest.fixture
def page(browser: Browser, content: Content) -> Iterator[Page]:
    """An empty window, while somebody is on duty."""
    content.staff.be("online")
    context = browser.new_context(base_url=content.staff.product.url, reduced_motion="reduce")
    yield context.new_page()
    context.close()


def sign_in(page: Page, staff: Staff) -> None:
    """Bring the session's cookie."""
    page.context.add_cookies(
        [
            {"name": name, "value": value, "url": staff.product.url}
            for name, value in staff.http.cookies.items()
        ]
    )


def is_good(page: Page) -> None:
    """No violation and nothing that sticks out sideways, in any look."""
    page.mouse.move(1, 1)
    for width, scheme in LOOKS:
        page.set_viewport_size({"width": width, "height": 844})
        page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
        page.evaluate(_DRAWN)
        violations = [
            f"{one['id']}: {one['help']} {[node['html'][:150] for node in one['nodes']]}"
            for one in Axe().run(page).response["violations"]
        ]
        assert violations == [], f"at {width} px, {scheme}"
        assert page.evaluate(_STICKING_OUT) == [], f"at {width} px, {scheme}"


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/", "Furniture for rooms you live in"),
        ("/help", "How can we help?"),
        ("/help?q=zzzzzz", "How can we help?"),
        ("/help/return-policy", ""),
        ("/account", ""),
        ("/mailbox", "Sample mailbox"),
        ("/signin", "Sign in"),
        ("/setup?token=used", "This link no longer works"),
        ("/nowhere", "We can’t find that page"),
    ],
)
def test_a_page_of_the_shop(page: Page, path: str, heading: str) -> None:
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    is_good(page)


def test_the_setup_form(page: Page, content: Content) -> None:
    email = f"{uuid4().hex}@larkwood.example"
    link = content.staff.post("/admin/people", name="New", email=email, role="agent")["setup_link"]
    page.goto("/setup?" + link.partition("?")[2])
    expect(page.get_by_role("heading", name="Set up your account")).to_be_visible()
    page.get_by_role("button", name="Set up").click()
    expect(page.get_by_text("Please choose a password.")).to_be_visible()
    is_good(page)


def test_the_widget_at_home_and_in_a_conversation(page: Page) -> None:
    page.goto("/")
    chat = Chat(page)
    chat.open()
    expect(chat.panel.get_by_role("heading", name="Topics")).to_be_visible()
    is_good(page)
    chat.ask("What is your return policy?")
    expect(chat.button("Yes, thanks")).to_be_visible()
    is_good(page)
    chat.button("Settings").click()
    is_good(page)
    if not chat.button("E-mail this conversation").is_visible():
        # On its way from a large screen to a phone's the panel took the focus, which closes the menu.
        chat.button("Settings").click()
    chat.button("E-mail this conversation").click()
    page.get_by_label("Your e-mail address").press("Enter")
    expect(chat.panel).to_contain_text("That doesn’t look like an e-mail address")
    is_good(page)


def test_the_widget_while_waiting_and_with_a_person(page: Page, content: Content) -> None:
    page.goto("/")
    chat = Chat(page)
    chat.open()
    chat.ask("The mirror came smashed, I want my money back or I call my lawyer")
    expect(chat.button("Stop waiting")).to_be_visible()
    is_good(page)
    chat.button("Leave a message instead").click()
    chat.button("Send message").click()
    expect(chat.panel).to_contain_text("Please")
    is_good(page)
    opened = page.evaluate("() => JSON.parse(localStorage.getItem('firstline.conversation'))")
    conversation_id = opened.get("value", opened)["id"]
    content.staff.post(f"/desk/conversations/{conversation_id}/accept")
    expect(chat.panel).to_contain_text("You’re talking to")
    page.get_by_label("Send a file").set_input_files(
        {"name": "bill.pdf", "mimeType": "application/pdf", "buffer": b"%PDF-1.7"}
    )
    expect(chat.panel.locator(".file")).to_be_visible()
    content.staff.post(f"/desk/conversations/{conversation_id}/pause", minutes=5)
    expect(chat.panel).to_contain_text("will be back by")
    is_good(page)
    content.staff.post(f"/desk/conversations/{conversation_id}/close", disposition="resolved")
    expect(chat.panel).to_contain_text("How did we do?")
    is_good(page)


@pytest.mark.parametrize(
    ("place", "seen"),
    [
        ("", "Queue"),
        ("#/mine/{conversation_id}", "I'm on it."),
        ("#/mine/{conversation_id}/details", "Why a person"),
        ("#/tickets", "Call me, please."),
        ("#/tickets/{ticket_id}", "Send answer"),
        ("#/done", "Done"),
        ("#/all", "All"),
    ],
)
def test_the_desk(page: Page, place: str, seen: str, content: Content) -> None:
    sign_in(page, content.staff)
    page.goto("/desk" + place.format(**vars(content)))
    expect(page.get_by_text(seen).filter(visible=True).first).to_be_visible()
    expect(page.get_by_label("Loading")).to_have_count(0)
    is_good(page)


def test_the_desks_dialogs_and_menus(page: Page, content: Content) -> None:
    sign_in(page, content.staff)
    page.goto(f"/desk#/mine/{content.conversation_id}")
    reply = page.get_by_label("Reply to the visitor")
    for name, shown in (
        ("Pause, with a promised time", "Promise it"),
        ("Pass on", "Pass on"),
        ("Give back to the bot", "Give back"),
        ("Close", "Close conversation"),
    ):
        page.get_by_role("button", name=name, exact=True).click()
        expect(page.get_by_role("dialog").get_by_role("button", name=shown, exact=True)).to_be_visible()
        is_good(page)
        page.keyboard.press("Escape")
        expect(page.get_by_role("dialog")).to_be_hidden()
    page.get_by_role("button", name=re.compile("^Block ")).click()
    expect(page.get_by_role("dialog").get_by_role("button", name="Block", exact=True)).to_be_disabled()
    is_good(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    page.keyboard.press("?")
    expect(page.get_by_role("dialog")).to_contain_text("Keys")
    is_good(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_be_hidden()
    reply.press_sequentially("/so")
    expect(page.get_by_role("listbox", name="Canned messages")).to_be_visible()
    is_good(page)
    reply.fill("")
    page.get_by_role("button", name="Note", exact=True).click()
    note = page.get_by_label("Note for colleagues")
    note.press_sequentially("@")
    expect(page.get_by_role("listbox", name="Colleagues")).to_be_visible()
    is_good(page)
    note.fill("")
    page.get_by_role("button", name="For you").click()
    expect(page.get_by_text("Nothing for you")).to_be_visible()
    is_good(page)


def test_a_canned_message_being_added(page: Page, content: Content) -> None:
    sign_in(page, content.staff)
    page.goto("/admin#/canned")
    page.get_by_role("button", name="Add a message").click()
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("How will agents find it?")).to_be_visible()
    is_good(page)


@pytest.mark.parametrize(
    ("place", "heading"),
    [
        ("", "Overview"),
        ("#/overview/reasons", "Reasons"),
        ("#/overview/hours", "Hours"),
        ("#/overview/surveys", "Surveys"),
        ("#/overview/costs", "Costs"),
        ("#/overview/holdout", "Holdout"),
        ("#/alerts", "Alerts"),
        ("#/api", "API tokens"),
        ("#/prices", "Costs"),
        ("#/imports", "Costs"),
        ("#/knowledge", "Knowledge"),
        ("#/knowledge/return-policy", ""),
        ("#/knowledge/return-policy/versions", ""),
        ("#/knowledge/new", "New article"),
        ("#/golden", "Knowledge"),
        ("#/corrections", "Knowledge"),
        ("#/reasons", "Reasons"),
        ("#/reasons/newsletter", ""),
        ("#/policy", "Policy"),
        ("#/switches", "Switches"),
        ("#/people", "People"),
        ("#/audit", "People"),
        ("#/blocked", "People"),
        ("#/departments", "Departments"),
        ("#/canned", "Canned messages"),
    ],
)
def test_the_admin_page(page: Page, place: str, heading: str, content: Content) -> None:
    sign_in(page, content.staff)
    page.goto("/admin" + place)
    expect(page.get_by_role("heading", level=1)).to_contain_text(heading)
    expect(page.get_by_label("Loading")).to_have_count(0)
    is_good(page)


def test_the_policy_is_changed_and_put_back_by_keyboard(page: Page, content: Content) -> None:
    sign_in(page, content.staff)
    page.goto("/admin#/policy")
    page.get_by_role("radio", name="Balanced").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("radio", name="Serve generously")).to_be_checked()
    page.get_by_label("Low value, low complexity").select_option("handoff")
    expect(page.get_by_text("must never lead further from a person")).to_be_visible()
    expect(page.get_by_role("button", name="Save…")).to_be_disabled()
    is_good(page)
    page.get_by_label("Low value, low complexity").select_option("skill")
    page.get_by_role("button", name="Save…").press("Enter")
    expect(page.get_by_label("Why")).to_be_focused()
    page.get_by_role("button", name="Put in force").press("Enter")
    expect(page.get_by_text("Say why, for those who come after.")).to_be_visible()
    is_good(page)
    page.get_by_label("Why").fill("More people in December.")
    page.get_by_role("button", name="Put in force").press("Enter")
    expect(page.get_by_text("“Serve generously” is in force.")).to_be_visible()
    expect(page.get_by_text("More people in December.")).to_be_visible()
    in_force = content.staff.get("/admin/policy")
    assert (in_force["preset"], in_force["number"]) == ("serve_generously", 1)
    is_good(page)
    page.get_by_role("radio", name="Balanced").check()
    page.get_by_role("button", name="Save…").press("Enter")
    page.get_by_label("Why").fill("December is over.")
    page.get_by_role("button", name="Put in force").press("Enter")
    expect(page.get_by_text("December is over.")).to_be_visible()
    assert content.staff.get("/admin/policy")["preset"] == "balanced"
