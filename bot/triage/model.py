"""The words of triage as values: levels, routes, the signals that go in and the decision that comes out."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import AfterValidator, ConfigDict, Field, TypeAdapter, ValidationError
from pydantic.dataclasses import dataclass as validated_dataclass

from bot.errors import InvalidInput

UNKNOWN = "unknown"
"""The reason of a message that fits none of the reasons: the knowledge base may still know an answer."""


class Level(StrEnum):
    """How much of something: of value to the business, or of complexity."""

    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"

    @property
    def rank(self) -> int:
        """0, 1 or 2, so that levels can be compared."""
        return _LEVEL_RANKS[self]


_LEVEL_RANKS = {Level.LOW: 0, Level.MEDIUM: 1, Level.HIGH: 2}


class Route(StrEnum):
    """Where a message goes."""

    ANSWER = "answer"
    FLOW = "flow"
    CLARIFY = "clarify"
    OFFER_HUMAN = "offer_human"
    HANDOFF = "handoff"
    LEAVE_MESSAGE = "leave_message"

    @property
    def reach(self) -> int:
        """How near a person is: 0 the bot goes on, 1 one (or a message) is offered, 2 one takes over."""
        return _REACH.get(self, 0)


_REACH = {Route.OFFER_HUMAN: 1, Route.LEAVE_MESSAGE: 1, Route.HANDOFF: 2}


class Arm(StrEnum):
    """Which way a visitor is served while there is a holdout."""

    BOT_FIRST = "bot_first"
    PERSON_FIRST = "person_first"


class HandoffReason(StrEnum):
    """Why a person is brought in; part of the handoff packet."""

    VISITOR_REQUEST = "visitor_request"
    HIGH_VALUE = "high_value"
    HIGH_COMPLEXITY = "high_complexity"
    LOW_CONFIDENCE = "low_confidence"
    NEGATIVE_TONE = "negative_tone"
    FLOW_FAILED = "flow_failed"
    POLICY = "policy"
    BOT_FAILURE = "bot_failure"


_KEY = re.compile(r"[A-Za-z0-9][A-Za-z0-9_.:-]{0,79}")
_LONGEST_PAGE = 200


def _page_only(page: str) -> str:
    return page.partition("?")[0].partition("#")[0][:_LONGEST_PAGE]


def _key_only(name: str | None) -> str | None:
    name = (name or "").strip()
    return name if _KEY.fullmatch(name) else None


Dollars = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Minutes = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Count = Annotated[int, Field(ge=0)]
Page = Annotated[str, AfterValidator(_page_only)]
Name = Annotated[str | None, AfterValidator(_key_only)]
Identity = Literal["anonymous", "known", "verified"]


@validated_dataclass(frozen=True, config=ConfigDict(extra="forbid"))
class Signals:
    """What is known besides the words; every default is neutral.

    Nothing that anybody typed is among them, so that the ledger can keep them: a page is kept without its
    query and fragment, and a name that is no key is as good as none.

    Attributes:
        cart_value: dollars in the cart now.
        order_value: dollars of the order that the conversation is about.
        tier: the customer's tier as the shop calls it ("gold", "trade", ...).
        repeat_customer: whether the visitor has bought before.
        page: the page the visitor writes from, such as "/checkout".
        failed_self_service: how often the bot's answers and flows have failed so far in this conversation.
        times_asked_for_person: requests for a person *before* this message.
        clarified: how often the bot has asked back about the matter without getting further.
        facts_gathered: whether a fact-gathering flow has been through.
        active_flow: the flow that runs now, or None; what the visitor types then usually belongs to it.
        bot_turns: the bot's turns in a row in this conversation.
        prior_reason: the reason found earlier in the conversation, or None.
        prior_value: the level of value found earlier, or None.
        prior_complexity: the level of complexity found earlier, or None.
        identity: whether the shop knows who writes: not at all, by what was said, or by a proof.
        offer_declined: whether a person was offered in this contact and declined.
        desk_open: whether a person can be had at all.
        agents_on_duty: how many take conversations now.
        queue_length: how many visitors wait for them.
        expected_wait_minutes: how long this visitor would usually wait; None where it isn't known.
        arm: the visitor's arm while there is a holdout, or None.
        eligible: whether this contact takes part in that; None until its first request has decided it.
    """

    cart_value: Dollars = 0.0
    order_value: Dollars = 0.0
    tier: Name = None
    repeat_customer: bool = False
    page: Page = ""
    failed_self_service: Count = 0
    times_asked_for_person: Count = 0
    clarified: Count = 0
    facts_gathered: bool = False
    active_flow: Name = None
    bot_turns: Count = 0
    prior_reason: Name = None
    prior_value: Level | None = None
    prior_complexity: Level | None = None
    identity: Identity = "anonymous"
    offer_declined: bool = False
    desk_open: bool = True
    agents_on_duty: Count = 0
    queue_length: Count = 0
    expected_wait_minutes: Minutes | None = None
    arm: Arm | None = None
    eligible: bool | None = None

    @classmethod
    def from_mapping(cls, values: Mapping[str, Any]) -> "Signals":
        """Read signals as they come from outside, such as a line of a batch.

        Raises:
            InvalidInput: a signal is unknown or has a value that can't be used; `field` names it.
        """
        if not isinstance(values, Mapping):
            raise InvalidInput("signals: needs names and values", field="signals")
        try:
            return _SIGNALS.validate_python(dict(values))
        except ValidationError as error:
            first = error.errors()[0]
            name = ".".join(str(part) for part in first["loc"]) or "signals"
            known = "" if first["type"] != "unexpected_keyword_argument" else "; there is no such signal"
            raise InvalidInput(f"signals, {name}: {first['msg']}{known}", field=name) from error


_SIGNALS = TypeAdapter(Signals)


@dataclass(frozen=True)
class Decision:
    """Where a message goes and why.

    `value_score` and `complexity_score` lie in 0..1, `value` and `complexity` are their levels. `confidence`
    is the probability that the message was understood rightly. `because` holds short sentences in the order
    of the thinking: what was read, what moved it, what follows. `handoff_reason` is set when a person is
    offered or takes over. `arm` and `eligible` tell of the holdout, where there is one: the visitor's arm,
    and whether the contact takes part (None while it has made no request).
    """

    reason: str
    value: Level
    complexity: Level
    value_score: float
    complexity_score: float
    route: Route
    confidence: float
    because: tuple[str, ...]
    department: str
    skill: str
    handoff_reason: HandoffReason | None
    policy_version: str
    arm: Arm | None = None
    eligible: bool | None = None
