"""What goes over the wire about the figures, besides the ledger's own shapes."""

from pydantic import BaseModel


class FilterChoice(BaseModel):
    """A channel, department or reason, and how many episodes it has."""

    key: str
    title: str
    episodes: int


class FilterChoices(BaseModel):
    """What the figures of a period can be narrowed to."""

    channels: list[FilterChoice]
    departments: list[FilterChoice]
    reasons: list[FilterChoice]
    time_zone: str
