"""What an event of each type may carry: one typed schema per type and version.

No field takes what a person typed: see `bot.ledger.fields`.
"""

from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from bot.errors import InvalidInput
from bot.ledger.fields import Data, HandoffReason, Identifier, Key, Level, Page, Seq, TypedKey
from bot.ledger.triage_schemas import TriageDecided, TriageDecidedByModel, TriageDecidedOnInputs


class Nothing(Data):
    """For events that say everything by their type."""


class ConversationStarted(Data):
    """A visitor opened a conversation."""

    channel: Key
    page: Page | None = None
    locale: Key | None = None
    test: bool = False


class EpisodeStarted(Data):
    """A contact began."""

    number: Annotated[int, Field(ge=1)]
    invited: bool = False
    test: bool = False


class EpisodeStartedOnPages(EpisodeStarted):
    """The same, with the channel, the pages seen before, and the invitation that led to it."""

    channel: Key = "web"
    pages: list[Page] = []
    invitation: TypedKey | None = None
    invited_by: Literal["system", "agent"] | None = None


class InvitationSent(Data):
    """A visitor was invited to chat; the event's conversation and episode are the invitation's own id."""

    invitation: TypedKey
    by: Literal["system", "agent"]
    agent_id: Identifier | None = None
    page: Page | None = None


class InvitationAnswered(Data):
    """The visitor accepted the invitation, or refused it."""

    accepted: bool


class MessageReceived(Data):
    """A visitor wrote; `chat` says who owned the conversation then."""

    seq: Seq
    length: Annotated[int, Field(ge=0)]
    chat: Literal["bot", "person"]
    substance: bool = True


class MessageClassified(Data):
    """What kind of utterance a message was; greetings and thanks have no substance."""

    seq: Seq
    act: Key | None = None
    substance: bool


class AnswerShown(Data):
    """An article was shown as the answer to message `seq`."""

    seq: Seq
    article_id: Identifier
    article_version: int | Identifier
    score: float
    risk: float | None = None


class AnswerMissing(Data):
    """No article answers message `seq`, and the bot said so."""

    seq: Seq


class ClarifyAsked(Data):
    """The bot asked which of several was meant."""

    seq: Seq
    options: list[Identifier]


class Reaction(Data):
    """A visitor said whether an answer or a flow helped."""

    seq: Seq
    polarity: Literal["positive", "negative"]
    about: Literal["answer", "flow"]
    article_id: Identifier | None = None
    flow: Key | None = None


class SurveyAnswered(Data):
    """Satisfaction (CSAT, 1 to 5) and recommendation (NPS, 0 to 10)."""

    csat: Annotated[int, Field(ge=1, le=5)] | None = None
    nps: Annotated[int, Field(ge=0, le=10)] | None = None


class Flow(Data):
    """A flow began or was completed."""

    flow: Key


class FlowStep(Data):
    """A flow reached a step, or was left there."""

    flow: Key
    step: Key | None = None


class FlowFailed(Data):
    """A flow could not go on."""

    flow: Key
    step: Key | None = None
    cause: TypedKey


class PersonRequested(Data):
    """The visitor asked for a person, for the `times`-th time."""

    seq: Seq | None = None
    times: Annotated[int, Field(ge=1)]


class PersonOffered(Data):
    """The bot offered a person."""

    reason: TypedKey | None = None


class HandoffRequested(Data):
    """The conversation is to go to a person."""

    handoff_reason: HandoffReason
    department: Key | None = None
    value: Level | None = None
    complexity: Level | None = None
    reason: Key | None = None


class Queued(Data):
    """The visitor waits for a person."""

    department: Key | None = None


class QueueLeft(Data):
    """The visitor no longer waits, without having been served."""

    to: Literal["bot", "message", "gone", "timeout"]


class PersonAccepted(Data):
    """An agent took the conversation."""

    agent_id: Identifier
    waited_seconds: Annotated[float, Field(ge=0)] | None = None


class AgentWrote(Data):
    """An agent wrote a message; `first` since they accepted."""

    agent_id: Identifier
    seq: Seq
    first: bool


class Returned(Data):
    """The conversation went back to the bot."""

    by: Identifier
    reason: TypedKey | None = None


class Transferred(Data):
    """An agent passed the conversation on."""

    from_agent: Identifier
    to_agent: Identifier | None = None
    department: Key | None = None


class TransferredToLevel(Transferred):
    """The same; `second_level` says that it went up, from an agent to a supervisor."""

    second_level: bool = False


class MessageLeft(Data):
    """A left message became a ticket."""

    ticket_id: Identifier


class TicketClosed(Data):
    """An agent closed a ticket."""

    ticket_id: Identifier
    agent_id: Identifier | None = None
    disposition: Literal["resolved", "unresolved", "spam", "sale"] | None = None


class Closed(Data):
    """The conversation ended; an agent says how, and corrects the reason."""

    by: Literal["visitor", "agent", "system"]
    disposition: Literal["resolved", "unresolved", "spam", "sale"] | None = None
    reason: TypedKey | None = None
    amount: Annotated[float, Field(ge=0)] | None = None


class BotFailed(Data):
    """A part of the bot failed, and a person was brought in."""

    part: Literal["rasa", "action", "nlu", "timeout", "turn_limit", "switched_off"]


class BotReplied(Data):
    """The bot's reply to message `seq` was kept `milliseconds` after the message was."""

    seq: Seq
    milliseconds: Annotated[float, Field(ge=0)]


SCHEMAS: dict[tuple[str, int], type[Data]] = {
    ("conversation_started", 1): ConversationStarted,
    ("episode_started", 1): EpisodeStarted,
    ("episode_started", 2): EpisodeStartedOnPages,
    ("invitation_sent", 1): InvitationSent,
    ("invitation_answered", 1): InvitationAnswered,
    ("message_received", 1): MessageReceived,
    ("message_classified", 1): MessageClassified,
    ("triage_decided", 1): TriageDecided,
    ("triage_decided", 2): TriageDecidedOnInputs,
    ("triage_decided", 3): TriageDecidedByModel,
    ("answer_shown", 1): AnswerShown,
    ("answer_missing", 1): AnswerMissing,
    ("clarify_asked", 1): ClarifyAsked,
    ("reaction", 1): Reaction,
    ("survey_answered", 1): SurveyAnswered,
    ("flow_started", 1): Flow,
    ("flow_step", 1): FlowStep,
    ("flow_completed", 1): Flow,
    ("flow_cancelled", 1): FlowStep,
    ("flow_failed", 1): FlowFailed,
    ("person_requested", 1): PersonRequested,
    ("person_offered", 1): PersonOffered,
    ("offer_accepted", 1): Nothing,
    ("offer_declined", 1): Nothing,
    ("handoff_requested", 1): HandoffRequested,
    ("queued", 1): Queued,
    ("queue_left", 1): QueueLeft,
    ("person_accepted", 1): PersonAccepted,
    ("agent_wrote", 1): AgentWrote,
    ("returned", 1): Returned,
    ("transferred", 1): Transferred,
    ("transferred", 2): TransferredToLevel,
    ("message_left", 1): MessageLeft,
    ("ticket_closed", 1): TicketClosed,
    ("closed", 1): Closed,
    ("reopened", 1): Nothing,
    ("bot_failed", 1): BotFailed,
    ("bot_replied", 1): BotReplied,
}


_NEWEST = {type_: version for type_, version in sorted(SCHEMAS)}


def newest(type_: str) -> int:
    """The version in which events of this type are recorded now; older ones stay readable.

    Raises:
        InvalidInput: there is no such type.
    """
    if type_ not in _NEWEST:
        raise InvalidInput(f"there is no event type {type_!r}", field="type")
    return _NEWEST[type_]


def checked(type_: str, version: int, data: dict[str, Any]) -> dict[str, Any]:
    """The data of an event as its schema keeps it (absent optional fields left out).

    Raises:
        InvalidInput: the type or version is unknown, or the data doesn't fit; names the field, not its value.
    """
    schema = SCHEMAS.get((type_, version))
    if schema is None:
        raise InvalidInput(f"there is no event type {type_!r} in version {version}", field="type")
    try:
        return schema.model_validate(data).model_dump(mode="json", exclude_none=True)
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(str(part) for part in first["loc"])
        raise InvalidInput(f"event {type_}: {field}: {first['msg']}", field=field) from None
