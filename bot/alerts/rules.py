"""When an alert is raised, told again and cleared. Pure: facts, thresholds and `now` in, notices out.

An alert is raised when its limit is passed, and cleared when what it measures is back below half of it; in
between nothing is said, so that a figure which wavers about its limit isn't told each minute.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

# After an alert was told, the same is not raised anew for this long, however often the limit is passed.
QUIET = timedelta(minutes=30)
# What lasts is told again after this long.
REMIND = timedelta(hours=24)
# Below this share of its limit an alert is over.
CLEARS_AT = 0.5


class Kind(StrEnum):
    """What can be out of the ordinary."""

    WAIT = "wait"
    DEFLECTION = "deflection"
    CSAT = "csat"
    WRONG_ANSWERS = "wrong_answers"


class What(StrEnum):
    """What a notice says of its alert."""

    RAISED = "raised"
    STILL = "still"
    CLEARED = "cleared"


@dataclass(frozen=True)
class Compared:
    """A figure of a period beside the period before.

    `difference` is the 95 % interval of `value` less `before`; None where one of them is missing.
    """

    value: float | None
    sample: int
    before: float | None
    sample_before: int
    difference: tuple[float, float] | None


@dataclass(frozen=True)
class Facts:
    """What is known now; None where it was not looked at. `longest_wait` is zero while nobody waits."""

    longest_wait: timedelta | None = None
    waiting: int = 0
    deflection: Compared | None = None
    csat: Compared | None = None
    wrong_answers: Compared | None = None


@dataclass(frozen=True)
class Threshold:
    """Whether an alert is wanted, and its limit: seconds for a wait, a difference for the others."""

    on: bool
    limit: float


DEFAULTS: Mapping[Kind, Threshold] = {
    Kind.WAIT: Threshold(on=True, limit=60),
    Kind.DEFLECTION: Threshold(on=True, limit=0.05),
    Kind.CSAT: Threshold(on=True, limit=0.3),
    Kind.WRONG_ANSWERS: Threshold(on=True, limit=0.03),
}
"""Waits above a minute frustrate; the other limits are differences to the period before."""

TITLES: Mapping[Kind, str] = {
    Kind.WAIT: "Visitors wait too long",
    Kind.DEFLECTION: "Fewer contacts are settled without a person",
    Kind.CSAT: "Visitors are less satisfied",
    Kind.WRONG_ANSWERS: "More answers are wrong",
}


@dataclass(frozen=True)
class Standing:
    """How an alert stands: raised or not, since when, and when it was last told."""

    raised: bool = False
    since: datetime | None = None
    told_at: datetime | None = None


@dataclass(frozen=True)
class Notice:
    """Something to tell. `value` and `limit` are in the threshold's unit; `because` is a sentence."""

    kind: Kind
    what: What
    at: datetime
    since: datetime
    value: float
    limit: float
    because: str

    @property
    def id(self) -> str:
        """The same for the same notice, whichever process makes it."""
        return f"{self.kind}-{self.what}-{self.at:%Y%m%dT%H%M%S}"

    @property
    def title(self) -> str:
        """What it is about, in a few words."""
        return f"Over: {TITLES[self.kind].lower()}" if self.what is What.CLEARED else TITLES[self.kind]


@dataclass(frozen=True)
class Measured:
    """How far it is (in the threshold's unit), in words, and whether it is more than luck."""

    amount: float
    because: str
    sure: bool = True


def decide(
    facts: Facts, thresholds: Mapping[Kind, Threshold], standings: Mapping[Kind, Standing], now: datetime
) -> tuple[list[Notice], dict[Kind, Standing]]:
    """What is to be told, and how every alert stands afterwards."""
    notices: list[Notice] = []
    after: dict[Kind, Standing] = {}
    for kind in Kind:
        threshold = thresholds.get(kind, DEFAULTS[kind])
        before = standings.get(kind, Standing())
        notice, after[kind] = _one(kind, threshold, before, _MEASURES[kind](facts), now)
        if notice is not None:
            notices.append(notice)
    return notices, after


def _one(
    kind: Kind, threshold: Threshold, before: Standing, measured: Measured | None, now: datetime
) -> tuple[Notice | None, Standing]:
    if not threshold.on:
        # Who doesn't want it isn't told that it is over either.
        return None, replace(before, raised=False, since=None)
    if measured is None:
        return None, before

    def notice(what: What, since: datetime) -> Notice:
        return Notice(kind, what, now, since, measured.amount, threshold.limit, measured.because)

    if not before.raised or before.since is None:
        quiet = before.told_at is not None and now - before.told_at < QUIET
        if measured.amount <= threshold.limit or not measured.sure or quiet:
            return None, before
        return notice(What.RAISED, now), Standing(raised=True, since=now, told_at=now)
    if measured.amount <= threshold.limit * CLEARS_AT:
        return notice(What.CLEARED, before.since), Standing(told_at=now)
    if before.told_at is None or now - before.told_at >= REMIND:
        return notice(What.STILL, before.since), replace(before, told_at=now)
    return None, before


def _wait(facts: Facts) -> Measured | None:
    if facts.longest_wait is None:
        return None
    seconds = facts.longest_wait.total_seconds()
    if facts.waiting == 0:
        return Measured(0.0, "Nobody waits for a person.")
    visitors = "1 visitor waits" if facts.waiting == 1 else f"{facts.waiting:,} visitors wait"
    return Measured(seconds, f"{visitors} for a person, the longest for {_lasted(seconds)}.")


def _deflection(facts: Facts) -> Measured | None:
    return _changed(
        facts.deflection,
        lambda one, before: (
            f"{one:.0%} of decided episodes were settled without a person, after {before:.0%}"
        ),
        falls=True,
    )


def _csat(facts: Facts) -> Measured | None:
    return _changed(
        facts.csat,
        lambda one, before: f"Visitors rated {one:.1f} of 5 on average, after {before:.1f}",
        falls=True,
    )


def _wrong_answers(facts: Facts) -> Measured | None:
    return _changed(
        facts.wrong_answers,
        lambda one, before: (
            f"In {one:.1%} of the episodes with an answer it was said to be wrong, after {before:.1%}"
        ),
        falls=False,
    )


_MEASURES: Mapping[Kind, Callable[[Facts], Measured | None]] = {
    Kind.WAIT: _wait,
    Kind.DEFLECTION: _deflection,
    Kind.CSAT: _csat,
    Kind.WRONG_ANSWERS: _wrong_answers,
}


def _changed(
    compared: Compared | None, says: Callable[[float, float], str], *, falls: bool
) -> Measured | None:
    if compared is None or compared.value is None or compared.before is None or compared.difference is None:
        return None
    change = compared.value - compared.before
    low, high = compared.difference
    sample = f"({compared.sample:,} and {compared.sample_before:,} of them)"
    sentence = f"{says(compared.value, compared.before)} in the period before {sample}."
    return Measured(-change if falls else change, sentence, sure=high < 0 if falls else low > 0)


def _lasted(seconds: float) -> str:
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes} min {rest:02d} s" if minutes else f"{rest} s"
