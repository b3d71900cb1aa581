"""A replay in words: the headline, each difference, what was measured and what is assumed. Pure."""

import math
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from statistics import fmean, median

from bot.triage.replay.figures import Estimate, Figure
from bot.triage.replay.habits import Chance
from bot.triage.replay.replaying import Replay

ASSUMPTIONS: tuple[str, ...] = (
    "Visitors write what they wrote then, and what was known besides their words (carts, failures so far, "
    "the queue) was as it was then. What a reason is worth is as it is now.",
    "Where the policy decides as then, the episode counts as it happened. One way of self-service is as good "
    "as another.",
    "A person who takes over ends the bot's part at that message. What followed after a person came is not "
    "decided again.",
    "A person who is newly offered is accepted as often as on record for this value; else the visitor leaves "
    "at the offer as often as on record, or the episode goes on as it did, or, where a person came, one "
    "comes as often as on record after an offer was let pass.",
    "Where a person no longer comes, self-service goes on and fails as often as on record for this reason; a "
    "visitor who came back counts as a failure. After a failure a person comes as often as on record.",
    "Where few episodes are on record, the policy's cost model, moved to fit the whole record, counts as ten "
    "more. All shares are drawn anew in each run, as far as the sample leaves them open.",
    "Visitors wait in the desk's own order and leave as early as on record, where few have left as early as "
    "surveys say (48 % within five minutes). An agent takes as long as then, and for others as long as for "
    "conversations of the same reason or value.",
    "As many agents are on duty as the last decision saw; where none did within an hour, an agent is there "
    "from the first act to the last, with gaps of up to four hours. All serve every department.",
    "What was left out of the figures (holdout, invitations, test traffic, spam) takes agents' time as it "
    "did.",
)


@dataclass(frozen=True)
class Measured:
    """One thing the replay took from the record; `sample` is how many observations it rests on."""

    name: str
    value: float | None
    unit: str
    sample: int


def headline(result: Replay) -> str:
    """The answer in a sentence or two."""
    figures = {one.key: one for one in result.figures}
    cost, waited = figures["cost"], figures["high_value_waited"]
    if cost.replayed is None or cost.happened is None:
        return (
            f"Not enough on record yet: {result.replayable} of {result.rules.fewest} decided episodes "
            "whose decisions can be made again."
        )
    if not result.differing and result.rules.agents is None:
        return "With this policy everything would have ended as it did."
    said = f"With this policy it would have cost {_dollars(cost.replayed.value)}"
    said += f"{_between(cost.replayed, _dollars)} instead of {_dollars(cost.happened)}"
    if waited.replayed is None:
        return f"{said}. What visitors would have waited can't be told: nobody was on duty on record."
    valuable = f"{_count(waited.replayed.value)}{_between(waited.replayed, _count)}"
    return (
        f"{said}, and {valuable} valuable {'chat' if valuable == '1' else 'chats'} would have waited longer "
        f"than {_seconds(result.rules.bound.total_seconds())}; {_count(waited.happened or 0)} did."
    )


def difference(figure: Figure) -> str | None:
    """What the policy changes in a figure: "12 fewer (9 to 15)"; None where it can't be told.

    Waits are compared with what the same simulation makes of what happened.
    """
    before = figure.simulated.value if figure.simulated else figure.happened
    if figure.replayed is None or before is None:
        return None
    say, less, more = _UNITS[figure.unit]
    low, high = (end - before for end in figure.replayed.interval or (figure.replayed.value,) * 2)
    change = figure.replayed.value - before

    def directed(by: float) -> str:
        return f"{say(abs(by))} {less if by < 0 else more}"

    if say(abs(low)) == say(abs(high)) == say(0.0):
        return "As it was"
    if say(abs(low)) == say(abs(high)):
        return directed(change)
    if low < 0 < high and say(abs(low)) != say(0.0) != say(abs(high)):
        return f"Between {directed(low)} and {directed(high)}"
    nearer, further = sorted((abs(low), abs(high)))
    return f"{directed(change)} ({say(nearer)} to {say(further)})"


def measured(result: Replay) -> tuple[Measured, ...]:
    """What the replay took from the record."""
    habits, requests = result.habits, [one.request for one in result.record if one.request]
    handled = list(habits.handle_times.all)
    waits = [request.waited_seconds for request in requests]
    offers = [chance.rate for chance in habits.accepts.values()]
    accepted, offered = sum(rate.numerator for rate in offers), sum(rate.denominator for rate in offers)
    return (
        _share("Self-service fails", habits.failing.overall),
        _share("A person comes after it failed", habits.person_after),
        Measured("An offered person is accepted", accepted / offered if offered else None, "share", offered),
        _share("A person comes after an offer was let pass", habits.person_after_all),
        _share("A visitor leaves at an offer let pass", habits.leaves_at_offer),
        _share("A message is left with nobody there", habits.writes),
        _share("A message is left after waiting in vain", habits.writes_after_waiting),
        Measured("Handle time, mean", fmean(handled) if handled else None, "seconds", len(handled)),
        Measured("Patience, mean", habits.patience.mean, "seconds", habits.patience.left),
        Measured("First wait, median", median(waits) if waits else None, "seconds", len(waits)),
        Measured("Agents on duty, at most", result.duty.most, "count", len(result.duty.steps)),
        Measured("Chats an agent has at once", result.duty.chats_at_once, "count", len(handled)),
    )


def _share(name: str, chance: Chance) -> Measured:
    return Measured(name, chance.rate.value, "share", chance.rate.denominator)


def _between(estimate: Estimate, say: Callable[[float], str]) -> str:
    if estimate.interval is None or say(estimate.interval[0]) == say(estimate.interval[1]):
        return ""
    return f" ({say(estimate.interval[0])} to {say(estimate.interval[1])})"


def _dollars(value: float) -> str:
    return f"${value:,.2f}" if abs(value) < 100 else f"${_count(value)}"


def _count(value: float) -> str:
    # Halves go up, as the pages round.
    return f"{math.floor(value + 0.5):,}"


def _seconds(value: float) -> str:
    if value < 60:
        return f"{value:.0f} s"
    minutes, seconds = divmod(round(value), 60)
    return f"{minutes} min" if not seconds else f"{minutes} min {seconds} s"


_UNITS: Mapping[str, tuple[Callable[[float], str], str, str]] = {
    "count": (_count, "fewer", "more"),
    "dollars": (_dollars, "less", "more"),
    "seconds": (_seconds, "shorter", "longer"),
}
