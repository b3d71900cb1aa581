"""How messages are kept: once each, in order, and never by the wrong speaker.

Each function works on a `Change`, that is under the conversation's lock.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Any

from sqlalchemy import bindparam, select

from bot.conversation.change import Change, as_message, clean_text, settle
from bot.conversation.consequences import check_agent_owns
from bot.conversation.episodes import begins_new_episode
from bot.conversation.machine import Owner, State, Trigger, bot_may_speak, owner
from bot.conversation.model import Agent, Author, Happening, Kept, Line, Message
from bot.conversation.replies import Button, Reply, choice_among
from bot.conversation.tables import messages
from bot.errors import Conflict, InvalidInput, TransitionRefused

_ID_MAX_LENGTH = 64

_OF_CONVERSATION = select(messages).where(messages.c.conversation_id == bindparam("own_id"))
_SENT_BEFORE = _OF_CONVERSATION.where(
    messages.c.author == bindparam("by"), messages.c.client_message_id == bindparam("sent_as")
)
_ANSWERS = _OF_CONVERSATION.where(
    messages.c.in_reply_to == bindparam("to"), messages.c.seq > bindparam("to")
).order_by(messages.c.seq)
_OWED = _OF_CONVERSATION.where(messages.c.seq == bindparam("to"), messages.c.owed.is_(True))
_LAST_OF_BOT = (
    _OF_CONVERSATION.where(messages.c.author == Author.BOT.value).order_by(messages.c.seq.desc()).limit(1)
)


def check_client_message_id(client_message_id: str) -> None:
    """Refuse an id that can't be kept.

    Raises:
        InvalidInput: it is empty, too long, or not plain characters.
    """
    plain = client_message_id.isascii() and client_message_id.isprintable()
    if not (client_message_id and plain and len(client_message_id) <= _ID_MAX_LENGTH):
        raise InvalidInput(
            f"client_message_id must be 1 to {_ID_MAX_LENGTH} plain characters.", field="client_message_id"
        )


def keep_visitor_message(
    change: Change,
    text: str,
    client_message_id: str,
    choice: str | None,
    silence: timedelta,
    wish: Button | None = None,
    card: Mapping[str, Any] | None = None,
) -> Kept:
    """Keep what a visitor wrote or picked; sent again under the same id it is the same message.

    After a closing or a long silence a new episode begins and the bot starts anew. The message is owed an
    answer when the bot owns the conversation; otherwise it waits for the person.

    Args:
        change: the conversation, locked.
        text: what was typed, or the picked button's title.
        client_message_id: chosen by the visitor's page, the same at every try.
        choice: the id of the button that was picked.
        silence: how long nobody speaks until a new episode begins.
        wish: a button of the page itself ("Talk to a person"), always there to be picked.
        card: what comes with the words, such as a file: for a person only.

    Raises:
        TransitionRefused: there is a card, and nobody to look at it.
        InvalidInput: there is no text, or the picked button is not on the bot's last messages.
        Conflict: another text was kept under this id.
    """
    text = clean_text(text)
    if not text.strip():
        raise InvalidInput("Please write something.", field="text")
    if earlier := sent_before(change, Author.VISITOR, text, client_message_id):
        return earlier
    at = change.at
    if card is not None and owner(change.conversation.state) not in (Owner.PERSON, Owner.QUEUE):
        raise TransitionRefused("Files can be sent once you're talking to a person, or waiting for one.")
    if begins_new_episode(change.conversation, at, silence):
        anew = change.conversation.owned_by_bot or change.conversation.state is State.CLOSED
        change.next_episode()
        if anew:
            change.move(Trigger.REOPEN)
    bot_owns = change.conversation.owned_by_bot
    payload: dict[str, Any] = dict(card or {})
    if choice is not None and bot_owns:
        payload = {"choice": _picked(change, choice)}
    elif wish is not None and bot_owns:
        payload = {"choice": wish.as_json()}
    message = change.say(
        Author.VISITOR, Line(text, payload), client_message_id=client_message_id, owed=bot_owns
    )
    change.set(last_visitor_at=at, last_activity_at=at)
    data = {"seq": message.seq, "length": len(text), "chat": "bot" if bot_owns else "person"}
    change.record(Happening("message_received", {**data, "substance": True}, key=message.seq))
    return Kept(message, True, change.conversation)


def keep_mailed_message(change: Change, text: str, client_message_id: str, silence: timedelta) -> Kept:
    """Keep what a visitor wrote by mail: for a person, so the bot owes no answer to it.

    Args:
        change: the conversation, locked.
        text: the words that are new in the mail.
        client_message_id: made of the mail's own name, so that it is kept once.
        silence: how long nobody speaks until a new episode begins.
    """
    text = clean_text(text)
    if earlier := sent_before(change, Author.VISITOR, text, client_message_id):
        return earlier
    if begins_new_episode(change.conversation, change.at, silence):
        anew = change.conversation.owned_by_bot or change.conversation.state is State.CLOSED
        change.next_episode()
        if anew:
            change.move(Trigger.REOPEN)
    line = Line(text, {"kind": "mail"})
    message = change.say(Author.VISITOR, line, client_message_id=client_message_id)
    change.set(last_visitor_at=change.at, last_activity_at=change.at)
    data = {"seq": message.seq, "length": len(text), "chat": "person", "substance": True}
    change.record(Happening("message_received", data, key=message.seq))
    return Kept(message, True, change.conversation)


def keep_replies(
    change: Change, in_reply_to: int, replies: Sequence[Reply], milliseconds: float | None = None
) -> list[Message]:
    """Keep the bot's answer to a message, once, and owe it no more.

    Args:
        change: the conversation, locked.
        in_reply_to: the message that is answered.
        replies: the answer; may be empty where the system has spoken.
        milliseconds: how long the bot took; without it, the time since the message was kept.

    Returns:
        The messages; those of the first time when it was answered before; none when a person took over
        meanwhile, since the bot can't speak then.
    """
    place = {"own_id": change.conversation.id, "to": in_reply_to}
    if answered := [as_message(row) for row in change.connection.execute(_ANSWERS, place)]:
        return answered
    asked = change.connection.execute(_OWED, place).first()
    if asked is None:
        return []
    settle(change.connection, change.conversation.id, in_reply_to)
    if not bot_may_speak(change.conversation.state):
        return []
    said = [
        change.say(Author.BOT, Line(reply.text, reply.kept_payload()), in_reply_to=in_reply_to)
        for reply in replies
    ]
    change.set(last_activity_at=change.at, bot_turns=change.conversation.bot_turns + 1)
    if milliseconds is None:
        milliseconds = max(0.0, (change.at - asked.at).total_seconds() * 1000)
    data = {"seq": in_reply_to, "milliseconds": milliseconds}
    change.record(Happening("bot_replied", data, key=in_reply_to))
    return said


def keep_agent_message(
    change: Change,
    agent: Agent,
    text: str,
    client_message_id: str,
    card: Mapping[str, Any] | None = None,
) -> Kept:
    """Keep what an agent writes to the visitor; sent again under the same id it is the same message.

    `card` is what comes with the words, such as a file.

    Raises:
        InvalidInput: there is no text.
        NotAllowed: another agent has this conversation.
        TransitionRefused: nobody has it.
        Conflict: another text was kept under this id.
    """
    text = clean_text(text)
    if not text.strip():
        raise InvalidInput("Please write something.", field="text")
    if (earlier := sent_before(change, Author.AGENT, text, client_message_id)) and (
        earlier.message.agent_id == agent.id
    ):
        return earlier
    check_agent_owns(change.conversation, agent.id)
    first = change.conversation.state is State.ASSIGNED
    moved = first or change.conversation.paused_until is not None
    change.move(Trigger.WRITE)
    kept = agent_line(change, agent, Line(text, card or {}), client_message_id, first=first)
    return replace(kept, moved=moved)


def keep_note(
    change: Change, agent: Agent, text: str, client_message_id: str | None, card: Mapping[str, Any]
) -> Kept:
    """Keep a note that only the staff see; sent again under the same id it is the same note.

    Raises:
        InvalidInput: there is no text.
        Conflict: another text was kept under this id.
    """
    text = clean_text(text)
    if not text.strip():
        raise InvalidInput("Please write something.", field="text")
    if client_message_id and (earlier := sent_before(change, Author.NOTE, text, client_message_id)):
        return earlier
    message = change.say(Author.NOTE, Line(text, card), agent=agent, client_message_id=client_message_id)
    return Kept(message, True, change.conversation)


def agent_line(
    change: Change, agent: Agent, line: Line, client_message_id: str | None, *, first: bool
) -> Kept:
    """Keep an agent's line and the event that tells of it."""
    message = change.say(Author.AGENT, line, agent=agent, client_message_id=client_message_id)
    change.set(agent_seen_seq=message.seq)
    wrote = {"agent_id": agent.id, "seq": message.seq, "first": first}
    change.record(Happening("agent_wrote", wrote, key=message.seq))
    return Kept(message, True, change.conversation)


def sent_before(change: Change, author: Author, text: str, client_message_id: str) -> Kept | None:
    """The message that this author sent under this id before, if any.

    Raises:
        Conflict: its text was another.
    """
    sent = {"own_id": change.conversation.id, "by": author.value, "sent_as": client_message_id}
    row = change.connection.execute(_SENT_BEFORE, sent).first()
    if row is None:
        return None
    if row.text != text:
        raise Conflict("Another message was already sent under this client_message_id.")
    return Kept(as_message(row), False, change.conversation)


def _picked(change: Change, button_id: str) -> dict[str, Any]:
    """What the picked button stands for: it must be on the bot's last turn."""
    own_id = change.conversation.id
    last = change.connection.execute(_LAST_OF_BOT, {"own_id": own_id}).first()
    payloads = []
    if last is not None:
        turn = change.connection.execute(_ANSWERS, {"own_id": own_id, "to": last.in_reply_to})
        payloads = [row.payload for row in turn]
    picked = choice_among(payloads, button_id)
    if picked is None:
        raise InvalidInput("That button is no longer there. Please type what you need.", field="choice")
    return picked
