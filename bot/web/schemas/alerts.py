"""What goes over the wire about alerts, the weekly summary and API tokens."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from bot.web.schemas.common import Body

AlertKind = Literal["wait", "deflection", "csat", "wrong_answers"]


class AlertLimit(Body):
    """Whether an alert is wanted, and its limit: seconds for a wait, a difference for the others."""

    on: bool
    limit: Annotated[float, Field(gt=0, le=3600, allow_inf_nan=False)]


class AlertLine(BaseModel):
    """One alert: what it is, its limit, and how it stands."""

    kind: AlertKind
    title: str
    text: str
    unit: Literal["seconds", "points", "share"]
    on: bool
    limit: float
    standard: float
    lowest: float
    highest: float
    raised: bool
    since: datetime | None


class Told(BaseModel):
    """An alert that was told."""

    id: str
    kind: str
    what: Literal["raised", "still", "cleared"]
    at: datetime
    title: str
    because: str


class Delivery(BaseModel):
    """A message to the webhook; `how` is what the receiver answered."""

    id: str
    at: datetime
    state: Literal["waiting", "sending", "sent", "failed"]
    tries: int
    how: str


class Alerts(BaseModel):
    """The alerts, whom they are told to, and what was told. `number` is 0 while nothing was saved."""

    number: int
    by: str | None
    at: datetime | None
    alerts: list[AlertLine]
    recipients: list[str]
    webhook: str
    mail_leaves: bool
    told: list[Told]
    deliveries: list[Delivery]


class AlertWishes(Body):
    """What an admin wants to be told, and where; `based_on` is the number that they looked at."""

    thresholds: Annotated[dict[AlertKind, AlertLimit], Field(max_length=10)]
    recipients: Annotated[list[Annotated[str, Field(max_length=320)]], Field(max_length=50)] = []
    webhook: Annotated[str, Field(max_length=1000)] = ""
    based_on: Annotated[int, Field(ge=0, le=2**31 - 2)]


class BasedOn(Body):
    """The number of the wishes that somebody looked at."""

    based_on: Annotated[int, Field(ge=0, le=2**31 - 2)]


class WebhookSecret(BaseModel):
    """What the receiver checks signatures with."""

    secret: str


class TestMessage(BaseModel):
    """A test message is on its way."""

    id: str


class SummaryWish(Body):
    """Whether somebody wants the weekly summary."""

    wanted: bool


class SummaryState(BaseModel):
    """Whether somebody gets it, and when the next is due."""

    wanted: bool
    time_zone: str
    mail_leaves: bool


class NewApiToken(Body):
    """What will use the token."""

    name: Annotated[str, Field(max_length=100)]
    scope: Literal["read", "import"] = "read"


class ApiToken(BaseModel):
    """A token that reads figures or imports records, without the token."""

    id: str
    name: str
    scope: Literal["read", "import"]
    made_by: str
    created_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class ApiTokens(BaseModel):
    """All tokens, newest first."""

    tokens: list[ApiToken]


class ApiTokenMade(ApiToken):
    """A new token; `token` is shown this once."""

    token: str
