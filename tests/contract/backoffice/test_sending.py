"""Mail over a real SMTP server on loopback: sent once, kept while the server is away, given up in the end."""

import email
import email.policy
import itertools
import smtplib
import socket
import ssl
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import structlog
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult
from sqlalchemy import select

from bot.backoffice import tables
from bot.backoffice.sending import KEEPS_TRYING, MailServer, Sender
from bot.errors import Unavailable

ADA, FROM = "ada.moreno@example.com", "Larkwood <help@larkwood.example>"


class Postbox:
    """What an SMTP server was given; `answers` are said to recipients instead of taking the mail."""

    def __init__(self):
        self.got = []
        self.answers = {}
        self.dies_after = None

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address in self.answers:
            return self.answers[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, _session, envelope):  # noqa: N802
        if self.dies_after == len(self.got):
            server.transport.abort()
            return "421 Too late"
        made = email.message_from_bytes(envelope.content, policy=email.policy.default)
        self.got.append((envelope.mail_from, envelope.rcpt_tos, made))
        return "250 Message accepted for delivery"


@pytest.fixture
def postbox():
    return Postbox()


@pytest.fixture
def smtp(postbox):
    """A server on loopback, at a port of its own."""
    controller = Controller(postbox, hostname="127.0.0.1", port=_free_port())
    controller.start()
    yield controller
    controller.stop()


def _url(controller):
    return f"smtp://127.0.0.1:{controller.port}"


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def sender(db, smtp):
    return Sender(db, MailServer(_url(smtp), FROM, seconds=5))


@pytest.fixture
def away(db):
    """A sender whose server isn't there."""
    return Sender(db, MailServer("smtp://127.0.0.1:9", FROM, seconds=1))


def test_a_mail_arrives_as_it_was_written(sender, outbox, postbox, now):
    text = "Hello Zoë,\n\nyour code is 123456.\n"
    outbox.send_mail(ADA, "Your code · 😀", text, now)
    assert sender.deliver(now) == 1
    ((mail_from, to, mail),) = postbox.got
    assert (mail_from, to) == ("help@larkwood.example", [ADA])
    assert (mail["From"], mail["To"], mail["Subject"]) == (FROM, ADA, "Your code · 😀")
    assert mail.get_content().replace("\r\n", "\n") == text
    assert mail["Message-ID"].endswith("@larkwood.example>")
    assert mail["Auto-Submitted"] == "auto-generated"
    assert email.utils.parsedate_to_datetime(mail["Date"]) == now


def test_what_has_left_is_not_sent_again_and_its_words_are_not_kept(sender, outbox, postbox, db, now):
    outbox.send_mail(ADA, "Your code", "It is 123456.", now, key="one")
    assert [sender.deliver(now) for _ in range(2)] == [1, 0]
    outbox.send_mail(ADA, "Your code", "It is 123456.", now, key="one")
    assert sender.deliver(now) == 0
    assert len(postbox.got) == 1
    assert outbox.mails() == []
    with db.read() as connection:
        kept = str(connection.exec_driver_sql("SELECT * FROM outbox").all())
    assert "123456" not in kept
    assert ADA not in kept


def test_nothing_is_lost_while_the_server_is_away(away, sender, outbox, postbox, now):
    for number in range(3):
        outbox.send_mail(ADA, f"mail {number}", "text", now)
    assert away.deliver(now) == 0
    assert [mail.state for mail in outbox.mails()] == ["waiting"] * 3
    assert sender.deliver(now + timedelta(seconds=14)) == 0, "it is left alone for a little"
    assert sender.deliver(now + timedelta(seconds=15)) == 3
    assert [mail["Subject"] for _, _, mail in postbox.got] == ["mail 0", "mail 1", "mail 2"]


def test_the_waits_grow_to_an_hour_and_after_a_day_it_is_given_up(away, outbox, db, now):
    outbox.send_mail(ADA, "Your code", "text", now)
    tries = [now]
    while True:
        away.deliver(tries[-1])
        with db.read() as connection:
            due = connection.execute(select(tables.outbox.c.next_try_at)).scalar_one()
        if due is None:
            break
        tries.append(due)
    waits = [(later - earlier).total_seconds() for earlier, later in itertools.pairwise(tries)]
    assert waits[:4] == [15, 30, 60, 120]
    assert max(waits) == 3600
    assert outbox.mails()[0].state == "failed"
    assert KEEPS_TRYING <= tries[-1] - now <= KEEPS_TRYING + timedelta(hours=1)
    assert away.backlog().failed == 1


def test_an_address_that_the_server_refuses_for_good_does_not_hold_up_others(sender, outbox, postbox, now):
    postbox.answers["gone@example.com"] = "550 No such mailbox"
    for to in ("gone@example.com", ADA):
        outbox.send_mail(to, "Hello", "text", now)
    with structlog.testing.capture_logs() as logged:
        assert sender.deliver(now) == 2
    assert [to for _, to, _ in postbox.got] == [[ADA]]
    assert [(mail.to, mail.state) for mail in outbox.mails()] == [("gone@example.com", "failed")]
    assert sender.deliver(now + timedelta(hours=2)) == 0
    assert "gone@example.com" not in str(logged)


def test_an_address_that_the_server_puts_off_is_tried_again(sender, outbox, postbox, now):
    postbox.answers[ADA] = "451 Greylisted, come back"
    outbox.send_mail(ADA, "Hello", "text", now)
    sender.deliver(now)
    assert [mail.state for mail in outbox.mails()] == ["waiting"]
    postbox.answers.clear()
    assert sender.deliver(now + timedelta(minutes=1)) == 1
    assert len(postbox.got) == 1


def test_a_server_that_goes_away_in_the_middle_leaves_the_rest_for_later(sender, outbox, postbox, smtp, now):
    postbox.dies_after = 1
    for number in range(3):
        outbox.send_mail(ADA, f"mail {number}", "text", now)
    sender.deliver(now)
    postbox.dies_after = None
    sender.deliver(now + timedelta(minutes=1))
    assert sorted(mail["Subject"] for _, _, mail in postbox.got) == ["mail 0", "mail 1", "mail 2"]


def test_a_mail_claimed_by_a_process_that_died_goes_out_with_the_same_name(sender, outbox, postbox, now):
    outbox.send_mail(ADA, "Hello", "text", now)
    (claimed,) = sender._claim(now)
    assert sender.deliver(now + timedelta(minutes=4)) == 0
    assert sender.deliver(now + timedelta(minutes=5)) == 1
    assert postbox.got[0][2]["Message-ID"] == claimed["message_id"]


def test_processes_that_send_at_once_send_each_mail_once(db, smtp, outbox, postbox, now):
    for number in range(30):
        outbox.send_mail(ADA, f"mail {number}", "text", now)
    senders = [Sender(db, MailServer(_url(smtp), FROM, seconds=5)) for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        assert sum(pool.map(lambda one: one.deliver(now), senders)) == 30
    assert len({mail["Subject"] for _, _, mail in postbox.got}) == len(postbox.got) == 30


def test_the_backlog_says_since_when_mail_waits(away, sender, outbox, now):
    assert (away.backlog().waiting, away.backlog().oldest) == (0, None)
    outbox.send_mail(ADA, "Hello", "text", now)
    outbox.send_mail(ADA, "Hello", "text", now + timedelta(hours=1))
    assert (away.backlog().waiting, away.backlog().oldest) == (2, now)
    sender.check()
    with pytest.raises(Unavailable, match="127.0.0.1"):
        away.check()


def test_a_password_is_not_sent_without_tls(db, postbox, now, outbox):
    def authenticate(_server, _session, _envelope, _mechanism, _data):
        return AuthResult(success=True)

    controller = Controller(
        postbox, hostname="127.0.0.1", port=_free_port(), authenticator=authenticate, auth_require_tls=False
    )
    controller.start()
    try:
        url = _url(controller).replace("smtp://", "smtp://ada:secret@")
        outbox.send_mail(ADA, "Hello", "text", now)
        assert Sender(db, MailServer(url, FROM, seconds=5)).deliver(now) == 0
        assert postbox.got == []
    finally:
        controller.stop()


@pytest.mark.parametrize(
    ("url", "port"),
    [
        ("smtp://mail.example", 25),
        ("smtp://user:p%40ss@mail.example", 587),
        ("smtps://mail.example", 465),
        ("smtp://mail.example:2525", 2525),
    ],
)
def test_ports_follow_from_how_the_server_is_reached(monkeypatch, url, port):
    asked = []

    def connect(host, at, **_options):
        asked.append((host, at))
        raise smtplib.SMTPConnectError(421, "busy")

    monkeypatch.setattr(smtplib, "SMTP", connect)
    monkeypatch.setattr(smtplib, "SMTP_SSL", connect)
    with pytest.raises(Unavailable), MailServer(url, FROM).connected():
        pass
    assert asked == [("mail.example", port)]


def test_tls_checks_whom_it_talks_to(monkeypatch):
    """The standard library's default context doesn't; ours is given."""
    given = []

    def connect(*_, **options):
        given.append(options.get("context"))
        raise smtplib.SMTPConnectError(421, "busy")

    monkeypatch.setattr(smtplib, "SMTP_SSL", connect)
    with pytest.raises(Unavailable), MailServer("smtps://mail.example", FROM).connected():
        pass
    assert given[0].verify_mode == ssl.CERT_REQUIRED
    assert given[0].check_hostname is True
