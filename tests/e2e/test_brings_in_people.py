"""Who gets a person, how, and what happens when there is none."""

import httpx
import pytest

from tests.e2e.product import Product, Staff, Visitor, wait_until

ANGRY = (
    "Your courier smashed my 900 dollar mirror and nobody answers. I want my money back or I call my lawyer"
)


def test_a_smashed_mirror_and_a_lawyer_go_to_a_person_at_once_with_the_packet(
    product: Product, agent: Staff
) -> None:
    visitor = Visitor.open(product, page="/orders")
    visitor.say(ANGRY)
    assert visitor.state()["state"] == "queued"
    item = agent.waiting(visitor.id)
    assert item is not None
    assert (item["value"], item["complexity"]) == ("high", "high")
    view = agent.post(f"/desk/conversations/{visitor.id}/accept")
    packet = view["packet"]
    assert packet["version"] == 1
    assert packet["value"]["level"] == "high"
    assert packet["value"]["because"], "the level is explained"
    assert packet["handoff_reason"] in ("high_complexity", "high_value", "policy", "negative_tone")
    assert packet["pages"] == ["/orders"]
    agent.post(
        f"/desk/conversations/{visitor.id}/messages", text="I'm so sorry. I'm on it.", client_message_id="a1"
    )
    assert visitor.messages()[-1]["text"] == "I'm so sorry. I'm on it."
    agent.post(f"/desk/conversations/{visitor.id}/close", disposition="resolved")
    assert visitor.state()["state"] == "closed"


def test_forty_desks_bring_the_offer_of_a_person_at_once(product: Product, agent: Staff) -> None:
    visitor = Visitor.open(product)
    replies = visitor.say("I need 40 desks for our new office, who can quote?")
    titles = [button["title"].lower() for reply in replies for button in reply["payload"].get("buttons", ())]
    assert any("person" in title or "talk" in title or "connect" in title for title in titles), replies
    visitor.pick("connect")
    item = agent.waiting(visitor.id)
    assert item is not None
    assert item["value"] == "high"
    assert item["department"] == "sales"
    agent.post(f"/desk/conversations/{visitor.id}/accept")
    agent.post(f"/desk/conversations/{visitor.id}/close", disposition="sale", amount=12000)


def test_asking_for_a_person_once_offers_self_service_and_twice_connects(
    product: Product, agent: Staff
) -> None:
    visitor = Visitor.open(product)
    visitor.say("I want to talk to a human")
    assert visitor.state()["state"] in ("bot", "offered")
    visitor.say("no, a real person please")
    assert visitor.state()["state"] == "queued"
    assert visitor.state()["queue"]["position"] == 1
    agent.post(f"/desk/conversations/{visitor.id}/accept")
    agent.post(f"/desk/conversations/{visitor.id}/return", reason="wanted a simple answer")
    assert visitor.state()["state"] == "returned"
    assert visitor.ask("How long is the warranty?"), "the bot is back"


def test_the_button_works_like_asking_in_words(product: Product, agent: Staff) -> None:
    visitor = Visitor.open(product)
    visitor.post("person?wait=20")
    assert visitor.state()["state"] in ("bot", "offered")
    visitor.post("person?wait=20")
    assert visitor.state()["state"] == "queued"
    assert visitor.post("queue/leave").status_code == 202
    assert visitor.state()["state"] == "bot"


def test_with_nobody_there_a_message_can_be_left_and_becomes_a_ticket(product: Product, admin: Staff) -> None:
    admin.be("offline")
    visitor = Visitor.open(product)
    replies = visitor.say(ANGRY)
    cards = [reply["payload"].get("kind") for reply in replies]
    assert "leave_message" in cards, replies
    assert visitor.state()["desk_open"] is False
    answer = visitor.post(
        "left-message", name="Grace", email="grace@example.com", text="Please call me about the mirror."
    )
    assert answer.status_code == 201
    tickets = admin.get("/desk/tickets")["tickets"]
    ticket = next(one for one in tickets if one["id"] == answer.json()["ticket_id"])
    assert ticket["text"] == "Please call me about the mirror."
    admin.post(f"/desk/tickets/{ticket['id']}/answer", text="We will replace it.")
    mailbox = httpx.get(f"{product.url}/mailbox", timeout=10).text
    assert "We will replace it." in mailbox
    assert "We will replace it." in visitor.messages()[-1]["text"]
    admin.post(f"/desk/tickets/{ticket['id']}/close", disposition="resolved")
    assert all(one["id"] != ticket["id"] for one in admin.get("/desk/tickets")["tickets"])


def test_of_two_agents_who_accept_at_once_one_is_told(product: Product, admin: Staff, agent: Staff) -> None:
    grace = admin.colleague("Grace", "grace@larkwood.example")
    visitor = Visitor.open(product)
    visitor.say(ANGRY)
    agent.post(f"/desk/conversations/{visitor.id}/accept")
    late = grace.http.post(f"/desk/conversations/{visitor.id}/accept")
    assert late.status_code == 409
    assert "Ada Admin" in late.json()["detail"]
    forged = grace.http.post(
        f"/desk/conversations/{visitor.id}/messages", json={"text": "hi", "client_message_id": "x"}
    )
    assert forged.status_code == 403
    agent.post(f"/desk/conversations/{visitor.id}/close", disposition="unresolved")


def test_the_bot_stays_silent_while_a_person_has_the_conversation(product: Product, agent: Staff) -> None:
    visitor = Visitor.open(product)
    visitor.say(ANGRY)
    agent.post(f"/desk/conversations/{visitor.id}/accept")
    before = len(visitor.messages())
    visitor.send("How long does shipping take?", wait=1)
    after = visitor.messages()
    assert len(after) == before + 1
    assert after[-1]["author"] == "visitor"
    agent.post(f"/desk/conversations/{visitor.id}/close", disposition="resolved")


@pytest.mark.parametrize("text", ["", "   "])
def test_an_empty_message_is_refused_in_the_one_error_shape(product: Product, text: str) -> None:
    visitor = Visitor.open(product)
    answer = visitor.post("messages", text=text, client_message_id="1")
    assert answer.status_code == 422
    assert answer.headers["content-type"] == "application/problem+json"
    assert set(answer.json()) >= {"type", "title", "status", "detail"}
    assert visitor.messages() == []


def test_the_queue_empties_when_everybody_was_served(product: Product, agent: Staff) -> None:
    wait_until(lambda: not agent.get("/desk/queue")["items"], 15, "an empty queue")
