"""Mail of a conversation in both directions, on both databases."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from types import SimpleNamespace

import pytest
from sqlalchemy import select

from bot.backoffice.tables import outbox
from bot.blocking.model import Target
from bot.blocking.store import Blocks
from bot.conversation.machine import State
from bot.conversation.seen import Reader, mark_seen
from bot.conversation.store import ConversationStore
from bot.correspondence.receiving import LARGEST_MAIL, Receiver, What
from bot.correspondence.tokens import ReplyMarks
from bot.correspondence.unseen import Unseen
from bot.correspondence.writing import Correspondence
from bot.handoff.desk import Desk, DeskRules
from bot.ledger.keys import KeyedHash
from bot.ledger.store import EventStore

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
ADA = SimpleNamespace(id="ada", name="Ada")
KIM = "kim@example.org"
MARKS = ReplyMarks("a secret", "help@larkwood.example")


class Reasons:
    def named(self, key):
        return SimpleNamespace(key=key or "unknown", title="Something", goal="wants something")


@pytest.fixture
def world(db):
    """All that mail needs; `at` moves by hand."""
    store = ConversationStore(db, KeyedHash("k"))
    correspondence = Correspondence(db, MARKS, comes_back=True)
    desk = Desk(db, store, Reasons(), correspondence, DeskRules(shop_name="Larkwood"), now=lambda: world.at)
    blocks = Blocks(db, store)
    world = SimpleNamespace(
        db=db,
        at=NOW,
        store=store,
        desk=desk,
        blocks=blocks,
        receiver=Receiver(db, store, desk.left_messages, blocks, MARKS, timedelta(hours=24)),
        unseen=Unseen(db, store, correspondence, timedelta(minutes=5), "Larkwood", "https://x.example"),
    )
    return world


@pytest.fixture
def ticket(world):
    made = world.store.start(visitor_id="visitor-1", at=NOW)
    world.store.keep_visitor_message(made.id, "A person please", "m1", NOW)
    return world.desk.leave_message(made.id, "Kim", KIM, "Where is it?", NOW)


@pytest.fixture
def chat(world):
    """A conversation that Ada has; the visitor gave an address."""
    made = world.store.start(visitor_id="visitor-2", at=NOW)
    world.store.update(made.id, NOW, email=KIM, name="Kim")
    world.desk.set_presence("ada", "online", NOW)
    world.store.keep_visitor_message(made.id, "Hello?", "m1", NOW)
    world.store.keep_replies(made.id, 1, (), NOW)
    world.desk.request_person(made.id, handoff_reason="visitor_request", at=NOW)
    world.desk.accept(made.id, ADA, NOW)
    return world.store.get(made.id)


def sent(world):
    with world.db.read() as connection:
        return list(connection.execute(select(outbox).order_by(outbox.c.id)).mappings())


def answer(to_mail=None, text="Thank you!", sender=KIM, message_id="<1@example.org>", **headers):
    made = EmailMessage()
    made["From"], made["To"] = f"Kim <{sender}>", (to_mail or {}).get("reply_to") or "help@larkwood.example"
    made["Message-ID"], made["Subject"] = message_id, "Re: hello"
    if to_mail is not None:
        made["In-Reply-To"] = to_mail["message_id"]
    for name, value in headers.items():
        if name.replace("_", "-") in made:
            del made[name.replace("_", "-")]
        if value is not None:
            made[name.replace("_", "-")] = value
    made.set_content(text)
    return made.as_bytes()


def said(world, conversation_id):
    return [(line.author.value, line.text) for line in world.store.messages(conversation_id)]


def told(world, conversation_id):
    return [event.type for event in EventStore(world.db).for_conversation(conversation_id)]


# --- out


def test_an_answer_to_a_ticket_goes_out_as_a_persons_mail_with_the_way_back(world, ticket):
    for _ in range(2):
        world.desk.answer_ticket(ticket.id, ADA, "On its way.", NOW)
    [mail] = sent(world)
    assert (mail["to"], mail["by_person"]) == (KIM, True)
    assert MARKS.conversation([mail["message_id"]]) == ticket.conversation_id
    assert MARKS.conversation([mail["reply_to"]]) == ticket.conversation_id


def test_a_thread_hangs_together(world, ticket):
    world.desk.answer_ticket(ticket.id, ADA, "On its way.", NOW)
    [first] = sent(world)
    world.receiver.receive(answer(first), NOW + timedelta(minutes=1))
    world.desk.answer_ticket(ticket.id, ADA, "You're welcome.", NOW + timedelta(minutes=2))
    second = sent(world)[1]
    assert second["in_reply_to"] == "<1@example.org>"
    assert second["references"] == f"{first['message_id']} <1@example.org>"


def test_a_line_that_was_not_seen_goes_out_once(world, chat):
    world.desk.reply(chat.id, ADA, "It ships today.", "a1", NOW)
    world.desk.reply(chat.id, ADA, "By air.", "a2", NOW)
    assert world.unseen.send(NOW + timedelta(minutes=4)) == 0
    assert world.unseen.send(NOW + timedelta(minutes=6)) == 1
    assert world.unseen.send(NOW + timedelta(minutes=7)) == 0
    [mail] = sent(world)
    assert mail["to"] == KIM
    assert "It ships today.\n\nBy air." in mail["text"]
    world.desk.reply(chat.id, ADA, "Anything else?", "a3", NOW + timedelta(minutes=8))
    assert world.unseen.send(NOW + timedelta(minutes=14)) == 1
    assert "By air." not in sent(world)[1]["text"]


def test_a_line_that_was_seen_stays_in_the_chat(world, chat):
    kept = world.desk.reply(chat.id, ADA, "It ships today.", "a1", NOW)
    mark_seen(world.db, chat.id, Reader.VISITOR, kept.message.seq)
    assert world.unseen.send(NOW + timedelta(minutes=6)) == 0
    assert sent(world) == []


def test_who_gave_no_address_and_what_is_long_ago_gets_no_mail(world, chat):
    world.desk.reply(chat.id, ADA, "It ships today.", "a1", NOW)
    assert world.unseen.send(NOW + timedelta(days=2)) == 0
    world.store.update(chat.id, NOW, email=None)
    assert world.unseen.send(NOW + timedelta(minutes=6)) == 0


# --- in


def test_an_answer_joins_the_chat_for_the_agent_once_and_the_bot_owes_nothing(world, chat):
    world.desk.reply(chat.id, ADA, "It ships today.", "a1", NOW)
    world.unseen.send(NOW + timedelta(minutes=6))
    raw = answer(sent(world)[0], "Great!\n\nOn Mon, 2 Mar 2026, Larkwood wrote:\n> It ships today.\n")
    got = world.receiver.receive(raw, NOW + timedelta(minutes=9))
    assert got.what is What.JOINED
    assert world.receiver.receive(raw, NOW + timedelta(minutes=10)).what is What.REPEATED
    assert said(world, chat.id)[-1] == ("visitor", "Great!")
    assert world.store.get(chat.id).state is State.HUMAN
    assert world.store.owed_in(chat.id) == []
    assert told(world, chat.id).count("message_received") == 2
    assert world.desk.tickets() == []


def test_an_answer_to_a_closed_ticket_opens_it_again_and_it_is_closed_twice(world, ticket):
    world.desk.answer_ticket(ticket.id, ADA, "On its way.", NOW)
    world.desk.close_ticket(ticket.id, ADA, "resolved", NOW)
    got = world.receiver.receive(answer(sent(world)[0], "It never came."), NOW + timedelta(days=3))
    assert got.what is What.JOINED
    [opened] = world.desk.tickets("open")
    assert (opened.id, opened.agent_name, opened.disposition) == (ticket.id, "Ada", None)
    assert opened.visitor_wrote_at == NOW + timedelta(days=3)
    world.desk.close_ticket(ticket.id, ADA, "unresolved", NOW + timedelta(days=4))
    types = told(world, ticket.conversation_id)
    assert types.count("ticket_closed") == 2
    assert types.count("message_left") == 2, "one in each episode"


def test_an_answer_after_the_chat_was_closed_becomes_a_ticket_and_not_the_bots(world, chat):
    world.desk.reply(chat.id, ADA, "It ships today.", "a1", NOW)
    world.desk.close(chat.id, ADA, "resolved", None, NOW)
    world.unseen.send(NOW + timedelta(minutes=6))
    world.receiver.receive(answer(sent(world)[0], "Which colour?"), NOW + timedelta(hours=1))
    [made] = world.desk.tickets("open")
    assert (made.text, made.email, made.conversation_id) == ("Which colour?", KIM, chat.id)
    assert world.store.get(chat.id).state is State.MESSAGE_LEFT
    assert world.store.owed_in(chat.id) == []


def test_the_mark_is_enough_without_the_plus_address_or_the_other_way_round(world, ticket):
    world.desk.answer_ticket(ticket.id, ADA, "On its way.", NOW)
    [mail] = sent(world)
    by_name = answer(mail, To="help@larkwood.example", message_id="<2@example.org>")
    by_address = answer(mail, In_Reply_To=None, message_id="<3@example.org>", text="And one more.")
    assert world.receiver.receive(by_name, NOW).what is What.JOINED
    assert world.receiver.receive(by_address, NOW).what is What.JOINED


def test_a_genuine_mark_from_another_address_of_the_visitor_joins(world, ticket):
    world.desk.answer_ticket(ticket.id, ADA, "On its way.", NOW)
    raw = answer(sent(world)[0], sender="kim@work.example")
    assert world.receiver.receive(raw, NOW).what is What.JOINED


def test_without_a_mark_only_the_visitors_own_address_joins(world, ticket):
    world.desk.answer_ticket(ticket.id, ADA, "On its way.", NOW)
    world.receiver.receive(answer(sent(world)[0]), NOW)
    follow_up = {"In_Reply_To": "<1@example.org>", "To": "help@larkwood.example"}
    spoofed = answer(sender="eve@evil.example", message_id="<4@evil.example>", text="Pay me", **follow_up)
    assert world.receiver.receive(spoofed, NOW).what is What.SPOOFED
    genuine = answer(message_id="<5@example.org>", text="Me again", **follow_up)
    assert world.receiver.receive(genuine, NOW).what is What.JOINED
    assert "Pay me" not in str(said(world, ticket.conversation_id))


def test_a_forged_mark_joins_nothing(world, ticket):
    forged = ReplyMarks("guessed", "help@larkwood.example")
    raw = answer(text="Pay me", To=forged.reply_address(ticket.conversation_id))
    assert world.receiver.receive(raw, NOW).what is What.OPENED
    assert "Pay me" not in str(said(world, ticket.conversation_id))


@pytest.mark.parametrize(
    ("headers", "what"),
    [
        ({"Auto_Submitted": "auto-replied"}, What.AUTOMATIC),
        ({"X_Failed_Recipients": KIM}, What.BOUNCE),
        ({"From": "nobody"}, What.SPOOFED),
        ({"text": "> only what was quoted\n"}, What.EMPTY),
        ({"text": "x" * LARGEST_MAIL}, What.TOO_LARGE),
    ],
)
def test_what_is_not_a_persons_answer_is_counted_and_dropped(world, ticket, headers, what):
    world.desk.answer_ticket(ticket.id, ADA, "On its way.", NOW)
    before = said(world, ticket.conversation_id)
    assert world.receiver.receive(answer(sent(world)[0], **headers), NOW).what is what
    assert said(world, ticket.conversation_id) == before
    assert world.receiver.counts(NOW - timedelta(hours=1)) == {what.value: 1}


def test_a_blocked_visitor_writes_no_mail_either(world, ticket):
    world.desk.answer_ticket(ticket.id, ADA, "On its way.", NOW)
    world.blocks.block(ticket.conversation_id, [Target.VISITOR], 7, "insults", ADA, NOW)
    got = world.receiver.receive(answer(sent(world)[0], "You will see"), NOW + timedelta(hours=1))
    assert got.what is What.BLOCKED
    assert "You will see" not in str(said(world, ticket.conversation_id))


def test_a_mail_that_answers_nothing_is_a_ticket_of_its_own(world):
    raw = answer(text="Do you ship to Canada?")
    got = world.receiver.receive(raw, NOW)
    assert got.what is What.OPENED
    [made] = world.desk.tickets("open")
    assert (made.name, made.email) == ("Kim", KIM)
    assert made.text == "Re: hello\n\nDo you ship to Canada?"
    assert world.store.get(made.conversation_id).channel == "email"
    assert world.receiver.receive(raw, NOW).what is What.REPEATED
    world.desk.answer_ticket(made.id, ADA, "We do.", NOW)
    again = answer(sent(world)[0], "Thanks", message_id="<9@example.org>")
    assert world.receiver.receive(again, NOW).what is What.JOINED
    assert len(world.desk.tickets("open")) == 1


def test_one_sender_cannot_fill_the_desk(world):
    for number in range(22):
        world.receiver.receive(answer(message_id=f"<{number}@example.org>"), NOW)
    assert len(world.desk.tickets("open")) == 20
    assert world.receiver.counts(NOW)["too_many"] == 2


def test_what_answers_an_erased_conversation_is_a_new_matter(world):
    gone = {"message_id": MARKS.message_id("0" * 32, "x"), "reply_to": MARKS.reply_address("0" * 32)}
    assert world.receiver.receive(answer(gone), NOW).what is What.OPENED


def test_a_ticket_is_assigned_and_given_back(world, ticket):
    assert world.desk.assign_ticket(ticket.id, ADA, NOW).agent_name == "Ada"
    assert world.desk.assign_ticket(ticket.id, None, NOW).agent_id is None
