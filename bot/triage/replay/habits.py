"""What visitors and agents do, measured in the record: the chances and times a replay draws from. Pure."""

import math
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from bot.ledger.rates import Rate
from bot.triage.model import Level, Route
from bot.triage.replay.record import Ended, Recorded

BORROWED = 10.0
"""What a thin record borrows from the wider one, in episodes."""
_ENOUGH_TIMES = 20
# Before there is a record: most who don't want a person go on with the bot.
_LEAVES_AT_OFFER = 0.25
_SURVEYED_PATIENCE = 300.0 / -math.log(1 - 0.48)

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class Chance:
    """A share as the record has it.

    Attributes:
        rate: how often it happened, of how many.
        prior: what is expected before anything is on record, 0..1.
        weight: how many episodes that expectation counts as.
    """

    rate: Rate
    prior: float = 0.5
    weight: float = 2.0

    @property
    def mean(self) -> float:
        """The expected share (the mean of the beta distribution that the record leaves)."""
        return (self.rate.numerator + self.prior * self.weight) / (self.rate.denominator + self.weight)

    def drawn(self, generator: np.random.Generator) -> float:
        """A share that may be the true one, as the sample leaves it open (drawn from that distribution)."""
        happened = self.rate.numerator + self.prior * self.weight
        otherwise = self.rate.denominator + self.weight - happened
        return float(generator.beta(max(happened, 1e-9), max(otherwise, 1e-9)))

    def narrowed(self, rate: Rate) -> "Chance":
        """The chance of a part of the same record, which borrows from the whole where it is thin."""
        return Chance(rate, self.mean, BORROWED)


@dataclass(frozen=True)
class Failing:
    """How often self-service doesn't settle a matter for good, by reason.

    The cost model of the policy (`bot.triage.costs`) says which reasons fail more often than others; the
    whole record says how far it is right on the whole (its odds are moved by one factor); and the record of a
    reason counts for itself beside that, which stands for `BORROWED` episodes.

    Attributes:
        rates: failures of tries, by reason.
        model: what the cost model says of each reason's decisions, on average.
        overall: failures of all tries; its prior is what the cost model says of them.
    """

    rates: Mapping[str, Rate]
    model: Mapping[str, float]
    overall: Chance

    def drawn(self, generator: np.random.Generator) -> Mapping[str, float]:
        """Shares by reason that may be the true ones, as far as the record leaves them open."""
        return self._shares(self.overall.drawn(generator), lambda chance: chance.drawn(generator))

    @property
    def means(self) -> Mapping[str, float]:
        """The expected shares by reason."""
        return self._shares(self.overall.mean, lambda chance: chance.mean)

    def _shares(self, overall: float, share: Callable[[Chance], float]) -> Mapping[str, float]:
        factor = _odds(overall) / _odds(self.overall.prior)
        return {
            reason: share(Chance(self.rates.get(reason, Rate(0, 0)), _moved(model, factor), BORROWED))
            for reason, model in sorted(self.model.items())
        }


@dataclass(frozen=True)
class Patience:
    """How long visitors wait before they leave: exponentially distributed, as in Palm's model of impatience.

    The rate is the leavings over all the time that was waited, whatever ended the waits, so that waits which
    an agent ended count for what they say. Before there is a record, `BORROWED` leavings at the rate at which
    48 % leave within five minutes, which surveys of web shops' visitors found.

    Attributes:
        left: how often visitors left the queue by themselves.
        seconds: what all visitors waited together.
    """

    left: int
    seconds: float

    @property
    def mean(self) -> float:
        """The expected patience in seconds."""
        return (self.seconds + BORROWED * _SURVEYED_PATIENCE) / (self.left + BORROWED)

    def drawn(self, generator: np.random.Generator) -> float:
        """A mean patience in seconds that may be the true one (the rate has a gamma distribution)."""
        rate = generator.gamma(self.left + BORROWED) / (self.seconds + BORROWED * _SURVEYED_PATIENCE)
        return float(1.0 / rate)


@dataclass(frozen=True)
class HandleTimes:
    """How long agents take, in seconds: by reason where on record often enough, else by value, else all."""

    by_reason: Mapping[str, Sequence[float]]
    by_value: Mapping[Level, Sequence[float]]
    all: Sequence[float]

    def at(self, chance: float, reason: str, value: Level) -> float:
        """A handle time of a conversation like this; `chance` in 0..1 picks it."""
        times = next(
            (
                own
                for own in (self.by_reason.get(reason, ()), self.by_value.get(value, ()))
                if len(own) >= _ENOUGH_TIMES
            ),
            self.all,
        )
        return times[min(len(times) - 1, int(chance * len(times)))]


@dataclass(frozen=True)
class Habits:
    """What the record says.

    Attributes:
        failing: how often self-service doesn't settle a matter.
        person_after: the chance that a person is brought in where self-service has failed.
        accepts: by value, the chance that an offered person is accepted.
        person_after_all: the chance that a person comes later where an offer was let pass.
        leaves_at_offer: the chance that such a visitor leaves at the offer.
        writes: the chance that a visitor leaves a message who finds the desk closed or is asked for one.
        writes_after_waiting: the same of one who waited in vain.
        patience: how long visitors wait.
        handle_times: how long agents take.
    """

    failing: Failing
    person_after: Chance
    accepts: Mapping[Level, Chance]
    person_after_all: Chance
    leaves_at_offer: Chance
    writes: Chance
    writes_after_waiting: Chance
    patience: Patience
    handle_times: HandleTimes


def habits_of(record: Sequence[Recorded]) -> Habits:
    """Measure the record."""
    counted = [one for one in record if one.counted]
    tried = [one for one in counted if one.turns and one.turns[0].route.reach == 0]
    failed = [one for one in tried if not one.assessment.durable]
    offers = [
        (turn.value, turn.brought) for one in counted for turn in one.turns if turn.route is Route.OFFER_HUMAN
    ]
    let_pass = [
        one for one in counted if any(t.route is Route.OFFER_HUMAN and not t.brought for t in one.turns)
    ]
    accepts = Chance(Rate(sum(brought for _, brought in offers), len(offers)))
    requests = [one.request for one in record if one.request]
    closed = [each.left_message for each in requests if each.ended is Ended.CLOSED]
    in_vain = [each.left_message for each in requests if each.ended in (Ended.LEFT, Ended.TIMED_OUT)]
    return Habits(
        failing=_failing(counted, tried),
        person_after=Chance(Rate(sum(one.person for one in failed), len(failed))),
        accepts={
            level: accepts.narrowed(
                Rate(
                    sum(brought for value, brought in offers if value is level),
                    sum(value is level for value, _ in offers),
                )
            )
            for level in Level
        },
        leaves_at_offer=Chance(
            Rate(sum(one.left_at_offer for one in let_pass), len(let_pass)), prior=_LEAVES_AT_OFFER
        ),
        person_after_all=Chance(Rate(sum(one.person for one in let_pass), len(let_pass))),
        writes=Chance(Rate(sum(closed), len(closed))),
        writes_after_waiting=Chance(Rate(sum(in_vain), len(in_vain))),
        patience=_patience(record),
        handle_times=_handle_times(record),
    )


def _failing(counted: Iterable[Recorded], tried: Sequence[Recorded]) -> Failing:
    rates: dict[str, list[bool]] = defaultdict(list)
    model: dict[str, list[float]] = defaultdict(list)
    for one in counted:
        model[one.reason].extend(turn.failing for turn in one.turns[:1])
    for one in tried:
        rates[one.reason].append(not one.assessment.durable)
    expected = [one.turns[0].failing for one in tried] or [value for own in model.values() for value in own]
    return Failing(
        rates={reason: Rate(sum(failed), len(failed)) for reason, failed in rates.items()},
        model={reason: fmean(own) for reason, own in model.items() if own},
        overall=Chance(
            Rate(sum(map(sum, rates.values())), len(tried)), fmean(expected) if expected else 0.5, BORROWED
        ),
    )


def _odds(share: float) -> float:
    share = min(max(share, 1e-6), 1 - 1e-6)
    return share / (1 - share)


def _moved(share: float, factor: float) -> float:
    odds = _odds(share) * factor
    return odds / (1 + odds)


def _patience(record: Iterable[Recorded]) -> Patience:
    waits = [one.request for one in record if one.request and one.request.ended is not Ended.CLOSED]
    return Patience(
        sum(wait.ended is Ended.LEFT for wait in waits), sum(wait.waited_seconds for wait in waits)
    )


def _handle_times(record: Iterable[Recorded]) -> HandleTimes:
    by_reason: dict[str, list[float]] = defaultdict(list)
    by_value: dict[Level, list[float]] = defaultdict(list)
    everything: list[float] = []
    for one in record:
        if one.handle_seconds is not None:
            for times in (by_reason[one.reason], by_value[one.value], everything):
                times.append(one.handle_seconds)
    for times in (*by_reason.values(), *by_value.values(), everything):
        times.sort()
    return HandleTimes(by_reason, by_value, everything)
