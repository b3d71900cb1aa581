"""Staff accounts and what a role may do (pure)."""

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Any, Protocol

from bot.errors import InvalidInput, NotAllowed
from bot.staff.duties import Duties

MIN_PASSWORD_LENGTH = 10


class Editor(Protocol):
    """Who saves something, as far as what is saved tells of them."""

    @property
    def id(self) -> str:
        """Their id."""
        ...

    @property
    def name(self) -> str:
        """The name colleagues see."""
        ...


class Role(StrEnum):
    """What somebody may do; each role may do all that the ones before it may."""

    AGENT = "agent"
    SUPERVISOR = "supervisor"
    ADMIN = "admin"


_RANK = {Role.AGENT: 0, Role.SUPERVISOR: 1, Role.ADMIN: 2}


@dataclass(frozen=True)
class Staff:
    """One person of the staff."""

    id: str
    name: str
    email: str
    role: Role
    active: bool
    created_at: datetime
    duties: Duties = field(default_factory=Duties)


def at_least(staff: Staff, role: Role) -> bool:
    """Whether somebody's role is this one or above."""
    return _RANK[staff.role] >= _RANK[role]


def sees(staff: Staff, department: str | None) -> bool:
    """Whether somebody sees this department's visitors: agents their own, supervisors and admins all."""
    return at_least(staff, Role.SUPERVISOR) or staff.duties.serves(department)


def as_staff(row: Any) -> Staff:
    """A person from a row of the staff table."""
    return Staff(
        id=row["id"],
        name=row["name"],
        email=row["email"],
        role=Role(row["role"]),
        active=row["active"],
        created_at=row["created_at"],
        duties=Duties(
            departments=tuple(row["departments"]),
            skills=tuple(row["skills"]),
            languages=tuple(row["languages"]),
            capacity=row["capacity"],
        ),
    )


def normal_email(email: str) -> str:
    """An address as accounts are found by it."""
    return email.strip().lower()


def require(staff: Staff, role: Role) -> None:
    """Refuse somebody whose role is below this one.

    Raises:
        NotAllowed: the role does not reach.
    """
    if not at_least(staff, role):
        raise NotAllowed(f"This needs the role {role}.")


def check_new_account(name: str, email: str, password: str | None) -> None:
    """Refuse an account that could not be used.

    Raises:
        InvalidInput: names the field.
    """
    if not name.strip():
        raise InvalidInput("A name is needed; visitors see it.", field="name")
    local, _, host = email.strip().partition("@")
    if not local or "." not in host or " " in email.strip():
        raise InvalidInput("That doesn't look like an e-mail address.", field="email")
    if password is not None and len(password) < MIN_PASSWORD_LENGTH:
        raise InvalidInput(f"The password needs at least {MIN_PASSWORD_LENGTH} characters.", field="password")
