"""Reading a mailbox: what is unseen is taken in, and marked only after that. The server is a stand-in."""

from contextlib import contextmanager
from types import SimpleNamespace

import pytest

from bot.correspondence.fetching import Mailbox, fetch
from bot.errors import Unavailable


class Box:
    """A signed-in mailbox."""

    def __init__(self, count):
        self.unseen = [str(number) for number in range(count)]

    def uids(self, criteria):
        assert "UNSEEN" in str(criteria)
        return list(self.unseen)

    def fetch(self, criteria, mark_seen):
        assert mark_seen is False
        uid = str(criteria).split()[-1].rstrip(")")
        yield SimpleNamespace(obj=SimpleNamespace(as_bytes=lambda: f"mail {uid}".encode()))

    def flag(self, uid, flag, value):
        assert (flag, value) == ("\\Seen", True)
        self.unseen.remove(uid)


class Opened:
    def __init__(self, box):
        self.box = box

    @contextmanager
    def opened(self):
        yield self.box


def test_what_is_unseen_is_taken_in_and_marked():
    box, taken = Box(2), []
    assert fetch(Opened(box), taken.append) == 2
    assert taken == [b"mail 0", b"mail 1"]
    assert box.unseen == []


def test_a_mail_that_could_not_be_kept_stays_unseen():
    box = Box(2)

    def take(raw):
        if raw == b"mail 1":
            raise Unavailable("away")

    with pytest.raises(Unavailable):
        fetch(Opened(box), take)
    assert box.unseen == ["1"]


def test_a_flood_is_taken_in_parts():
    box = Box(60)
    assert fetch(Opened(box), lambda _raw: None) == 50
    assert len(box.unseen) == 10


def test_a_mailbox_that_is_away_is_said_without_its_password():
    mailbox = Mailbox("imap://kim:secret@127.0.0.1:1/INBOX")
    with pytest.raises(Unavailable) as away:
        fetch(mailbox, lambda _raw: None)
    assert "secret" not in str(away.value)
    assert "127.0.0.1" in str(away.value)
