"""The indicators of a support manager and a finance department, computed from assessments. Pure."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean, median

from bot.ledger.assessments import Assessment
from bot.ledger.definitions import DEFINITIONS, Definition
from bot.ledger.episodes import cases
from bot.ledger.handling import (
    accepted_waits,
    first_response_seconds,
    handlings,
    left_while_closed,
    person_messages,
    waits,
)
from bot.ledger.outcomes import LeftOut
from bot.ledger.rates import Rate
from bot.ledger.terms import Terms


@dataclass(frozen=True)
class Figure:
    """A value, and how many it was made of; a share has its `rate`."""

    value: float | None
    sample: int
    rate: Rate | None = None


@dataclass(frozen=True)
class Indicator:
    """A figure under its definition; without a figure, its data is not collected yet."""

    key: str
    title: str
    unit: str
    definition: str
    figure: Figure | None


def indicators(assessments: Sequence[Assessment], terms: Terms) -> tuple[Indicator, ...]:
    """All indicators of these episodes; what is left out of the outcomes is left out here, too."""
    counted = [one for one in assessments if one.counted]
    figures = _shares(counted) | _times(counted, terms) | _counts(assessments, terms) | _surveys(counted)
    return tuple(_indicator(definition, figures, terms) for definition in DEFINITIONS)


def _indicator(definition: Definition, figures: Mapping[str, Figure], terms: Terms) -> Indicator:
    text = definition.text.format(
        case_gap=terms.case_gap.total_seconds() / 86400,
        come_back=terms.come_back.total_seconds() / 86400,
        goal=terms.first_response_goal.total_seconds(),
        short=terms.short_session_messages,
    )
    return Indicator(definition.key, definition.title, definition.unit, text, figures.get(definition.key))


def _shares(counted: Sequence[Assessment]) -> dict[str, Figure]:
    decided = [one for one in counted if one.decided]
    mature = [one for one in decided if one.mature]
    handed_off = [one for one in decided if one.handed_off]
    return {
        "containment": _share_of(decided, lambda one: not one.handed_off),
        "escalation_rate": _share_of(decided, lambda one: one.handed_off),
        "transfers": _share_of(handed_off, lambda one: one.episode.has("transferred")),
        "resolution_rate": _share_of(decided, lambda one: one.resolved),
        "first_contact_resolution": _share_of(mature, lambda one: one.resolved and one.come_back is None),
    }


def _times(counted: Sequence[Assessment], terms: Terms) -> dict[str, Figure]:
    episodes = [one.episode for one in counted]
    accepted = [seconds for episode in episodes for seconds in accepted_waits(episode)]
    bot = [
        float(event.data["milliseconds"]) / 1000
        for episode in episodes
        for event in episode.of_type("bot_replied")
    ]
    responses = [seconds for episode in episodes for seconds in first_response_seconds(episode)]
    handled = [handling.seconds for episode in episodes for handling in handlings(episode)]
    goal = terms.first_response_goal.total_seconds()
    return {
        "first_response_time": _value(median, responses),
        "first_response_in_time": _share(sum(seconds <= goal for seconds in responses), len(responses)),
        "time_to_accept": _value(median, accepted),
        "bot_response_time": _value(median, bot),
        "average_handle_time": _value(fmean, handled),
    }


def _counts(assessments: Sequence[Assessment], terms: Terms) -> dict[str, Figure]:
    counted = [one for one in assessments if one.counted]
    invited = [one for one in assessments if one.judgement.left_out is LeftOut.INVITED]
    with_person = [one for one in counted if one.episode.has("person_accepted")]
    left = [ended for one in counted for ended in waits(one.episode)]
    offline = sum(left_while_closed(one.episode) for one in counted)
    return {
        "queue_abandonment": _share(sum(left), len(left)),
        "cases": Figure(len(cases([one.episode for one in counted], terms.case_gap)), len(counted)),
        "visitor_initiated": Figure(len(counted), len(counted)),
        "invited": Figure(len(invited), len(invited)),
        "short_sessions": _share_of(
            with_person, lambda one: person_messages(one.episode) <= terms.short_session_messages
        ),
        "offline_requests": Figure(offline, len(counted)),
    }


def _surveys(counted: Sequence[Assessment]) -> dict[str, Figure]:
    csat, nps = _last_answers(counted, "csat"), _last_answers(counted, "nps")
    return {
        "csat": _value(fmean, csat),
        "happy_chats": _share(sum(score >= 4 for score in csat), len(csat)),
        "nps": _value(net_promoter_score, nps),
    }


def net_promoter_score(scores: Sequence[float]) -> float:
    """Share of 9 and 10 less share of 0 to 6, in points from -100 to 100.

    F. F. Reichheld, "The one number you need to grow", Harvard Business Review 81 (12), 2003.
    """
    promoters, detractors = sum(score >= 9 for score in scores), sum(score <= 6 for score in scores)
    return 100 * (promoters - detractors) / len(scores)


def _last_answers(counted: Sequence[Assessment], question: str) -> list[float]:
    answers: list[float] = []
    for one in counted:
        surveys = one.episode.of_type("survey_answered")
        given = [float(event.data[question]) for event in surveys if question in event.data]
        answers.extend(given[-1:])
    return answers


def _value(summary: Callable[[Sequence[float]], float], values: Sequence[float]) -> Figure:
    return Figure(summary(values) if values else None, len(values))


def _share_of(of: Sequence[Assessment], fits: Callable[[Assessment], bool]) -> Figure:
    return _share(sum(fits(one) for one in of), len(of))


def _share(numerator: int, denominator: int) -> Figure:
    rate = Rate(numerator, denominator)
    return Figure(rate.value, denominator, rate)
