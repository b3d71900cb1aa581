"""What goes over the wire about accounts and sessions."""

from datetime import datetime
from typing import Annotated, Literal

from pydantic import BaseModel, Field

from bot.staff.duties import DEFAULT_CAPACITY, LARGEST_CAPACITY
from bot.web.schemas.common import Body, Short

Keys = Annotated[list[Short], Field(max_length=50)]
Capacity = Annotated[int, Field(ge=1, le=LARGEST_CAPACITY)]


class SignIn(Body):
    """E-mail and password."""

    email: Annotated[str, Field(max_length=320)]
    password: Annotated[str, Field(max_length=1000)]
    code: Annotated[str, Field(max_length=20)] | None = None


class SetUp(Body):
    """A person sets up the account behind a one-time link."""

    token: Annotated[str, Field(max_length=200)]
    name: Short
    email: Annotated[str, Field(max_length=320)]
    password: Annotated[str, Field(max_length=1000)]


class LinkState(BaseModel):
    """Whether a one-time link still works."""

    valid: bool


class Person(BaseModel):
    """One of the staff."""

    id: str
    name: str
    email: str
    role: str
    departments: list[str] = Field(description="the departments they serve and see; empty for all")
    skills: list[str] = Field(
        description="reason groups, reasons and flows they know; empty for all-rounders"
    )
    languages: list[str]
    capacity: int = Field(description="chats at a time")
    active: bool = True
    second_factor: bool = False


class Me(Person):
    """Who is signed in."""

    presence: str


class People(BaseModel):
    """All of the staff."""

    people: list[Person]


class NewPerson(Body):
    """A colleague to add."""

    name: Short
    email: Annotated[str, Field(max_length=320)]
    role: Literal["agent", "supervisor", "admin"] = "agent"
    departments: Keys = []
    skills: Keys = []
    languages: Keys = []
    capacity: Capacity = DEFAULT_CAPACITY


class PersonAdded(Person):
    """The colleague, and the link with which they set their password."""

    setup_link: str


class PersonChange(Body):
    """What to change about a colleague."""

    role: Literal["agent", "supervisor", "admin"] | None = None
    departments: Keys | None = None
    skills: Keys | None = None
    languages: Keys | None = None
    capacity: Capacity | None = None
    active: bool | None = None


class Session(BaseModel):
    """Where somebody is signed in; `address` is a mark that is the same for the same network address."""

    id: str
    created_at: datetime
    seen_at: datetime
    way: str
    address: str | None
    browser: str
    here: bool


class Sessions(BaseModel):
    """Somebody's running sessions, the last seen first."""

    sessions: list[Session]


class Access(Sessions):
    """How somebody gets in."""

    second_factor: bool
    recovery_codes_left: int


class Enrolment(BaseModel):
    """For an authenticator app: the picture to scan (a data URI), or the secret to type."""

    secret: str
    picture: str


class Code(Body):
    """A code of the second factor, or a recovery code."""

    code: Annotated[str, Field(min_length=1, max_length=20)]


class RecoveryCodes(BaseModel):
    """Each signs in once without the app; they are not told again."""

    recovery_codes: list[str]


class Ended(BaseModel):
    """How many sessions were ended."""

    ended: int


class SetupLink(BaseModel):
    """The link with which a colleague sets a password."""

    setup_link: str
