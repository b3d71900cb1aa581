"""Which of the bot's skills are in use, and what a switched-off one means for triage. Pure."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from bot.errors import InvalidInput
from bot.triage.reasons import ANSWER, PERSON, Reason, Reasons

MOST_NOTICE = 300


@dataclass(frozen=True)
class Switches:
    """`off` are the skills out of use (`answer`, or a flow); `notice` is shown before the bot answers."""

    bot: bool = True
    off: frozenset[str] = frozenset()
    notice: str = ""

    def reasons(self, all_of_them: Reasons) -> Reasons:
        """The same reasons, those of a skill that is off left to a person."""
        if not self.off:
            return all_of_them
        return all_of_them.changed(self._without)

    def _without(self, reason: Reason) -> Reason:
        return reason.model_copy(update={"skill": PERSON}) if reason.skill in self.off else reason


def checked(bot: bool, off: Collection[str], notice: str, flows: Collection[str]) -> Switches:  # noqa: FBT001
    """The switches, if they can be set.

    Raises:
        InvalidInput: there is no such skill, or the notice is too long; names the field.
    """
    unknown = sorted(set(off) - {ANSWER, *flows})
    if unknown:
        raise InvalidInput(f"There is no skill {unknown[0]!r}.", field="off")
    words = " ".join(notice.split())
    if len(words) > MOST_NOTICE:
        raise InvalidInput(f"A notice has up to {MOST_NOTICE} characters.", field="notice")
    return Switches(bot, frozenset(off), words)


def as_json(switches: Switches) -> dict[str, Any]:
    """The switches as they are kept."""
    return {"bot": switches.bot, "off": sorted(switches.off), "notice": switches.notice}


def from_json(kept: Mapping[str, Any]) -> Switches:
    """The switches that were kept."""
    return Switches(kept["bot"], frozenset(kept["off"]), kept["notice"])
