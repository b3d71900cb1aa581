"""A message left becomes a ticket that is answered by mail."""

import pytest

from bot.conversation.machine import State
from bot.errors import Conflict, InvalidInput, NotFound


def test_a_left_message_becomes_a_ticket_once(desk, store, last, conversation, told, mailbox, clock):
    store.keep_visitor_message(conversation.id, "A person please", "m1", clock())
    ticket = desk.leave_message(conversation.id, " Kim ", "kim@example.org", "Call me", clock())
    again = desk.leave_message(conversation.id, "Kim", "kim@example.org", "Call me", clock())
    assert again == ticket
    assert list(desk.tickets()) == [ticket]
    after = store.get(conversation.id)
    assert (after.state, after.name, after.email) == (State.MESSAGE_LEFT, "Kim", "kim@example.org")
    assert told(conversation.id).count("message_left") == 1
    assert last(conversation).payload["kind"] == "left_message"


def test_the_bot_goes_on_while_a_message_waits(desk, store, conversation, clock):
    desk.leave_message(conversation.id, "Kim", "kim@example.org", "Call me", clock())
    assert store.keep_visitor_message(conversation.id, "Shipping to Canada?", "m1", clock()).message.owed


def test_leaving_a_message_while_waiting_leaves_the_queue(desk, store, queued, told, clock):
    desk.leave_message(queued.id, "Kim", "kim@example.org", "Call me", clock())
    assert desk.queue() == []
    assert told(queued.id)[-2:] == ["queue_left", "message_left"]


@pytest.mark.parametrize(
    ("name", "email", "text", "field"),
    [
        ("", "kim@example.org", "Call me", "name"),
        ("x" * 201, "kim@example.org", "Call me", "name"),
        ("Kim", "kim", "Call me", "email"),
        ("Kim", "kim@localhost", "Call me", "email"),
        ("Kim", "kim@example.org\nBcc: all@example.org", "Call me", "email"),
        ("Kim", "kim@example.org", "  ", "text"),
    ],
)
def test_a_left_message_that_nobody_could_answer_is_refused(
    desk, store, conversation, name, email, text, field, clock
):
    with pytest.raises(InvalidInput) as refusal:
        desk.leave_message(conversation.id, name, email, text, clock())
    assert refusal.value.field == field
    assert store.get(conversation.id).state is State.BOT
    assert desk.tickets() == []


def test_an_answer_is_kept_in_the_conversation_and_mailed(
    desk, store, last, conversation, mailbox, clock, ada
):
    ticket = desk.leave_message(conversation.id, "Kim", "kim@example.org", "Where is it?", clock())
    answered = desk.answer_ticket(ticket.id, ada, "On its way.", clock.passes(hours=30))
    assert (answered.agent_name, answered.answered_at, answered.status) == ("Ada", clock(), "open")
    (mail,) = mailbox.sent
    assert (mail.to, mail.subject) == ("kim@example.org", "Your message to Larkwood")
    assert "On its way." in mail.text
    message = last(conversation)
    assert (message.author, message.text, message.agent_name) == ("agent", "On its way.", "Ada")
    assert store.get(conversation.id).state is State.MESSAGE_LEFT


def test_an_answer_and_its_mail_are_kept_together_or_not_at_all(
    desk, store, conversation, mailbox, told, clock, ada
):
    ticket = desk.leave_message(conversation.id, "Kim", "kim@example.org", "Where is it?", clock())
    mailbox.broken = True
    with pytest.raises(ConnectionError):
        desk.answer_ticket(ticket.id, ada, "On its way.", clock())
    assert told(conversation.id).count("agent_wrote") == 0
    mailbox.broken = False
    for _ in range(2):
        desk.answer_ticket(ticket.id, ada, "On its way.", clock())
    assert len(mailbox.sent) == 1
    assert [message.text for message in store.messages(conversation.id)].count("On its way.") == 1
    assert told(conversation.id).count("agent_wrote") == 1


def test_a_closed_ticket_is_told_of_once_and_answered_no_more(desk, conversation, told, clock, ada, ben):
    ticket = desk.leave_message(conversation.id, "Kim", "kim@example.org", "Where is it?", clock())
    closed = desk.close_ticket(ticket.id, ada, "resolved", clock())
    assert desk.close_ticket(ticket.id, ben, "spam", clock()) == closed
    assert (closed.agent_name, closed.disposition) == ("Ada", "resolved")
    assert (list(desk.tickets("closed")), list(desk.tickets("open"))) == ([closed], [])
    assert told(conversation.id).count("ticket_closed") == 1
    with pytest.raises(Conflict, match="Ada has closed"):
        desk.answer_ticket(ticket.id, ben, "Hello", clock())


def test_a_ticket_that_is_not_there_is_not_found(desk, clock, ada):
    with pytest.raises(NotFound):
        desk.answer_ticket("nothing", ada, "Hello", clock())
    with pytest.raises(InvalidInput):
        desk.tickets("lost")
