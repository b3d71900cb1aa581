"""What goes over the wire about reasons and their training phrases."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, Field, StringConstraints

from bot.web.schemas.common import Body, Level, Text

Name = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1, max_length=200)]
Key = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)]
Articles = Annotated[list[Annotated[str, StringConstraints(max_length=200)]], Field(max_length=20)]
# What is too long or too many is said by the room, in its own words; these bounds only keep a body small.
Phrases = Annotated[list[Annotated[str, Field(max_length=2_000)]], Field(max_length=1_000)]


class ReasonFields(BaseModel):
    """What a reason says."""

    title: Name
    group: Name
    value: Level
    complexity: Level
    department: Name
    skill: Name
    goal: Name
    articles: Articles = []
    always_person: bool = False


class NewReason(Body, ReasonFields):
    """A reason to add, with its first phrases."""

    key: Key
    phrases: Phrases = []


class ReasonChange(Body):
    """Fields of a reason to change; what is not given stays."""

    title: Name | None = None
    group: Name | None = None
    value: Level | None = None
    complexity: Level | None = None
    department: Name | None = None
    skill: Name | None = None
    goal: Name | None = None
    articles: Articles | None = None
    always_person: bool | None = None


class PhraseList(Body):
    """Phrases to add or remove."""

    phrases: Phrases


class ReasonLine(ReasonFields):
    """A reason in the list.

    `origin` says whether the files or an admin brought it, `edited` whether an admin changed a field.
    `contacts` are the counted episodes of the last 30 days.
    """

    key: str
    origin: Literal["shipped", "added"]
    edited: bool
    archived: bool
    phrase_count: int
    contacts: int


class ReasonList(BaseModel):
    """All reasons in their order, archived ones at the end; and what a reason may name."""

    reasons: list[ReasonLine]
    not_recognised: int
    skills: list[str]
    departments: list[str]
    version: int


class Phrase(BaseModel):
    """A training phrase."""

    text: str
    added: bool


class ReasonEdit(BaseModel):
    """Something an admin did; `undone` where it was taken back."""

    number: int
    kind: Literal["added", "changed", "archived", "restored", "phrases_added", "phrases_removed"]
    before: dict[str, Any]
    after: dict[str, Any]
    phrases: list[str]
    by: str
    at: datetime
    undoes: int | None
    undone: bool


class ReasonDetail(ReasonLine):
    """One reason with its phrases and what was done to it, newest first."""

    phrases: list[Phrase]
    edits: list[ReasonEdit]


class PhraseFlip(BaseModel):
    """`phrase`, of reason or dialogue act `reason`, would now be read as the new phrase's reason."""

    phrase: str
    reason: str
    title: str
    because_of: str


class PhrasesTaught(BaseModel):
    """What came of adding phrases, as it is in force now."""

    reason: ReasonDetail
    added: list[str]
    already: list[str]
    flips: list[PhraseFlip]


class TryMessage(Body):
    """A message to try."""

    text: Annotated[Text, Field(max_length=4_000)]


class ReadAs(BaseModel):
    """A reason with its probability."""

    reason: str
    title: str
    probability: float


class NearPhrase(BaseModel):
    """A training phrase with how like the message it is: cosine similarity."""

    text: str
    reason: str
    title: str
    likeness: float


class MessageRead(BaseModel):
    """What would be understood of a message, and what would follow from it."""

    reasons: list[ReadAs]
    act: str | None
    act_probability: float
    wants_person: float
    reason: str
    title: str
    confidence: float
    route: str
    value: Level
    complexity: Level
    department: str
    because: list[str]
    nearest: list[NearPhrase]
    calibrated: bool
