"""What a decision of triage leaves in the ledger."""

from bot.ledger.fields import (
    Arm,
    Because,
    Data,
    HandoffReason,
    Identifier,
    IdentityLevel,
    Key,
    Level,
    NotNegative,
    Page,
    Route,
    Seq,
)


class TriageDecided(Data):
    """How a message was triaged, and why, in the rules' own words."""

    seq: Seq
    reason: Key | None
    value: Level
    complexity: Level
    value_score: float
    complexity_score: float
    route: Route
    confidence: float
    department: Key | None = None
    skill: Key | None = None
    handoff_reason: HandoffReason | None = None
    policy_version: int | Identifier
    because: list[Because] = []


class HowItSounds(Data):
    """Probabilities in 0..1."""

    negative: NotNegative
    anger: NotNegative
    threat: NotNegative
    urgency: NotNegative = 0.0


class Amounts(Data):
    """The largest sum of money (dollars) and number of pieces that a message names."""

    amount: NotNegative
    quantity: NotNegative


class Signals(Data):
    """What triage knew besides the words: the fields of `bot.triage.model.Signals`."""

    cart_value: NotNegative
    order_value: NotNegative
    tier: Key | None = None
    repeat_customer: bool
    page: Page
    failed_self_service: Seq
    times_asked_for_person: Seq
    clarified: Seq
    facts_gathered: bool
    active_flow: Key | None = None
    bot_turns: Seq
    prior_reason: Key | None = None
    prior_value: Level | None = None
    prior_complexity: Level | None = None
    identity: IdentityLevel = "anonymous"
    offer_declined: bool = False
    desk_open: bool = True
    agents_on_duty: Seq = 0
    queue_length: Seq = 0
    expected_wait_minutes: NotNegative | None = None
    arm: Arm | None = None
    eligible: bool | None = None


class TriageInputs(Data):
    """All that a decision was made of: see `bot.triage.inputs`."""

    act: Key | None = None
    act_confidence: NotNegative
    reasons: list[tuple[Key, NotNegative]]
    wants_person: NotNegative
    tone: HowItSounds
    wishes: Seq
    length: Seq
    amounts: Amounts
    familiarity: float
    language: Key
    signals: Signals


class TriageDecidedOnInputs(TriageDecided):
    """The same, with what it was decided on, so that it can be decided again by another policy.

    `arm` and `eligible` tell of the holdout: the visitor's arm, and whether this contact takes part.
    """

    inputs: TriageInputs
    arm: Arm | None = None
    eligible: bool | None = None


class TriageDecidedByModel(TriageDecidedOnInputs):
    """The same, with the model that understood the message: the encoder and the version of its phrases."""

    model_version: Key | None = None
