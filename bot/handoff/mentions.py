"""Which colleagues a note speaks to. Pure."""

import re
from collections.abc import Iterable
from typing import Protocol

_WORD = r"(?![\w])"


class Colleague(Protocol):
    """Somebody of the staff."""

    @property
    def id(self) -> str:
        """Their id."""
        ...

    @property
    def name(self) -> str:
        """Their name."""
        ...


def mentioned(text: str, colleagues: Iterable[Colleague]) -> list[str]:
    """The ids of those whom "@Full Name" or "@First" names, in the order of the list, each once.

    A first name that two colleagues share names neither of them.
    """
    people = list(colleagues)
    firsts = [_first(person.name) for person in people]
    found = []
    for person in people:
        names = [person.name]
        if firsts.count(_first(person.name)) == 1:
            names.append(person.name.split()[0] if person.name.split() else person.name)
        if any(
            re.search(rf"(?<!\w)@{re.escape(name)}{_WORD}", text, re.IGNORECASE) for name in names if name
        ):
            found.append(person.id)
    return found


def _first(name: str) -> str:
    return (name.split() or [""])[0].casefold()
