"""An event as a sentence, for the timeline of an episode. Pure."""

from collections.abc import Callable, Mapping
from typing import Any

from bot.ledger.events import Event

_Data = Mapping[str, Any]


def sentence(event: Event) -> str:
    """What happened, in plain words; never what anybody typed."""
    say = SENTENCES.get(event.type)
    return say(event.data) if say else f"{_words(event.type).capitalize()}."


def _words(key: object) -> str:
    return str(key or "").replace("_", " ")


def _with(prefix: str, value: object) -> str:
    return f"{prefix}{_words(value)}" if value else ""


def _conversation_started(data: _Data) -> str:
    test = " as a test" if data.get("test") else ""
    return f"A conversation was opened{_with(' on ', data.get('page'))}{test}."


def _episode_started(data: _Data) -> str:
    invited = " after an invitation" if data.get("invited") else ""
    return f"Contact {data['number']} of this conversation began{invited}."


def _message_received(data: _Data) -> str:
    to = "a person" if data["chat"] == "person" else "the bot"
    return f"The visitor wrote to {to} ({data['length']} characters)."


def _message_classified(data: _Data) -> str:
    kind = "a request" if data["substance"] else "no more than a greeting or thanks"
    return f"Message {data['seq']} is {kind}{_with(': ', data.get('act'))}."


def _triage_decided(data: _Data) -> str:
    reason = _words(data.get("reason")) or "not understood"
    because = " ".join(data.get("because", ()))
    levels = f"value {data['value']}, complexity {data['complexity']}"
    arms = {"bot_first": " Compared with the holdout.", "person_first": " In the holdout: person first."}
    arm = arms.get(data.get("arm") or "", "") if data.get("eligible") else ""
    return f"Triage: {reason}, {levels}, so {_words(data['route'])}.{_with(' ', because)}{arm}"


def _answer_shown(data: _Data) -> str:
    risk = data.get("risk")
    stated = "" if risk is None else f", risk of being wrong {risk:.0%}"
    return f"The bot answered with article {data['article_id']}, version {data['article_version']}{stated}."


def _reaction(data: _Data) -> str:
    what = data.get("article_id") or _words(data.get("flow")) or f"the {data['about']}"
    return f"The visitor said that {what} {'helped' if data['polarity'] == 'positive' else 'did not help'}."


def _survey_answered(data: _Data) -> str:
    names = {"csat": "satisfaction", "nps": "recommendation"}
    given = [f"{name} {data[key]}" for key, name in names.items() if key in data]
    return f"The visitor rated: {', '.join(given) or 'nothing'}."


def _flow(verb: str) -> Callable[[_Data], str]:
    return lambda data: f"The flow {_words(data['flow'])} {verb}{_with(' at step ', data.get('step'))}."


def _flow_failed(data: _Data) -> str:
    step = _with(" at step ", data.get("step"))
    return f"The flow {_words(data['flow'])} failed{step}: {_words(data['cause'])}."


def _handoff_requested(data: _Data) -> str:
    department = _with(", department ", data.get("department"))
    return f"A person is needed: {_words(data['handoff_reason'])}{department}."


def _queue_left(data: _Data) -> str:
    return {
        "bot": "The visitor left the queue and went back to the bot.",
        "message": "The visitor left the queue to leave a message.",
        "gone": "The visitor left while waiting.",
        "timeout": "Nobody came in time.",
    }[data["to"]]


def _person_accepted(data: _Data) -> str:
    waited = data.get("waited_seconds")
    return f"An agent accepted{'' if waited is None else f' after {waited:.0f} seconds'}."


def _closed(data: _Data) -> str:
    by = {"visitor": "the visitor", "agent": "the agent", "system": "the system"}[data["by"]]
    amount = data.get("amount")
    sale = "" if amount is None else f", ${amount:,.2f}"
    return f"Closed by {by}{_with(' as ', data.get('disposition'))}{sale}."


def _bot_failed(data: _Data) -> str:
    return {
        "rasa": "The dialogue engine did not answer.",
        "action": "An action of the bot failed.",
        "nlu": "The bot's understanding failed.",
        "timeout": "The bot took too long.",
        "turn_limit": "The bot had too many turns in a row.",
    }[data["part"]]


_INVITING = {"system": "the system", "agent": "an agent"}
SENTENCES: dict[str, Callable[[_Data], str]] = {
    "conversation_started": _conversation_started,
    "episode_started": _episode_started,
    "invitation_sent": lambda data: (
        f"Invited to chat by {_INVITING[data['by']]}: {_words(data['invitation'])}."
    ),
    "invitation_answered": lambda data: (
        f"The visitor {'accepted' if data['accepted'] else 'refused'} the invitation."
    ),
    "message_received": _message_received,
    "message_classified": _message_classified,
    "triage_decided": _triage_decided,
    "answer_shown": _answer_shown,
    "answer_missing": lambda _: "No article answered, and the bot said so.",
    "clarify_asked": lambda data: f"The bot asked which of {len(data['options'])} was meant.",
    "reaction": _reaction,
    "survey_answered": _survey_answered,
    "flow_started": _flow("began"),
    "flow_step": _flow("went on"),
    "flow_completed": _flow("was completed"),
    "flow_cancelled": _flow("was cancelled"),
    "flow_failed": _flow_failed,
    "person_requested": lambda data: f"The visitor asked for a person (time {data['times']}).",
    "person_offered": lambda data: f"The bot offered a person{_with(': ', data.get('reason'))}.",
    "offer_accepted": lambda _: "The visitor accepted the offer.",
    "offer_declined": lambda _: "The visitor declined the offer.",
    "handoff_requested": _handoff_requested,
    "queued": lambda data: f"The visitor waits in the queue{_with(' of ', data.get('department'))}.",
    "queue_left": _queue_left,
    "person_accepted": _person_accepted,
    "agent_wrote": lambda data: f"The agent wrote{' for the first time' if data['first'] else ''}.",
    "returned": lambda data: f"The conversation went back to the bot{_with(': ', data.get('reason'))}.",
    "transferred": lambda data: (
        f"Passed on{' to a supervisor' if data.get('second_level') else ''}"
        f"{_with(' to department ', data.get('department'))}."
    ),
    "message_left": lambda _: "The visitor left a message, which became a ticket.",
    "ticket_closed": lambda data: f"The ticket was closed{_with(' as ', data.get('disposition'))}.",
    "closed": _closed,
    "reopened": lambda _: "The visitor came back to the conversation.",
    "bot_failed": _bot_failed,
    "bot_replied": lambda data: f"The bot replied after {data['milliseconds'] / 1000:.1f} seconds.",
}
"""A sentence for each type of event."""
