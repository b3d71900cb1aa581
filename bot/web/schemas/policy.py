"""What goes over the wire about the rationing policy."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field, StringConstraints

from bot.web.schemas.common import Body, Level

Route = Literal["skill", "gather_then_offer", "offer", "handoff"]
Cells = dict[str, Route]
"""By "value.complexity", such as "low.high"."""
_Name = Annotated[str, StringConstraints(max_length=40)]
_Word = Annotated[str, StringConstraints(max_length=40)]


class PolicyCell(BaseModel):
    """What the policy does at one value and complexity."""

    value: Level
    complexity: Level
    route: Route
    text: str


class PolicyLimit(BaseModel):
    """A number that an admin may set; `standard` is the default policy's."""

    key: str
    title: str
    text: str
    unit: str
    lowest: int
    highest: int
    standard: int
    now: int


class PolicyPreset(BaseModel):
    """A table to begin with."""

    key: str
    title: str
    text: str
    cells: Cells


class CellChoice(BaseModel):
    """What a cell can say; further down brings a person nearer."""

    route: Route
    text: str


class Policy(BaseModel):
    """The rationing policy in force, and what it could be. `number` is 0 while none was saved."""

    policy_version: str
    number: int
    preset: str
    cells: list[PolicyCell]
    limits: list[PolicyLimit]
    choices: list[CellChoice]
    presets: list[PolicyPreset]
    guards: list[str]


class PolicyVersion(BaseModel):
    """One saved policy, and who saved it when and why."""

    number: int
    at: datetime
    by: str
    preset: str
    preset_title: str
    note: str
    restores: int | None
    cells: Cells
    limits: dict[str, int]


class PolicyVersions(BaseModel):
    """What was saved, newest first; the first is in force."""

    versions: list[PolicyVersion]


class ReplayQuestion(Body):
    """A policy, in force or not, and the period it is asked about: the last 30 days where nothing is said.

    Without `cells` they are the preset's. `agents` are on duty; as many as on record where nothing is said.
    """

    preset: _Name
    cells: Annotated[dict[_Word, _Word] | None, Field(max_length=9, description='by "value.complexity"')] = (
        None
    )
    limits: Annotated[dict[_Name, int], Field(max_length=20)] = {}
    since: Annotated[datetime | None, Field(alias="from")] = None
    until: Annotated[datetime | None, Field(alias="to")] = None
    agents: Annotated[int | None, Field(ge=1, le=500)] = None


class PolicyNote(Body):
    """Why, and which version its author looked at."""

    note: Annotated[str, Field(max_length=500, description="why, for those who come after")]
    based_on: Annotated[int, Field(ge=0, le=2**31 - 2, description="the number of the version in force")]


class PolicyDraft(PolicyNote):
    """A policy to put in force: a preset, or a preset with other cells and limits."""

    preset: _Name
    cells: Annotated[dict[_Word, _Word], Field(max_length=9, description='by "value.complexity"')]
    limits: Annotated[dict[_Name, int], Field(max_length=20)] = {}
