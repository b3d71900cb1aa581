"""What an admin wants to be told, and where; checked. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from email_validator import EmailNotValidError, validate_email

from bot.alerts.rules import DEFAULTS, Kind, Threshold
from bot.errors import InvalidInput

MOST_RECIPIENTS = 20
_LONGEST_URL = 500
# Between these a limit makes sense: seconds, shares, points of satisfaction.
LIMITS: Mapping[Kind, tuple[float, float]] = {
    Kind.WAIT: (10, 3600),
    Kind.DEFLECTION: (0.01, 0.5),
    Kind.CSAT: (0.1, 3),
    Kind.WRONG_ANSWERS: (0.005, 0.5),
}


@dataclass(frozen=True)
class Wishes:
    """Which alerts, to whom by mail, and to which webhook; `key` is the number of the webhook's secret."""

    thresholds: Mapping[Kind, Threshold] = field(default_factory=lambda: dict(DEFAULTS))
    recipients: tuple[str, ...] = ()
    webhook: str = ""
    key: int = 1

    @property
    def anywhere(self) -> bool:
        """Whether there is anybody to tell."""
        return bool(self.recipients or self.webhook)


def checked(thresholds: Mapping[str, Threshold], recipients: Sequence[str], webhook: str, key: int) -> Wishes:
    """The wishes, if they can be fulfilled.

    Raises:
        InvalidInput: names the field and what is wrong with it.
    """
    given = {kind: thresholds.get(kind.value, DEFAULTS[kind]) for kind in Kind}
    for kind, threshold in given.items():
        low, high = LIMITS[kind]
        if not low <= threshold.limit <= high:
            raise InvalidInput(f"This limit lies between {low:g} and {high:g}.", field=f"thresholds.{kind}")
    if len(recipients) > MOST_RECIPIENTS:
        raise InvalidInput(f"Up to {MOST_RECIPIENTS} addresses can be told.", field="recipients")
    addresses = tuple(dict.fromkeys(_address(one) for one in recipients if one.strip()))
    return Wishes(given, addresses, _url(webhook.strip()), key)


def _address(text: str) -> str:
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        raise InvalidInput("One of these doesn't look like an e-mail address.", field="recipients") from None


def _url(text: str) -> str:
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
    except ValueError:
        usable = False
    if not usable or len(text) > _LONGEST_URL:
        raise InvalidInput("Give a whole address, such as https://hooks.example/firstline.", field="webhook")
    if parts.username or parts.password or parts.fragment:
        raise InvalidInput(
            "Give the address without a password and without #: messages are signed.", field="webhook"
        )
    return text


def as_json(wishes: Wishes) -> dict[str, Any]:
    """The wishes as they are kept."""
    return {
        "thresholds": {
            kind.value: {"on": one.on, "limit": one.limit} for kind, one in wishes.thresholds.items()
        },
        "recipients": list(wishes.recipients),
        "webhook": wishes.webhook,
        "key": wishes.key,
    }


def from_json(kept: Mapping[str, Any]) -> Wishes:
    """The wishes that were kept; what they don't know yet is as delivered."""
    thresholds = {
        kind: Threshold(**kept["thresholds"][kind.value])
        if kind.value in kept["thresholds"]
        else DEFAULTS[kind]
        for kind in Kind
    }
    return Wishes(thresholds, tuple(kept["recipients"]), kept["webhook"], kept["key"])
