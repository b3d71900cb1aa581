"""The holdout: visitors who are offered a person straight away, so that bot first can be compared. Pure.

An arm belongs to a visitor for good. Whether a contact takes part is decided once, by its first request and
alike in both arms: with the desk open, and where the value isn't high.
"""

from collections.abc import Callable

from bot.triage.model import Arm, Level, Signals

_STEPS = 2**32


def arm_of(visitor: str, share: float, keyed_hash: Callable[[str], str]) -> Arm | None:
    """The arm of a visitor; None where no share is held out.

    Who is held out at a small share is held out at any larger one.

    Args:
        visitor: what stays the same for one visitor.
        share: the share of visitors who get a person first, in 0..1.
        keyed_hash: a keyed hash (hexadecimal), so that nobody can choose their arm.
    """
    if share <= 0:
        return None
    drawn = int(keyed_hash(f"holdout {visitor}")[:8], 16) / _STEPS
    return Arm.PERSON_FIRST if drawn < share else Arm.BOT_FIRST


def is_eligible(signals: Signals, value: Level) -> bool:
    """Whether a contact takes part; its arm plays no part in that."""
    return signals.desk_open and value is not Level.HIGH
