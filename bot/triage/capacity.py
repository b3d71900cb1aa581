"""How scarce a person's time is just now, for one contact, in words and minutes. Pure."""

from dataclasses import dataclass

from bot.triage.model import Level, Signals
from bot.triage.policy import Policy


@dataclass(frozen=True)
class Scarcity:
    """How scarce people are for a contact.

    `words` say why matters of low value go another way first, such as "Waiting is about 12 min"; None where
    they don't. `wait_minutes` is what a person would be waited for.
    """

    words: str | None = None
    wait_minutes: float = 0.0


def scarcity_for(value: Level, signals: Signals, policy: Policy) -> Scarcity:
    """How scarce people are for a contact of this value: never for one of high value.

    Where the wait isn't known, because too few were picked up lately, the length of the line says it.
    """
    if value is Level.HIGH:
        return Scarcity()
    words = _words(signals, policy) if value is Level.LOW else None
    return Scarcity(words, signals.expected_wait_minutes or 0.0)


def _words(signals: Signals, policy: Policy) -> str | None:
    if not signals.desk_open:
        return "The desk is closed"
    wait = signals.expected_wait_minutes
    if wait is not None:
        return f"Waiting is about {wait:.0f} min" if wait >= policy.long_wait_minutes else None
    waiting, agents = signals.queue_length, max(1, signals.agents_on_duty)
    if waiting < policy.long_queue * agents:
        return None
    return f"{waiting} visitors wait for {agents} agent{'s' if agents > 1 else ''}"
