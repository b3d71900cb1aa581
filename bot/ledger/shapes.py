"""What the analysis answers with: figures with their definition, sample, interval and what they were before.

Shares are 0 to 1, money is US dollars, times are aware and in UTC, spans are seconds. The JSON schema made of
these models is docs/api/analysis.schema.json.
"""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field
from pydantic.json_schema import models_json_schema

Unit = Literal["share", "seconds", "dollars", "count", "score"]
Group = Literal["deflection", "people", "time", "volume", "invitations", "sales", "surveys", "money"]
By = Literal[
    "reason",
    "article",
    "agent",
    "department",
    "channel",
    "day",
    "hour",
    "weekday",
    "hour_weekday",
    "holiday",
    "flow",
    "invitation",
    "survey",
    "outcome",
    "cause",
]
Interval = Annotated[tuple[float, float], Field(description="95 %, lower and upper bound")]


class Shape(BaseModel):
    """The base of all: frozen, nothing unknown."""

    model_config = ConfigDict(extra="forbid", frozen=True)


class Period(Shape):
    """What began in it counts: `start` <= beginning < `end`."""

    start: datetime
    end: datetime


class Change(Shape):
    """The difference to the period before, in the figure's unit (shares: 0.05 is five points).

    `interval` is None where there is none for this kind of figure, or no sample; `clear` says that it
    leaves 0 out.
    """

    before: float | None
    sample_before: int
    difference: float | None
    interval: Interval | None
    clear: bool


class Figure(Shape):
    """One indicator.

    `value` is None without a sample; then `missing` says what is missing. `sample` is how many the value was
    made of; shares have `numerator` and `denominator`. `small` marks samples under 30. `opens` says that
    `episodes_behind(key)` shows the episodes; what stands behind a share is its numerator, unless the
    denominator is asked for.
    """

    key: str
    title: str
    unit: Unit
    group: Group
    definition: str
    value: float | None
    sample: int
    numerator: float | None = None
    denominator: float | None = None
    interval: Interval | None = None
    small: bool = False
    opens: bool = False
    missing: str | None = None
    note: str | None = None
    goal: float | None = None
    change: Change | None = None


class Term(Shape):
    """One figure that goes into a sum, or a step of it."""

    name: str
    value: float
    unit: Unit
    note: str | None = None


class Saving(Shape):
    """A sum of money with all its terms; `low` and `high` where the definition has them, or its interval."""

    key: Literal["gross_saving", "net_saving", "handoff_saving"]
    title: str
    definition: str
    value: float | None
    low: float | None = None
    high: float | None = None
    interval: Interval | None = None
    sample: int
    terms: tuple[Term, ...]
    note: str
    change: Change | None = None


class ChannelCost(Shape):
    """What the contacts of one channel cost; `each` is `total` / `contacts`.

    `stated` says that no cost model is kept for this channel and the price of the settings was taken.
    """

    channel: str
    title: str
    contacts: int
    minutes: float
    staff: float
    systems: float
    tools: float
    fees: float
    total: float
    each: float | None
    stated: bool
    terms: tuple[Term, ...]


class CaseCost(Shape):
    """Total cost per contact: the cost of all channels / cases."""

    period: Period
    cases: int
    contacts: int
    total: float
    each: float | None


class Costs(Shape):
    """Cost per contact by channel, and total cost per contact now, before and since self-service began."""

    channels: tuple[ChannelCost, ...]
    cases: CaseCost
    self_service_began: datetime | None
    before_self_service: CaseCost | None
    since_self_service: CaseCost | None


class Money(Shape):
    """Savings and costs of the period."""

    currency: Literal["USD"] = "USD"
    savings: tuple[Saving, ...]
    costs: Costs


class ChannelSales(Shape):
    """What contacts of one channel brought: orders within the set hours after them."""

    channel: str
    title: str
    contacts: int
    converting: int
    conversion_rate: float | None
    conversion_interval: Interval | None
    average_order: float | None
    average_interval: Interval | None
    value_of_visitor: float | None
    value_interval: Interval | None


class Arm(Shape):
    """One arm of the holdout: eligible visitors, and what each of them took, on all channels, in 7 days."""

    arm: Literal["bot_first", "person_first"]
    title: str
    visitors: int
    human_contacts: float | None
    cost: float | None


class Difference(Shape):
    """Bot first less person first, per visitor; `needed` visitors of each arm would show it at 80 % power."""

    key: Literal["human_contacts", "cost"]
    title: str
    unit: Unit
    value: float | None
    interval: Interval | None
    needed: int | None
    clear: bool


class Balance(Shape):
    """Whether the arms have the sizes they should have; `p_value` of the chi-square test of the split."""

    expected_share: float
    share: float | None
    p_value: float | None
    unbalanced: bool


class Holdout(Shape):
    """Bot first compared with person first, by intention to treat.

    `state`: off (no share is held out and nothing is on record), collecting (too few), measured.
    """

    state: Literal["off", "collecting", "measured"]
    definition: str
    note: str
    method: str
    arms: tuple[Arm, ...]
    differences: tuple[Difference, ...]
    balance: Balance | None
    would_contact: float | None
    warnings: tuple[str, ...]


class OutcomeRow(Shape):
    """How many episodes ended so; `share` of the decided (pending has none)."""

    outcome: str
    title: str
    count: int
    share: float | None
    interval: Interval | None
    change: Change | None


class CauseRow(Shape):
    """Why episodes were abandoned; for flows left, at which step."""

    cause: str
    title: str
    flow: str | None
    step: str | None
    count: int


class Counts(Shape):
    """How many episodes began, and what became of them."""

    total: int
    counted: int
    pending: int
    decided: int
    left_out: dict[str, int]


class Day(Shape):
    """One day in the filter's time zone."""

    day: str
    episodes: int
    decided: int
    deflected: int
    handed_off: int
    holiday: bool = False


class Overview(Shape):
    """All figures of a period, each compared with the period before (of the same length, just before it)."""

    version: Literal[1] = 1
    generated_at: datetime
    period: Period
    before: Period
    timezone: str
    filtered_by: dict[str, str]
    counts: Counts
    outcomes: tuple[OutcomeRow, ...]
    causes: tuple[CauseRow, ...]
    figures: tuple[Figure, ...]
    money: Money
    sales: tuple[ChannelSales, ...]
    holdout: Holdout
    days: tuple[Day, ...]

    def figure(self, key: str) -> Figure:
        """The figure of this key; KeyError where there is none."""
        for one in self.figures:
            if one.key == key:
                return one
        raise KeyError(key)


class Row(Shape):
    """One row of a breakdown: `episodes` counts those not left out, `outcomes` says what became of them.

    `narrowed_by` are the filter's fields that narrow everything to this row.
    """

    key: str
    title: str
    episodes: int
    outcomes: dict[str, int]
    narrowed_by: dict[str, str]
    figures: tuple[Figure, ...]

    def figure(self, key: str) -> Figure:
        """The figure of this key; KeyError where there is none."""
        for one in self.figures:
            if one.key == key:
                return one
        raise KeyError(key)


class Breakdown(Shape):
    """The figures by reason, agent, day ...; rows of `many` values may count an episode more than once.

    (An episode with two articles stands in the rows of both.)
    """

    version: Literal[1] = 1
    by: By
    many: bool
    generated_at: datetime
    period: Period
    timezone: str
    filtered_by: dict[str, str]
    rows: tuple[Row, ...]


class EpisodeRow(Shape):
    """One episode behind a figure, with the evidence for what it counts as."""

    episode_id: str
    conversation_id: str
    started_at: datetime
    outcome: str
    outcome_title: str
    cause: str | None
    reason: str
    reason_title: str
    channel: str
    department: str | None
    evidence: str
    came_back_at: datetime | None
    handle_seconds: float | None
    csat: int | None


class Episodes(Shape):
    """The episodes behind a figure, newest first; `total` is the figure's count, `rows` a page of them."""

    key: str
    part: Literal["numerator", "denominator"]
    total: int
    offset: int
    rows: tuple[EpisodeRow, ...]


class Happened(Shape):
    """One event of a timeline, in words; `evidence` says that the outcome rests on it."""

    id: str
    at: datetime
    type: str
    text: str
    evidence: bool


class Contact(Shape):
    """One contact of a case, on any channel, and what it cost."""

    id: str
    channel: str
    started_at: datetime
    outcome: str | None
    cost: float
    is_this: bool


class Timeline(Shape):
    """One episode's story: its events, the versions at work, and the case it belongs to."""

    episode: EpisodeRow
    evidence_ids: tuple[str, ...]
    events: tuple[Happened, ...]
    versions: dict[str, list[str]]
    case: tuple[Contact, ...]
    case_cost: float


ANSWERS = (Overview, Breakdown, Episodes, Timeline)
"""What the analysis answers with."""


def schema() -> dict[str, Any]:
    """The JSON schema of all answers, under `$defs` by name."""
    _, made = models_json_schema(
        [(one, "serialization") for one in ANSWERS], title="Firstline analysis, version 1"
    )
    return {"$schema": "https://json-schema.org/draft/2020-12/schema", **made}
