"""What people read for the keys of the ledger. Pure."""

from collections.abc import Mapping

from bot.ledger.assessments import UNKNOWN_REASON
from bot.ledger.filters import ORDINARY
from bot.ledger.outcomes import CAUSE_TITLES

OUTCOME_TITLES: Mapping[str, str] = {
    "pending": "Still open",
    "handed_off": "Handed to a person",
    "negative": "Did not help",
    "confirmed": "Confirmed: it helped",
    "assumed": "Assumed: answered, then silence",
    "abandoned": "Abandoned",
    "test": "Test traffic",
    "spam": "Spam",
    "invited": "Started by an invitation",
    "holdout": "In the holdout",
    "greeting_only": "Greetings only",
}
CHANNEL_TITLES: Mapping[str, str] = {
    "self_service": "Self-service",
    "chat": "Chat with a person",
    "message": "Left messages",
    "email": "E-mail",
    "phone": "Phone",
    "form": "Forms",
    "web": "Web chat",
}
_CAUSES = {cause.value: title for cause, title in CAUSE_TITLES.items()}
_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def reason_title(key: str, titles: Mapping[str, str]) -> str:
    """What people read for a reason; `titles` are those of the reasons in force."""
    return titles.get(key) or ("Not understood" if key == UNKNOWN_REASON else words(key))


def cause_title(key: str) -> str:
    """What people read for a cause of abandonment."""
    return _CAUSES.get(key, words(key))


def row_title(by: str, key: str, titles: Mapping[str, str]) -> str:
    """What people read for a row of a breakdown; `titles` are known names (reasons, agents, articles)."""
    match by:
        case "reason":
            return reason_title(key, titles)
        case "outcome":
            return OUTCOME_TITLES.get(key, words(key))
        case "cause":
            return cause_title(key)
        case "channel":
            return CHANNEL_TITLES.get(key, words(key))
        case "department":
            return "No department" if key == "none" else titles.get(key, words(key))
        case "weekday":
            return _WEEKDAYS[int(key) - 1]
        case "hour":
            return f"{int(key):02d}:00"
        case "hour_weekday":
            weekday, hour = key.split("-")
            return f"{_WEEKDAYS[int(weekday) - 1]} {int(hour):02d}:00"
        case "holiday":
            return "Ordinary days" if key == ORDINARY else key
        case "survey":
            return f"Rated {key} of 5"
        case "day" | "agent" | "article":
            return titles.get(key, key)
    return titles.get(key, words(key))


def words(key: str) -> str:
    """A key as words: order_status becomes Order status."""
    return key.replace("_", " ").capitalize()
