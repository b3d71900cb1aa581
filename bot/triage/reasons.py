"""The reasons why visitors write, read from `data/reasons.yml`."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from types import MappingProxyType
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from bot.errors import InvalidInput
from bot.triage.model import UNKNOWN, Level
from kb.yaml_files import read_yaml

ANSWER = "answer"
PERSON = "person"


class Reason(BaseModel):
    """One row of the table: why visitors write, what that is worth and who settles it.

    `skill` is `answer` (an article settles it), the name of a flow, or `person`. `articles` settle it or help
    meanwhile. `always_person` marks matters that no policy may keep from a person: safety, law, fraud.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    key: str = Field(pattern=r"^[a-z][a-z0-9_]*$", max_length=60)
    title: str = Field(min_length=1)
    group: str = Field(min_length=1)
    value: Level
    complexity: Level
    department: str = Field(min_length=1)
    skill: str = Field(pattern=r"^[a-z][a-z0-9_]*$")
    goal: str = Field(min_length=1)
    articles: tuple[str, ...] = ()
    always_person: bool = False

    @property
    def is_flow(self) -> bool:
        """Whether a flow of the bot settles it."""
        return self.skill not in (ANSWER, PERSON)


UNKNOWN_REASON = Reason(
    key=UNKNOWN,
    title="Not recognised",
    group="unknown",
    value=Level.LOW,
    complexity=Level.LOW,
    department="support",
    skill=ANSWER,
    goal="wants something that fits none of the known reasons",
)


class Reasons(Mapping[str, Reason]):
    """All reasons by key, in the order of the file; `unknown` is always among them.

    Archived ones are not: no message is read as one. They are still `named`, for what was recorded before.
    """

    def __init__(self, rows: Sequence[Reason], archived: Sequence[Reason] = ()) -> None:
        self._by_key = MappingProxyType({row.key: row for row in [*rows, UNKNOWN_REASON]})
        self._archived = MappingProxyType({row.key: row for row in archived})

    def __getitem__(self, key: str) -> Reason:
        return self._by_key[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_key)

    def __len__(self) -> int:
        return len(self._by_key)

    def changed(self, change: Callable[[Reason], Reason]) -> "Reasons":
        """The same reasons, each as `change` makes it; `unknown` and archived ones stay."""
        kept = [change(row) for row in self.values() if row.key != UNKNOWN]
        return Reasons(kept, list(self._archived.values()))

    def named(self, key: str | None) -> Reason:
        """The reason of this key, archived or not; one that never existed, or None, is `unknown`."""
        key = key or UNKNOWN
        return self._by_key.get(key) or self._archived.get(key, UNKNOWN_REASON)

    @property
    def shown(self) -> tuple[Reason, ...]:
        """All but `unknown`."""
        return tuple(row for row in self._by_key.values() if row is not UNKNOWN_REASON)

    @property
    def titles(self) -> dict[str, str]:
        """The title of every key, those of archived reasons among them."""
        return {key: row.title for key, row in [*self._archived.items(), *self._by_key.items()]}


def load_reasons(path: Path) -> Reasons:
    """Read the table.

    Raises:
        InvalidInput: the file can't be read or a row can't be used; the sentence names row and key.
    """
    try:
        rows = read_yaml(path)
    except (OSError, yaml.YAMLError) as error:
        raise InvalidInput(f"{path.name} can't be read: {error}") from error
    if not isinstance(rows, list) or not rows:
        raise InvalidInput(f"{path.name}: a list of reasons is expected")
    return parse_reasons(rows, source=path.name)


def parse_reasons(rows: list[Any], *, source: str = "reasons") -> Reasons:
    """Check rows as they come from YAML.

    Raises:
        InvalidInput: a row can't be used or a key is there twice; the sentence names row and key.
    """
    found: dict[str, Reason] = {}
    for number, row in enumerate(rows, start=1):
        name = str(row.get("key", "without a key")) if isinstance(row, dict) else "not a mapping"
        place = f"{source}, row {number} ({name})"
        try:
            reason = _ROW.validate_python(row)
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise InvalidInput(f"{place}: {field}: {first['msg']}", field=field or None) from error
        if reason.key in found or reason.key == UNKNOWN:
            raise InvalidInput(f"{place}: this key is taken", field="key")
        found[reason.key] = reason
    return Reasons(list(found.values()))


_ROW = TypeAdapter(Reason)
