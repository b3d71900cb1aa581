"""Our desk, and a desk at Chatwoot's stand-in, behind the same few words."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest

from bot.backoffice.transport import Patience
from bot.conversation.store import ConversationStore
from bot.correspondence.tokens import ReplyMarks
from bot.correspondence.writing import Correspondence
from bot.handoff.desk import Desk, DeskRules
from bot.handoff.external.bridge import Bridge
from bot.handoff.external.chatwoot import Chatwoot
from bot.ledger.keys import KeyedHash
from tests.contract.external.chatwoot_server import (
    ACCOUNT,
    INBOX,
    SECRET,
    TOKEN,
    ChatwootServer,
    running,
    signed,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
MIA = SimpleNamespace(id="mia", name="Mia")


class Reasons:
    def named(self, key):
        return SimpleNamespace(key=key or "unknown", title="Damaged item", goal="wants it put right")


class Shop:
    """A shop with visitors; `at` moves by hand."""

    def __init__(self, db):
        self.at = NOW
        self.db = db
        self.store = ConversationStore(db, KeyedHash("k"))
        mail = Correspondence(db, ReplyMarks("k", "help@x.example"), comes_back=False)
        self.desk = Desk(
            db, self.store, Reasons(), mail, DeskRules(shop_name="Larkwood"), now=lambda: self.at
        )
        self._said = 0

    def passes(self, **span):
        self.at += timedelta(**span)
        return self.at

    def visitor(self, name="v1", **known):
        """Somebody who said something and waits for a person."""
        made = self.store.start(visitor_id=name, at=self.at)
        self.store.update(made.id, self.at, **known)
        self.says(made.id, "My mirror is broken")
        self.store.keep_replies(made.id, 1, (), self.at)
        self.desk.request_person(made.id, handoff_reason="visitor_request", at=self.at)
        return made.id

    def says(self, conversation_id, text):
        self._said += 1
        self.store.keep_visitor_message(conversation_id, text, f"m{self._said}", self.at)

    def lines(self, conversation_id):
        return [(line.author.value, line.text) for line in self.store.messages(conversation_id)]

    def state(self, conversation_id):
        return self.store.get(conversation_id).state.value


class BuiltIn:
    """Mia sits at our own desk."""

    def __init__(self, shop):
        self.shop = shop
        shop.desk.set_presence(MIA.id, "online", shop.at)

    def turn(self):
        pass

    def reads(self, conversation_id):
        packet = self.shop.desk.packet(conversation_id)
        lines = self.shop.store.messages(conversation_id, notes=True)
        return "\n".join([packet["goal"], *(line.text for line in lines)])

    def writes(self, conversation_id, text):
        self.shop.desk.accept(conversation_id, MIA, self.shop.at)
        self.shop.desk.reply(conversation_id, MIA, text, f"w-{text}", self.shop.at)

    def ends(self, conversation_id):
        self.shop.desk.close(conversation_id, MIA, "resolved", None, self.shop.at)

    def is_told_of_the_end(self, conversation_id):
        return conversation_id not in [one.id for one in self.shop.desk.listed("mine", MIA)]


class AtChatwoot:
    """Mia sits at Chatwoot."""

    def __init__(self, shop, server):
        self.shop, self.server = shop, server
        self.other = Chatwoot(
            server.url,
            ACCOUNT,
            INBOX,
            TOKEN,
            SECRET,
            Patience(connect=0.5, answer=0.5, tries=2, wait=0.01, give_up=2.0, failures=3, rest=0.2),
        )
        self.bridge = Bridge(shop.db, shop.store, shop.desk, self.other)
        self.bridge.work(shop.at)

    def turn(self):
        """What goes on behind the requests, and the webhook."""
        self.bridge.work(self.shop.at)
        self.webhook()

    def webhook(self):
        for raw in self.server.told():
            self.bridge.heard(raw, signed(raw, self.shop.at), "", self.shop.at)

    def ref(self, conversation_id):
        [ref] = [
            ref
            for ref, one in self.server.conversations.items()
            if one["custom_attributes"]["firstline_conversation"] == conversation_id
        ]
        return ref

    def reads(self, conversation_id):
        return "\n".join(one["content"] for one in self.server.messages[self.ref(conversation_id)])

    def writes(self, conversation_id, text):
        self.server.agent_writes(self.ref(conversation_id), text)

    def ends(self, conversation_id):
        self.server.agent_resolves(self.ref(conversation_id))

    def is_told_of_the_end(self, conversation_id):
        return self.server.conversations[self.ref(conversation_id)]["status"] == "resolved"


@pytest.fixture
def shop(db):
    return Shop(db)


@pytest.fixture
def server():
    with running(ChatwootServer()) as server:
        yield server


@pytest.fixture
def chatwoot(shop, server):
    made = AtChatwoot(shop, server)
    yield made
    made.other.close_connections()


@pytest.fixture(params=["built-in", "chatwoot"])
def agent(request):
    """An agent at either desk."""
    if request.param == "built-in":
        return BuiltIn(request.getfixturevalue("shop"))
    return request.getfixturevalue("chatwoot")
