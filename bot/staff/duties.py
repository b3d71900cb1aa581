"""Whom somebody of the staff serves, and how many at a time. Pure."""

from dataclasses import dataclass
from typing import Any

from bot.errors import InvalidInput

DEFAULT_CAPACITY = 3
LARGEST_CAPACITY = 50
_MOST_ENTRIES = 50
_LONGEST_ENTRY = 80


@dataclass(frozen=True)
class Duties:
    """What somebody does at the desk.

    Attributes:
        departments: keys of the departments they serve and see; empty for all.
        skills: groups and keys of the reasons, and flows, that they know about; empty for all-rounders.
        languages: ISO codes such as en; empty where nobody has said.
        capacity: how many chats they have at a time.
    """

    departments: tuple[str, ...] = ()
    skills: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    capacity: int = DEFAULT_CAPACITY

    def serves(self, department: str | None) -> bool:
        """Whether this department's visitors are theirs; what has no department is everybody's."""
        return not self.departments or department is None or department in self.departments


def checked(duties: Duties) -> Duties:
    """Duties that may be kept, each entry once, in order.

    Raises:
        InvalidInput: names the field.
    """
    if not 1 <= duties.capacity <= LARGEST_CAPACITY:
        raise InvalidInput(f"Chats at a time: 1 to {LARGEST_CAPACITY}.", field="capacity")
    return Duties(
        departments=_entries(duties.departments, "departments"),
        skills=_entries(duties.skills, "skills"),
        languages=_entries([language.lower() for language in duties.languages], "languages"),
        capacity=duties.capacity,
    )


def as_facts(duties: Duties) -> dict[str, Any]:
    """Duties as they are kept."""
    return {
        "departments": list(duties.departments),
        "skills": list(duties.skills),
        "languages": list(duties.languages),
        "capacity": duties.capacity,
    }


def _entries(given: tuple[str, ...] | list[str], field: str) -> tuple[str, ...]:
    entries = sorted({entry.strip() for entry in given} - {""})
    if len(entries) > _MOST_ENTRIES or any(len(entry) > _LONGEST_ENTRY for entry in entries):
        raise InvalidInput(
            f"At most {_MOST_ENTRIES} entries of up to {_LONGEST_ENTRY} characters.", field=field
        )
    return tuple(entries)
