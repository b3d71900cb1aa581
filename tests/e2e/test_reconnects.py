"""Connections are cut while a visitor and an agent write: nothing is lost, nothing is there twice."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, expect

from tests.e2e.pages import Chat, Desk
from tests.e2e.product import Product, Staff, wait_until
from tests.e2e.wire import Wire, wire_to

ANGRY = "Your courier smashed my 870 dollar mirror. I want my money back or I call my lawyer"
# Long enough for both pages' longest wait before they try again.
MENDED_MILLISECONDS = 40_000


@dataclass
class Talk:
    """A visitor and an agent who talk, each over a wire of their own."""

    staff: Staff
    chat: Chat
    desk: Desk
    conversation_id: str
    visitors: Wire
    agents: Wire

    def kept(self) -> list[str]:
        """What people said, as the server has it."""
        lines = self.staff.get(f"/desk/conversations/{self.conversation_id}")["messages"]
        return [line["text"] for line in lines if line["author"] in ("visitor", "agent")]

    def visitor_writes(self, text: str) -> None:
        self.chat.field.fill(text)
        self.chat.page.keyboard.press("Enter")

    def agent_writes(self, text: str) -> None:
        self.desk.field.fill(text)
        self.desk.field.press("Enter")

    def everybody_sees_all_of_it_once(self, texts: list[str]) -> None:
        wait_until(lambda: set(texts) <= set(self.kept()), 60, "everything at the server")
        kept = self.kept()
        assert sorted(kept) == sorted(set(kept)), "nothing is kept twice"
        assert set(kept) - {ANGRY} == set(texts)
        in_order = [re.compile(rf"^{re.escape(text)}$") for text in kept]
        expect(self.chat.page.locator(":is(.group.visitor, .group.agent) .bubble")).to_have_text(
            in_order, timeout=MENDED_MILLISECONDS
        )
        expect(self.desk.transcript.locator(".dk-bubble-visitor, .dk-bubble-agent")).to_have_text(
            in_order, timeout=MENDED_MILLISECONDS
        )


@dataclass
class Through:
    """The product, at the other end of a wire."""

    url: str


@pytest.fixture(scope="module")
def mara(admin: Staff) -> Staff:
    return admin.colleague("Mara Wire", "mara@larkwood.example")


@pytest.fixture
def talk(browser: Browser, product: Product, admin: Staff, mara: Staff) -> Iterator[Talk]:
    with wire_to(product.port) as visitors, wire_to(product.port) as agents:
        desk = Desk.of(browser, Through(agents.url), "mara@larkwood.example")  # type: ignore[arg-type]
        desk.go_on_duty()
        chat = Chat.on(browser, Through(visitors.url))  # type: ignore[arg-type]
        chat.ask(ANGRY)
        expect(chat.panel).to_contain_text("A person is on the way")
        desk.rows("870 dollar mirror").get_by_role("button", name=re.compile("^Accept")).click()
        expect(chat.panel).to_contain_text("You’re talking to Mara Wire")
        desk.page.wait_for_url("**/mine/*")
        conversation_id = desk.page.url.rsplit("/", 1)[1].split("?")[0]
        yield Talk(admin, chat, desk, conversation_id, visitors, agents)
        visitors.mend()
        agents.mend()
        mara.post(f"/desk/conversations/{conversation_id}/close", disposition="resolved")
        mara.be("offline")
        chat.page.context.close()
        desk.page.context.close()


def test_what_both_write_while_connections_are_cut_is_there_once_and_in_one_order(talk: Talk) -> None:
    said: list[str] = []
    for number, spoil in enumerate((Wire.cut, Wire.lose_answers, Wire.cut, Wire.lose_answers)):
        for text in (f"visitor {number} before", f"agent {number} before"):
            said.append(text)
        talk.visitor_writes(said[-2])
        talk.agent_writes(said[-1])
        spoil(talk.visitors if number % 2 else talk.agents)
        spoil(talk.agents if number < 2 else talk.visitors)
        said += [f"visitor {number} meanwhile", f"agent {number} meanwhile"]
        talk.visitor_writes(said[-2])
        talk.agent_writes(said[-1])
        talk.visitors.mend()
        talk.agents.mend()
    talk.everybody_sees_all_of_it_once(said)


def test_what_an_agent_wrote_without_a_connection_outlives_the_page_and_is_shown_as_waiting(
    talk: Talk,
) -> None:
    talk.agent_writes("before the cut")
    talk.everybody_sees_all_of_it_once(["before the cut"])
    talk.agents.cut()
    talk.agent_writes("written in the dark")
    waiting = talk.desk.transcript.locator("[data-delivery]").filter(has_text="written in the dark")
    expect(waiting).to_be_visible()
    expect(talk.desk.transcript).to_contain_text("Waiting for a connection")
    assert talk.kept()[-1] == "before the cut", "what is not kept is not shown as said"
    talk.agents.mend()
    talk.desk.page.reload()
    talk.everybody_sees_all_of_it_once(["before the cut", "written in the dark"])


def test_a_visitor_who_wrote_while_the_agents_page_was_cut_off_is_heard(talk: Talk) -> None:
    talk.agents.cut()
    expect(talk.desk.page.get_by_text("Reconnecting…")).to_be_visible()
    talk.visitor_writes("Are you there?")
    wait_until(lambda: talk.kept()[-1] == "Are you there?", 20, "the message at the server")
    talk.agents.mend()
    talk.everybody_sees_all_of_it_once(["Are you there?"])
