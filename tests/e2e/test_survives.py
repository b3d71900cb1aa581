"""Processes are killed; nothing accepted is lost, nothing is answered twice, nobody is left in silence."""

from collections.abc import Iterator

import httpx
import pytest

from tests.e2e.product import Product, Staff, Visitor, wait_until


@pytest.fixture(scope="module")
def fragile(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    """A product of its own, to be killed."""
    running = Product(tmp_path_factory.mktemp("fragile"), FIRSTLINE_TURN_TIMEOUT_SECONDS="6").start()
    yield running
    running.stop()


def answered(visitor: Visitor, seq: int) -> list[dict[str, object]]:
    return [line for line in visitor.messages() if line["in_reply_to"] == seq]


def test_rasa_killed_in_mid_conversation_is_announced_restarted_and_the_conversation_goes_on(
    fragile: Product,
) -> None:
    visitor = Visitor.open(fragile)
    visitor.ask("I want to change my address")
    killed = fragile.kill("rasa")
    replies = visitor.say("ada.moreno@example.com")
    assert replies, "never silence"
    titles = [button["title"] for reply in replies for button in reply["payload"].get("buttons", ())]
    assert "Talk to a person" in titles
    assert "Leave a message" in titles
    assert visitor.pick("leave a message")[0]["payload"]["kind"] == "leave_message"
    fragile.wait_ready()
    assert fragile.pid_of("rasa") != killed
    assert "code" in visitor.ask("ada.moreno@example.com").lower(), "the flow goes on where it was"
    for line in visitor.messages():
        if line["author"] == "visitor":
            assert answered(visitor, line["seq"]), line


def test_a_message_accepted_just_before_the_app_is_killed_is_answered_once(fragile: Product) -> None:
    fragile.wait_ready()
    visitor = Visitor.open(fragile)
    accepted = visitor.post("messages", text="Which payment methods do you take?", client_message_id="m1")
    assert accepted.status_code == 202
    fragile.kill("app")
    fragile.wait_ready()
    seq = accepted.json()["message"]["seq"]
    wait_until(lambda: answered(visitor, seq), 30, "an answer")
    again = visitor.post(
        "messages?wait=10", text="Which payment methods do you take?", client_message_id="m1"
    )
    assert again.json()["message"]["seq"] == seq
    lines = visitor.messages()
    assert sum(line["author"] == "visitor" for line in lines) == 1
    answers = [line["text"] for line in answered(visitor, seq)]
    assert len(answers) == len(set(answers)), "said once"


def test_killed_at_many_moments_every_accepted_message_is_answered_exactly_once(fragile: Product) -> None:
    fragile.wait_ready()
    accepted: list[tuple[Visitor, int]] = []
    for part in ("app", "rasa", "app"):
        visitors = [Visitor.open(fragile) for _ in range(4)]
        for visitor in visitors:
            answer = visitor.post("messages", text="How do I return something?", client_message_id="once")
            assert answer.status_code == 202
            accepted.append((visitor, answer.json()["message"]["seq"]))
        fragile.kill(part)
        fragile.wait_ready()
    for visitor, seq in accepted:
        wait_until(lambda visitor=visitor, seq=seq: answered(visitor, seq), 40, "an answer")
        texts = [line["text"] for line in answered(visitor, seq)]
        assert len(texts) == len(set(texts))


def test_a_person_asked_for_while_rasa_is_down_is_reached_all_the_same(fragile: Product) -> None:
    fragile.wait_ready()
    admin = Staff(fragile).set_up(fragile.setup_token, "Ada Admin", "ada@larkwood.example")
    admin.be("online")
    visitor = Visitor.open(fragile)
    fragile.kill("rasa")
    visitor.post("person?wait=20")
    assert visitor.state()["state"] == "queued"
    assert admin.waiting(visitor.id) is not None
    fragile.wait_ready()


def test_health_names_the_part_that_is_not_ready(fragile: Product) -> None:
    fragile.wait_ready()
    fragile.kill("rasa")
    answer = httpx.get(f"{fragile.url}/health/ready", timeout=5)
    assert answer.status_code == 503
    assert answer.json()["not_ready"] == ["dialogue"]
    assert httpx.get(f"{fragile.url}/health/live", timeout=5).status_code == 200
    fragile.wait_ready()
