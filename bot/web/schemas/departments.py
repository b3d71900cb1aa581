"""What goes over the wire about departments."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from bot.web.schemas.common import Body, Short

Clock = Annotated[str, Field(max_length=5, description="such as 09:00; 24:00 is the day's end")]


class OpeningSpan(BaseModel):
    """Open from one time of day to another; one that ends before it starts runs past midnight."""

    opens: Clock
    closes: Clock


class ClosedDay(BaseModel):
    """A day on which a department stays closed."""

    day: Annotated[str, Field(max_length=10, description="ISO, such as 2026-12-24")]
    name: Annotated[str, Field(max_length=80)] = ""


class DepartmentFacts(Body):
    """What an admin sets of a department."""

    name: Short
    timezone: Annotated[str, Field(max_length=64, description="IANA, such as America/New_York")] = "UTC"
    week: Annotated[
        list[Annotated[list[OpeningSpan], Field(max_length=12)]], Field(min_length=7, max_length=7)
    ] = Field(description="the spans of each day, Monday first")
    country: Annotated[str, Field(max_length=40)] | None = Field(None, description="whose holidays are kept")
    subdivision: Annotated[str, Field(max_length=80)] | None = None
    closed_days: Annotated[list[ClosedDay], Field(max_length=400)] = []
    assignment: Literal["pull", "push"] = "pull"
    next_department: Annotated[str, Field(max_length=40)] | None = None
    queue_timeout_minutes: float | None = Field(None, description="without one, the installation's")


class NewDepartment(DepartmentFacts):
    """A department to add."""

    key: Annotated[str, Field(max_length=40)]


class DepartmentChange(DepartmentFacts):
    """What a department is from now on; `version` is the one that was looked at."""

    version: int


class Department(DepartmentFacts):
    """A department as it is."""

    key: str
    version: int
    open: bool = Field(description="by its hours")
    opens: str | None = Field(description="when it opens next, as visitors are told")
    opens_at: datetime | None
    closed_today: str | None = Field(description="the holiday or closed day that today is")
    agents: int = Field(description="how many of the staff serve it")


class Departments(BaseModel):
    """All departments, by name, and what they may choose from."""

    departments: list[Department]
    timezones: list[str]
    countries: dict[str, list[str]] = Field(description="ISO code to the regions with holidays of their own")
    queue_timeout_minutes: float = Field(description="what counts where a department says nothing")


class DepartmentName(BaseModel):
    """A department by name."""

    key: str
    name: str


class DepartmentNames(BaseModel):
    """All departments, for whoever may choose one."""

    departments: list[DepartmentName]
