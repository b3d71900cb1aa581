"""What goes over the wire about contacts, orders and carts from elsewhere, and about what contacts cost."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field

from bot.web.schemas.common import Body

_Amount = Annotated[float, Field(ge=0, le=1e7, allow_inf_nan=False)]


class RecordRows(Body):
    """Rows by column, as docs/contacts.md names them."""

    rows: Annotated[
        list[Annotated[dict[str, Any], Field(max_length=20)]], Field(min_length=1, max_length=5000)
    ]


class RowProblem(BaseModel):
    """A row that could not be used; `row` counts from 1."""

    row: int
    cause: str
    field: str | None


class RecordsImported(BaseModel):
    """How many records are new or were there already, and which rows can't be used (200 of them)."""

    what: Literal["contacts", "orders", "carts"]
    added: int
    unchanged: int
    failed: int
    problems: list[RowProblem]


class Price(BaseModel):
    """What a channel's contacts cost from a day on, in dollars."""

    channel: str
    since: date
    wage_per_minute: float
    minutes_each: float
    staff_per_month: float
    systems_per_month: float
    tools_per_month: float
    fee_each: float
    note: str


class NewPrice(Body):
    """Prices to set; what is left out costs nothing."""

    channel: Annotated[str, Field(max_length=40)]
    since: date
    wage_per_minute: _Amount = 0
    minutes_each: _Amount = 0
    staff_per_month: _Amount = 0
    systems_per_month: _Amount = 0
    tools_per_month: _Amount = 0
    fee_each: _Amount = 0
    note: Annotated[str, Field(max_length=500)] = ""


class PriceVersion(Price):
    """Prices, and who set them when."""

    number: int
    title: str
    at: datetime
    by: str


class PricedChannel(BaseModel):
    """A channel and its prices today; without any the stated price of the settings counts."""

    channel: str
    title: str
    price: Price | None


class Prices(BaseModel):
    """What contacts cost, all prices ever set (the last first), and the columns that an import may have."""

    channels: list[PricedChannel]
    versions: list[PriceVersion]
    columns: dict[str, list[str]]
    time_zone: str
