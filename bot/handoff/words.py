"""Everything the desk says to visitors, and how it words things for agents, in one place. Pure."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.backoffice.letters import Letter
from bot.conversation.machine import State
from bot.conversation.model import Conversation, Line

HANDOFF_REASONS: Mapping[str, str] = {
    "visitor_request": "The visitor asked for a person.",
    "high_value": "This contact is worth a person's time.",
    "high_complexity": "This needs more looking up or expertise than the assistant has.",
    "low_confidence": "The assistant could not tell what the visitor needs.",
    "negative_tone": "The visitor is upset.",
    "flow_failed": "Self-service did not work for the visitor.",
    "policy": "Matters like this always go to a person.",
    "bot_failure": "The assistant failed.",
}


def handoff_reason_text(handoff_reason: str | None) -> str:
    """Why a person is needed, as a sentence for the agent."""
    return HANDOFF_REASONS.get(handoff_reason or "", "A person is needed.")


def visitor_name(conversation: Conversation) -> str:
    """What the desk calls a visitor: the name, else the e-mail address, else a short mark."""
    return conversation.name or conversation.email or f"Visitor {conversation.visitor_key[:4].upper()}"


def place_in_line(position: int) -> str:
    """A position as people say it."""
    return "You're next in line." if position == 1 else f"You're {_ordinal(position)} in line."


def wait_text(expected_wait: tuple[int, int] | None) -> str:
    """An expected wait, given in seconds, as people say it."""
    if expected_wait is None:
        return "Someone will be with you as soon as they are free."
    return f"It usually takes {minutes_text(expected_wait)}."


def minutes_text(expected_wait: tuple[int, int]) -> str:
    """A range in seconds as people say it, with its uncertainty: "about 2 to 4 minutes"."""
    low, high = (max(1, round(seconds / 60)) for seconds in expected_wait)
    if expected_wait[1] <= 60:
        return "less than a minute"
    if low == high:
        return f"about {high} minute{'s' if high > 1 else ''}"
    return f"about {low} to {high} minutes"


def opening(opens_at: datetime, zone: str, now: datetime) -> str:
    """When a department opens next, on its own clock: "tomorrow at 9:00 (New York time)"."""
    local, today = opens_at.astimezone(ZoneInfo(zone)), now.astimezone(ZoneInfo(zone)).date()
    days = (local.date() - today).days
    if days <= 1:
        day = "tomorrow" if days == 1 else "today"
    elif days < 7:
        day = f"on {local:%A}"
    else:
        day = f"on {local.day} {local:%B}"
    place = zone.rpartition("/")[2].replace("_", " ")
    return f"{day} at {local.hour}:{local:%M} ({place if zone == 'UTC' else f'{place} time'})"


def queued(position: int, expected_wait: tuple[int, int] | None) -> Line:
    """Said when the visitor begins to wait."""
    return Line(f"{place_in_line(position)} {wait_text(expected_wait)}", _queue_card(position, expected_wait))


def with_person(agent_name: str | None) -> Line:
    """Said when somebody asks for a person who has one."""
    return Line(f"{agent_name or 'A person'} has this conversation and will answer you here.")


def desk_closed(opens_at: datetime | None = None, opens: str | None = None) -> Line:
    """Said when a person is wanted and nobody is there; `opens` says when somebody is, see `opening`."""
    back = "Nobody is at the desk right now." if opens is None else f"We are back {opens}."
    when = {} if opens_at is None else {"opens_at": opens_at.isoformat()}
    return Line(
        f"{back} Leave a message here and a person will answer you by e-mail.",
        {"kind": "leave_message", **when},
    )


def joined(agent_name: str) -> Line:
    """Said when an agent accepts."""
    return Line(f"{agent_name} is here now and has read your conversation so far.")


def passed_to_agent(from_name: str, to_name: str) -> Line:
    """Said when a colleague takes over."""
    return Line(f"{from_name} has asked {to_name} to take over. {to_name} has all you wrote so far.")


def taken_over(name: str) -> Line:
    """Said when a supervisor takes a chat over, or gives it to somebody else."""
    return Line(f"{name} goes on with you from here, and has all you wrote so far.")


def passed_to_department(
    from_name: str, department: str, position: int, expected_wait: tuple[int, int] | None
) -> Line:
    """Said when a visitor waits for another department."""
    team = department.replace("_", " ")
    return Line(
        f"{from_name} is passing you on to our {team} team, with all you wrote so far. "
        f"{place_in_line(position)} {wait_text(expected_wait)}",
        _queue_card(position, expected_wait),
    )


def paused(agent_name: str, span: timedelta, until: datetime) -> Line:
    """Said when an agent needs time; the page says the hour in the visitor's own time zone."""
    minutes = max(1, round(span.total_seconds() / 60))
    how_long = f"{minutes} minute{'s' if minutes > 1 else ''}"
    if minutes >= 60:
        hours = round(minutes / 60, 1)
        how_long = f"{hours:g} hour{'s' if hours != 1 else ''}"
    return Line(
        f"{agent_name} is looking into this and will be back here in about {how_long}.",
        {"kind": "pause", "until": until.isoformat().replace("+00:00", "Z")},
    )


def returned() -> Line:
    """Said when an agent gives the conversation back."""
    return Line("You're back with the assistant. You can ask for a person again at any time.")


def returned_because(reason: str) -> str:
    """The note that stays when an agent gives a visitor back."""
    return f"Given back to the assistant: {reason}"


def left_queue() -> Line:
    """Said when the visitor stops waiting."""
    return Line("You've left the line, and you're back with the assistant.")


def queue_timeout(opens: str | None = None) -> Line:
    """Said when nobody took the visitor in time; `opens` says when a closed department is back."""
    back = "" if opens is None else f" We are back {opens}."
    return Line(
        f"I'm sorry, nobody got free in time.{back} Leave a message here and a person will answer you by "
        "e-mail. You can also go on with the assistant.",
        {"kind": "leave_message"},
    )


def next_department(name: str, position: int, expected_wait: tuple[int, int] | None) -> Line:
    """Said when nobody took the visitor in time, and another department may."""
    return Line(
        f"I'm sorry, nobody got free in time, so I'm asking our department {name}. "
        f"{place_in_line(position)} {wait_text(expected_wait)}",
        _queue_card(position, expected_wait),
    )


def wait_has_grown(position: int, expected_wait: tuple[int, int] | None) -> Line:
    """Said when the wait has become clearly longer than the visitor was told."""
    place = "You're next in line" if position == 1 else f"You're {_ordinal(position)} in line"
    left = (
        "and I can't say how long it still takes"
        if expected_wait is None
        else f"and it takes {minutes_text(expected_wait)} more"
    )
    return Line(
        f"I'm sorry, it's taking longer than I said. {place}, {left}. You can wait, leave a message, or go "
        "on with the assistant.",
        _queue_card(position, expected_wait),
    )


def asking_on() -> Line:
    """Said when a visitor rang at an agent who did not accept."""
    return Line("Nobody has picked up yet. I'm asking on, and your place is kept.")


def agent_lost(agent_name: str | None, position: int, expected_wait: tuple[int, int] | None) -> Line:
    """Said when the agent's connection is gone for good."""
    place = f"{place_in_line(position)} {wait_text(expected_wait)}"
    return Line(
        f"I'm sorry, the connection to {agent_name or 'the person'} was lost. "
        f"You won't have to start again. {place}",
        _queue_card(position, expected_wait),
    )


def closed_by_agent() -> Line:
    """Said when an agent closes."""
    return Line(
        "This conversation is closed. If anything is left, just write again.",
        {"kind": "survey"},
    )


def closed_by_visitor() -> Line:
    """Said when the visitor closes."""
    return Line("You've closed this conversation. You can write again at any time.", {"kind": "survey"})


def message_left(email: str) -> Line:
    """Said when a message was left."""
    return Line(f"Thank you, your message is with us. A person will answer to {email}.")


def other_desk_away() -> Line:
    """Said when the desk that the company uses can't be reached, and ours takes over."""
    return Line(
        "Our support desk can't be reached at the moment. You keep your place, and we're finding someone."
    )


def why_gone(conversation: Conversation) -> str:
    """Said to agents of another desk when the visitor is no longer theirs."""
    if conversation.owned_by_person:
        return f"{conversation.agent_name} has taken this conversation at the Firstline desk."
    if conversation.state is State.CLOSED:
        return "The visitor has ended this conversation."
    return "The visitor no longer waits for a person."


def ticket_mail(shop: str, name: str, question: str, answer: str, agent_name: str) -> Letter:
    """The mail with which a left message is answered."""
    quoted = "\n".join(f"> {line}" for line in question.splitlines())
    text = f"Hello {name},\n\n{answer}\n\nKind regards,\n{agent_name}\n\n{quoted}\n"
    return Letter(f"Your message to {shop}", text, by_person=True)


def _ordinal(number: int) -> str:
    ending = "th" if 10 <= number % 100 <= 20 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def _queue_card(position: int, expected_wait: tuple[int, int] | None) -> Mapping[str, object]:
    wait = None if expected_wait is None else list(expected_wait)
    return {"kind": "queue", "position": position, "expected_wait": wait}
