"""The webhook, against a real receiver over HTTP on this machine."""

import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from bot.alerts.rules import DEFAULTS, Facts
from bot.alerts.signing import SIGNATURE_HEADER, TIMESTAMP_HEADER, is_good
from bot.alerts.store import AlertStore
from bot.alerts.webhook import KEEPS_TRYING, Webhook
from bot.alerts.wishes import Wishes
from bot.errors import InvalidInput
from kb.database import Database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LONG = Facts(longest_wait=timedelta(seconds=90), waiting=1)


@dataclass
class Receiver:
    """Notes what it gets; answers with these statuses in turn, then with 204."""

    url: str = ""
    statuses: list[int] = field(default_factory=list)
    got: list[tuple[bytes, dict[str, str]]] = field(default_factory=list)


@dataclass(frozen=True)
class Person:
    id: str = "a"
    name: str = "Ada"


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    made = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            made.got.append((body, dict(self.headers.items())))
            self.send_response(made.statuses.pop(0) if made.statuses else 204)
            self.send_header("Location", made.url)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture
def store(db: Database) -> AlertStore:
    return AlertStore(db, "https://chat.example")


@pytest.fixture
def webhook(db: Database, store: AlertStore, receiver: Receiver) -> Webhook:
    store.save(Wishes(DEFAULTS, (), receiver.url, 1), based_on=0, by=Person(), at=NOW)
    return Webhook(db, store, "installation", clock=lambda: NOW, private_hosts={"127.0.0.1"}, wait=0.01)


def state(webhook: Webhook) -> tuple[str, str]:
    [one] = webhook.deliveries()
    return one.state, one.how


def test_an_alert_arrives_signed_and_says_what_the_mail_says(
    store: AlertStore, webhook: Webhook, receiver: Receiver
) -> None:
    store.look(LONG, NOW)
    assert webhook.deliver(NOW) == 1
    [(body, headers)] = receiver.got
    assert is_good(webhook.secret(), body, headers[TIMESTAMP_HEADER], headers[SIGNATURE_HEADER], NOW)
    said = json.loads(body)
    assert (said["type"], said["kind"], said["value"], said["limit"]) == ("alert.raised", "wait", 90, 60)
    assert said["because"] == "1 visitor waits for a person, the longest for 1 min 30 s."
    assert said["at"] == "2026-03-02T09:00:00Z"
    assert state(webhook) == ("sent", "status 204")
    assert webhook.deliver(NOW + timedelta(hours=1)) == 0
    assert len(receiver.got) == 1


def test_a_receiver_that_stumbles_is_asked_again_at_once(
    store: AlertStore, webhook: Webhook, receiver: Receiver
) -> None:
    receiver.statuses = [503, 500]
    store.look(LONG, NOW)
    webhook.deliver(NOW)
    assert len(receiver.got) == 3
    assert len({body for body, _ in receiver.got}) == 1, "the id lets the receiver know it again"
    assert state(webhook) == ("sent", "status 204")


def test_a_receiver_that_is_away_gets_it_later_and_not_for_ever(
    store: AlertStore, webhook: Webhook, receiver: Receiver
) -> None:
    receiver.statuses = [503] * 100
    store.look(LONG, NOW)
    webhook.deliver(NOW)
    assert state(webhook) == ("waiting", "status 503")
    assert webhook.deliver(NOW + timedelta(seconds=29)) == 0
    assert webhook.deliver(NOW + timedelta(seconds=30)) == 1
    assert webhook.deliver(NOW + KEEPS_TRYING) == 1
    assert state(webhook) == ("failed", "status 503")


def test_a_receiver_that_refuses_is_not_asked_again_nor_followed_elsewhere(
    store: AlertStore, webhook: Webhook, receiver: Receiver
) -> None:
    receiver.statuses = [302]
    store.look(LONG, NOW)
    webhook.deliver(NOW)
    assert len(receiver.got) == 1
    assert state(webhook) == ("failed", "status 302")


def test_nobody_is_there(store: AlertStore, webhook: Webhook) -> None:
    store.save(Wishes(DEFAULTS, (), "http://127.0.0.1:1/hook", 1), based_on=1, by=Person(), at=NOW)
    store.look(LONG, NOW)
    webhook.deliver(NOW)
    assert state(webhook) == ("waiting", "ConnectError")


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:1/", "http://169.254.169.254/", "http://[::1]/", "http://10.0.0.1/"]
)
def test_a_private_address_is_refused_when_saved_and_when_sent(
    db: Database, store: AlertStore, url: str
) -> None:
    webhook = Webhook(db, store, "installation", clock=lambda: NOW, wait=0.01)
    with pytest.raises(InvalidInput) as refused:
        webhook.check(url)
    assert refused.value.field == "webhook"
    store.save(Wishes(DEFAULTS, (), url, 1), based_on=0, by=Person(), at=NOW)
    store.look(LONG, NOW)
    webhook.deliver(NOW)
    assert state(webhook) == ("failed", "the address is private")


def test_a_test_message_says_that_it_is_one(webhook: Webhook, receiver: Receiver) -> None:
    made = webhook.test(NOW)
    webhook.deliver(NOW)
    assert json.loads(receiver.got[0][0]) == {
        "version": 1, "id": made, "type": "test", "at": "2026-03-02T09:00:00Z"
    }  # fmt: skip


def test_a_message_that_somebody_else_sends_is_left_to_them(
    db: Database, store: AlertStore, webhook: Webhook, receiver: Receiver
) -> None:
    store.look(LONG, NOW)
    assert len(webhook._claim(NOW)) == 1
    assert webhook.deliver(NOW) == 0
    assert webhook.deliver(NOW + timedelta(minutes=2)) == 1, "unless they died"
