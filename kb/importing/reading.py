"""What an import reads: drafts and problems, from one file or a folder of them."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kb.articles import Content, checked_id, slug, written
from kb.errors import ImportProblem, InvalidInput


@dataclass(frozen=True)
class Draft:
    """An article as a file gives it, and where it stands there."""

    id: str
    content: Content
    file: str
    row: int | None = None


@dataclass(frozen=True)
class Read:
    """All that could be read, and what could not; no id twice."""

    drafts: tuple[Draft, ...]
    problems: tuple[ImportProblem, ...]


Reader = Callable[[str, str], Iterable[Draft | ImportProblem]]


def read_path(path: Path) -> Read:
    """Read a file, or all files of a known kind in a folder and below it.

    Raises:
        InvalidInput: there is nothing, or nothing of a kind that can be imported.
    """
    readers = _readers()
    known = ", ".join(sorted(readers))
    if path.is_dir():
        files = sorted(one for one in path.rglob("*") if one.is_file() and one.suffix.lower() in readers)
        files = [
            one for one in files if not any(part.startswith(".") for part in one.relative_to(path).parts)
        ]
        if not files:
            raise InvalidInput(f"There is no file to import in {path} ({known}).")
    elif not path.exists():
        raise InvalidInput(f"There is nothing at {path}.")
    elif path.suffix.lower() not in readers:
        raise InvalidInput(f"{path.name} is of a kind that can't be imported; these can: {known}.")
    else:
        files = [path]
    found: list[Draft | ImportProblem] = []
    for file in files:
        name = str(file.relative_to(path)) if path.is_dir() else file.name
        found.extend(_read_file(file, name, readers[file.suffix.lower()]))
    return _without_doubles(found)


def draft(
    facts: Mapping[str, Any], *, file: str, row: int | None = None, default_id: str | None = None
) -> Draft | ImportProblem:
    """A draft from the facts of one article, or the problem with them. Without an id the title makes one."""
    try:
        content = written(
            title=_text(facts, "title"),
            body=_text(facts, "body"),
            answer=_text(facts, "answer"),
            variants=_lines(facts, "questions"),
            tags=_lines(facts, "tags"),
            category=_text(facts, "category"),
            locale=_text(facts, "locale"),
            department=_text(facts, "department"),
            review_by=_day(facts, "review_by"),
        )
        given = _text(facts, "id") or default_id or slug(content.title)
        return Draft(checked_id(given), content, file, row)
    except InvalidInput as error:
        return ImportProblem(str(error), file=file, row=row)


def _readers() -> dict[str, Reader]:
    from kb.importing.csv import read_csv
    from kb.importing.json import read_json
    from kb.importing.markdown import read_markdown

    return {".md": read_markdown, ".markdown": read_markdown, ".csv": read_csv, ".json": read_json}


def _read_file(file: Path, name: str, reader: Reader) -> list[Draft | ImportProblem]:
    try:
        text = file.read_bytes().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return [ImportProblem(f"it is not UTF-8 text (byte {error.start + 1})", file=name)]
    except OSError as error:
        return [ImportProblem(f"it can't be read: {error.strerror}", file=name)]
    return list(reader(text, name))


def _without_doubles(found: Iterable[Draft | ImportProblem]) -> Read:
    drafts: dict[str, Draft] = {}
    problems: list[ImportProblem] = []
    for one in found:
        if isinstance(one, ImportProblem):
            problems.append(one)
        elif one.id in drafts:
            first = drafts[one.id]
            place = first.file if first.row is None else f"{first.file}, row {first.row}"
            problems.append(
                ImportProblem(f"the id “{one.id}” was used before, in {place}", file=one.file, row=one.row)
            )
        else:
            drafts[one.id] = one
    return Read(tuple(drafts.values()), tuple(problems))


def _text(facts: Mapping[str, Any], field: str) -> str:
    value = facts.get(field)
    if value is None:
        return ""
    if isinstance(value, bool | dict | list):
        raise InvalidInput(f"“{field}” must be a text.", field=field)
    return str(value)


def _lines(facts: Mapping[str, Any], field: str) -> list[str]:
    value = facts.get(field)
    if value is None:
        return []
    if isinstance(value, str):
        return [part.strip() for part in value.split(",")] if field == "tags" else [value]
    if not isinstance(value, list) or any(
        isinstance(one, dict | list | bool) or one is None for one in value
    ):
        raise InvalidInput(f"“{field}” must be a list of texts.", field=field)
    return [str(one) for one in value]


def _day(facts: Mapping[str, Any], field: str) -> Any:
    from datetime import date, datetime

    value = facts.get(field)
    if value in (None, ""):
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise InvalidInput(f"“{field}” must be a day like 2026-12-31.", field=field) from None
