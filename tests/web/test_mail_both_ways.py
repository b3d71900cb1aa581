"""Mail with real servers: what leaves arrives at an SMTP server, what answers it comes in by ours."""

import asyncio
import smtplib
import socket
from collections.abc import Iterator
from contextlib import closing
from email import message_from_bytes
from email.message import EmailMessage
from types import SimpleNamespace

import pytest
from aiosmtpd.controller import Controller
from starlette.testclient import TestClient

from bot.backoffice.sending import MailServer, Sender
from bot.bootstrap import Firstline
from bot.errors import Unavailable
from bot.operate.mailing import answers_welcome
from bot.settings import load_settings
from bot.web.app import create_app
from tests.web.conftest import Clock, SignIn, VisitorPage

ADDRESS = "help@larkwood.example"


class Inbox:
    """A customer's mail server."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []

    async def handle_DATA(self, _server, _session, envelope) -> str:  # noqa: N802
        self.mails.append(message_from_bytes(envelope.content))
        return "250 OK"


@pytest.fixture
def inbox() -> Iterator[SimpleNamespace]:
    handler = Inbox()
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    controller = Controller(handler, hostname="127.0.0.1", port=port)
    controller.start()
    yield SimpleNamespace(mails=handler.mails, url=f"smtp://127.0.0.1:{port}")
    controller.stop()


@pytest.fixture(params=["smtp", "lmtp"])
def door(request: pytest.FixtureRequest) -> str:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        return f"{request.param}://127.0.0.1:{free.getsockname()[1]}"


@pytest.fixture
def firstline(firstline: Firstline, door: str) -> Firstline:
    settings = {**firstline.settings.model_dump(), "mail_listen": door, "mail_from": f"Larkwood <{ADDRESS}>"}
    firstline.settings = load_settings(**settings)
    return firstline


@pytest.fixture
def app(firstline: Firstline) -> Iterator[TestClient]:
    """The app with its door for mail open."""
    with TestClient(
        create_app(firstline.parts, lambda: answers_welcome(firstline)), base_url="http://127.0.0.1:8000"
    ) as client:
        yield client


def post(door: str, mail: EmailMessage, to: str = ADDRESS) -> None:
    kind, _, place = door.partition("://")
    host, _, port = place.partition(":")
    client = smtplib.LMTP if kind == "lmtp" else smtplib.SMTP
    with client(host, int(port)) as connection:
        connection.send_message(mail, from_addr="kim@example.org", to_addrs=[to])


def answer_to(sent: EmailMessage, text: str) -> EmailMessage:
    made = EmailMessage()
    made["From"], made["To"] = "Kim <kim@example.org>", sent["Reply-To"]
    made["Subject"], made["In-Reply-To"] = f"Re: {sent['Subject']}", sent["Message-ID"]
    made["Message-ID"] = "<answer-1@example.org>"
    made.set_content(f"{text}\n\nOn Mon, 2 Mar 2026, Larkwood wrote:\n> {text}\n")
    return made


def test_an_agents_answer_leaves_and_the_customers_answer_comes_back(
    app: TestClient, as_staff: SignIn, firstline: Firstline, inbox: SimpleNamespace, door: str, clock: Clock
) -> None:
    ada = as_staff("Ada")
    page = VisitorPage(app)
    page.say("help")
    page.post("left-message", name="Kim", email="kim@example.org", text="Where is my order?")
    [ticket] = ada.get("/api/v1/desk/tickets").json()["tickets"]
    ada.post(f"/api/v1/desk/tickets/{ticket['id']}/answer", json={"text": "On its way."})
    ada.post(f"/api/v1/desk/tickets/{ticket['id']}/close", json={"disposition": "resolved"})
    sender = Sender(firstline.db, MailServer(inbox.url, firstline.settings.mail_from))
    assert sender.deliver(clock()) == 1
    [sent] = inbox.mails
    assert sent["Auto-Submitted"] is None, "a person wrote it"
    assert sent["Reply-To"].startswith("help+r")

    reply = answer_to(sent, "It never came.")
    for _ in range(2):
        post(door, reply, to=sent["Reply-To"])
    lines = [line["text"] for line in page.lines()]
    assert lines.count("It never came.") == 1
    [opened] = ada.get("/api/v1/desk/tickets").json()["tickets"]
    assert (opened["id"], opened["agent_name"]) == (ticket["id"], "Ada")
    assert opened["visitor_wrote_at"] is not None


def test_the_door_takes_mail_for_our_address_only(app: TestClient, firstline: Firstline, door: str) -> None:
    mail = EmailMessage()
    mail["From"] = "kim@example.org"
    mail.set_content("pass this on")
    for elsewhere in ("kim@example.org", "helper@larkwood.example"):
        with pytest.raises(smtplib.SMTPRecipientsRefused):
            post(door, mail, to=elsewhere)
    assert firstline.receiver.counts(firstline.now()) == {}


def test_a_mail_that_is_too_large_is_refused_so_that_its_sender_hears_of_it(
    app: TestClient, door: str
) -> None:
    mail = EmailMessage()
    mail["From"] = "kim@example.org"
    mail.set_content("x " * 600_000)
    with pytest.raises((smtplib.SMTPSenderRefused, smtplib.SMTPDataError)) as refused:
        post(door, mail)
    assert refused.value.smtp_code == 552


def test_a_mail_that_cannot_be_kept_now_is_brought_again(
    app: TestClient, firstline: Firstline, door: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    mail = EmailMessage()
    mail["From"], mail["Message-ID"] = "kim@example.org", "<7@example.org>"
    mail.set_content("Do you ship to Canada?")

    def away(*_given: object, **_named: object) -> None:
        raise Unavailable("away")

    with monkeypatch.context() as broken:
        broken.setattr(firstline.receiver, "receive", away)
        with pytest.raises(smtplib.SMTPDataError) as refused:
            post(door, mail)
    assert refused.value.smtp_code == 451
    post(door, mail)
    assert firstline.receiver.counts(firstline.now()) == {"opened": 1}
    [ticket] = firstline.desk.tickets()
    about = (ticket.reason, ticket.value, ticket.complexity, ticket.department)
    assert about == ("unanswered_message", "high", "medium", "support"), "as the table of reasons says"


def test_a_supervisor_gives_a_left_message_to_somebody_and_an_agent_takes_it(
    app: TestClient, as_staff: SignIn
) -> None:
    ada, grace, sue = as_staff("Ada"), as_staff("Grace"), as_staff("Sue", role="supervisor")
    page = VisitorPage(app)
    page.say("help")
    page.post("left-message", name="Kim", email="kim@example.org", text="Where is my order?")
    [ticket] = ada.get("/api/v1/desk/tickets").json()["tickets"]
    path = f"/api/v1/desk/tickets/{ticket['id']}/assignment"
    ids = {name: who.get("/api/v1/me").json()["id"] for name, who in {"ada": ada, "grace": grace}.items()}
    assert ada.put(path, json={"agent_id": ids["ada"]}).status_code == 200
    assert grace.put(path, json={"agent_id": ids["ada"]}).status_code == 403
    assert sue.put(path, json={"agent_id": ids["grace"]}).status_code == 200
    assert ada.get("/api/v1/desk/tickets").json()["tickets"][0]["agent_name"] == "Grace"
    assert sue.put(path, json={"agent_id": None}).status_code == 200
    assert sue.put(path, json={"agent_id": "nobody"}).status_code == 404


def test_without_a_setting_no_door_is_opened(tmp_path, clock: Clock) -> None:
    made = Firstline(load_settings(data_dir=tmp_path), clock)

    async def run() -> None:
        async with answers_welcome(made):
            assert "receiver" not in made.__dict__

    asyncio.run(run())
    made.close()
