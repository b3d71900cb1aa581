"""What a reason and its phrases must be like. Pure."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pydantic import ValidationError

from bot.errors import Conflict, InvalidInput
from bot.nlu.model import ACTS, TONE_PREFIX
from bot.reasons.book import Book
from bot.reasons.edits import plain
from bot.triage.model import UNKNOWN
from bot.triage.reasons import ANSWER, PERSON, Reason

LONGEST_PHRASE = 300
MOST_PHRASES = 200
"""In one call."""


@dataclass(frozen=True)
class KnownParts:
    """What a reason may name: flows of the bot, departments, and published articles by id."""

    flows: frozenset[str]
    departments: Callable[[], Collection[str]]
    is_article: Callable[[str], bool]

    @property
    def skills(self) -> tuple[str, ...]:
        """What may settle a reason."""
        return (ANSWER, PERSON, *sorted(self.flows))


def checked_reason(
    fields: Mapping[str, Any],
    known: KnownParts,
    *,
    named: Collection[str] | None = None,
    new_in: Book | None = None,
) -> Reason:
    """The reason of these fields.

    Args:
        fields: all of a reason's fields.
        known: what it may name.
        named: the fields that were given; what stands in others is not judged again.
        new_in: the book in which its key must be free.

    Raises:
        InvalidInput: a field can't be used; says which and why.
        Conflict: the key is taken.
    """
    try:
        reason = Reason.model_validate(fields)
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else None
        raise InvalidInput(f"{field}: {first['msg']}", field=field) from error
    if new_in is not None:
        _check_key(reason.key, new_in)
    given = fields.keys() if named is None else named
    if "skill" in given and reason.skill not in known.skills:
        raise InvalidInput(
            f"There is no skill “{reason.skill}”: it is one of {', '.join(known.skills)}.", field="skill"
        )
    departments = sorted(known.departments())
    if "department" in given and reason.department not in departments:
        raise InvalidInput(
            f"There is no department “{reason.department}”: it is one of {', '.join(departments)}.",
            field="department",
        )
    for article in reason.articles if "articles" in given else ():
        if not known.is_article(article):
            raise InvalidInput(f"There is no published article “{article}”.", field="articles")
    return reason


def _check_key(key: str, book: Book) -> None:
    if key == UNKNOWN or key in ACTS or key.startswith(TONE_PREFIX):
        raise Conflict(f"“{key}” has a meaning of its own; choose another key.")
    entry = book.entries.get(key)
    if entry is not None:
        how = " is archived; restore it instead" if entry.archived else " has this key already"
        raise Conflict(f"“{entry.reason.title}”{how}.")


def checked_phrases(texts: Sequence[str]) -> list[str]:
    """Phrases as they are kept: one line each, without repeats.

    Raises:
        InvalidInput: one is empty or too long, or there are none or too many.
    """
    found: dict[str, str] = {}
    for text in texts:
        phrase = " ".join(text.split())
        if not plain(phrase):
            raise InvalidInput("A phrase needs words.", field="phrases")
        if len(phrase) > LONGEST_PHRASE:
            start = phrase[:40]
            raise InvalidInput(
                f"“{start}…” is too long: a phrase has at most {LONGEST_PHRASE} characters.", field="phrases"
            )
        found.setdefault(plain(phrase), phrase)
    if not found:
        raise InvalidInput("Give at least one phrase.", field="phrases")
    if len(found) > MOST_PHRASES:
        raise InvalidInput(f"Give at most {MOST_PHRASES} phrases at once.", field="phrases")
    return list(found.values())


def free_phrases(phrases: Sequence[str], key: str, book: Book) -> list[str]:
    """Those of the phrases that reason `key` doesn't have.

    Raises:
        Conflict: one belongs to another reason or to a dialogue act; says which.
    """
    free = []
    for phrase in phrases:
        owner = book.owners.get(plain(phrase))
        if owner is None:
            free.append(phrase)
        elif owner != key:
            entry = book.entries.get(owner)
            if entry is None:
                where = f"a phrase of the dialogue act “{owner}”"
            else:
                where = f"a phrase of “{entry.reason.title}”" + (" (archived)" if entry.archived else "")
            raise Conflict(f"“{phrase}” is already {where}.")
    return free
