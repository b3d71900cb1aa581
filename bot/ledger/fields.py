"""What the fields of events may hold. None takes what a person typed.

Where a caller may hold such text (an agent's reason for returning a visitor), anything but a key becomes
`other`; a page loses its query and fragment.
"""

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

_KEY = r"^[A-Za-z0-9][A-Za-z0-9_.:-]*$"


def _page_only(value: Any) -> Any:
    return value.split("?", 1)[0].split("#", 1)[0][:300] if isinstance(value, str) else value


def _key_or_other(value: Any) -> Any:
    if not isinstance(value, str):
        return value
    is_key = 0 < len(value) <= 80 and all(c.isascii() and (c.isalnum() or c in "_.:-") for c in value)
    return value if is_key else "other"


Key = Annotated[str, StringConstraints(pattern=_KEY, max_length=80)]
TypedKey = Annotated[str, BeforeValidator(_key_or_other), StringConstraints(max_length=80)]
Identifier = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Page = Annotated[str, BeforeValidator(_page_only)]
Because = Annotated[str, StringConstraints(max_length=300)]
Seq = Annotated[int, Field(ge=0)]
NotNegative = Annotated[float, Field(ge=0, allow_inf_nan=False)]
Arm = Literal["bot_first", "person_first"]
Level = Literal["low", "medium", "high"]
IdentityLevel = Literal["anonymous", "known", "verified"]
Route = Literal["answer", "flow", "clarify", "offer_human", "handoff", "leave_message"]
HandoffReason = Literal[
    "visitor_request",
    "high_value",
    "high_complexity",
    "low_confidence",
    "negative_tone",
    "flow_failed",
    "policy",
    "bot_failure",
]


class Data(BaseModel):
    """The base of all schemas: unknown fields are refused."""

    model_config = ConfigDict(extra="forbid", frozen=True)
