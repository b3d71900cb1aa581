"""The store and the desk, on SQLite and on a real PostgreSQL."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

import bot.handoff.tables  # noqa: F401 (its tables belong to the metadata)
from bot.conversation.store import ConversationStore
from bot.handoff.departments.store import DepartmentStore
from bot.handoff.desk import Desk, DeskRules
from bot.ledger.keys import KeyedHash
from bot.ledger.store import EventStore

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)

ADA = SimpleNamespace(id="ada", name="Ada")
BEN = SimpleNamespace(id="ben", name="Ben")


class Clock:
    """A time that moves only when told to."""

    def __init__(self):
        self.now = START

    def __call__(self):
        return self.now

    def passes(self, **duration):
        self.now += timedelta(**duration)
        return self.now


class Reasons:
    """Titles and goals of two reasons."""

    KNOWN = {
        "damaged_item": SimpleNamespace(
            key="damaged_item", title="Damaged item", goal="wants a damaged item put right"
        )
    }

    def named(self, key):
        unknown = SimpleNamespace(key="unknown", title="Something else", goal="wants something else")
        return self.KNOWN.get(key, unknown)


class Mailbox:
    """Mail that went out."""

    def __init__(self):
        self.sent = []
        self.broken = False

    def write(self, connection, conversation_id, to, letter, at, *, key, seq=None):
        if self.broken:
            raise ConnectionError("mail can't be kept")
        self.sent.append(SimpleNamespace(to=to, subject=letter.subject, text=letter.text, at=at))


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def store(db):
    return ConversationStore(db, KeyedHash("a secret of the tests"))


@pytest.fixture
def events(db):
    return EventStore(db)


@pytest.fixture
def mailbox():
    return Mailbox()


@pytest.fixture
def people():
    """Whom the agents serve, by id; whoever is not among them serves all."""
    return {}


@pytest.fixture
def departments(db):
    return DepartmentStore(db)


@pytest.fixture
def desk(db, store, mailbox, clock, people, departments):
    return Desk(
        db,
        store,
        Reasons(),
        mailbox,
        DeskRules(shop_name="Larkwood"),
        departments=departments.refresh,
        profiles=lambda: list(people.values()),
        topics=lambda reason: {reason},
        now=clock,
    )


@pytest.fixture
def conversation(store):
    """A conversation in which nothing was said yet."""
    return store.start(visitor_id="visitor-1", page="/cart?x=1", locale="en-US", at=START)


@pytest.fixture
def ada():
    return ADA


@pytest.fixture
def ben():
    return BEN


@pytest.fixture
def told(events):
    """What the ledger heard of a conversation, by type and in order."""

    def types(conversation_id):
        return [event.type for event in events.for_conversation(conversation_id)]

    return types


@pytest.fixture
def last(store):
    """The last message of a conversation that its visitor can read."""

    def message(conversation):
        return store.messages(conversation.id)[-1]

    return message


@pytest.fixture
def queued(desk, store, conversation, clock, ada):
    """A conversation that waits for a person; Ada is at the desk."""
    desk.set_presence(ada.id, "online", clock())
    store.keep_visitor_message(conversation.id, "My mirror is broken", "m1", clock())
    store.keep_replies(conversation.id, 1, (), clock())
    desk.request_person(conversation.id, handoff_reason="high_value", at=clock())
    return store.get(conversation.id)


@pytest.fixture
def with_ada(desk, queued, clock, ada):
    """A conversation that Ada has accepted."""
    return desk.accept(queued.id, ada, clock.passes(seconds=30))
