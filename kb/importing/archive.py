"""Archives: JSON that carries whole lives of articles and the golden questions with them (`kb.archive`)."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from itertools import pairwise
from typing import Any

from kb.archive import FORM, KEY, History
from kb.articles import (
    SentBack,
    Status,
    WrittenVersion,
    checked_comment,
    checked_id,
    checked_name,
    one_line,
)
from kb.errors import ImportProblem, InvalidInput
from kb.gate import Override
from kb.golden import GoldenQuestion, expectation, golden_id
from kb.importing.drafts import Draft, GoldenDraft, content_from, text_of
from kb.life import Step

_LARGEST = 2**31 - 1


def read_archive(
    given: Mapping[str, Any], file: str
) -> Iterable[Draft | GoldenDraft | Override | ImportProblem]:
    """What an archive holds; the row of a problem is the article's number, from 1."""
    if given[KEY] != FORM:
        yield ImportProblem(f"an archive of form {given[KEY]} can't be read here, only of {FORM}", file=file)
        return
    for row, entry in _entries(given, "articles"):
        try:
            history = _history(_object(entry))
            yield Draft(history.id, history.newest.content, file, row, history)
        except InvalidInput as error:
            yield ImportProblem(str(error), file=file, row=row)
    for row, entry in _entries(given, "golden_questions"):
        try:
            yield GoldenDraft(_golden(_object(entry)), file, row)
        except InvalidInput as error:
            yield ImportProblem(f"golden question {row}: {error}", file=file)
    for row, entry in _entries(given, "published_nevertheless"):
        try:
            yield _override(_object(entry))
        except InvalidInput as error:
            yield ImportProblem(f"published nevertheless, {row}: {error}", file=file)


def _entries(given: Mapping[str, Any], name: str) -> Iterable[tuple[int, Any]]:
    entries = given.get(name)
    return enumerate(entries if isinstance(entries, list) else (), start=1)


def _object(entry: Any) -> Mapping[str, Any]:
    if not isinstance(entry, dict):
        raise InvalidInput("it must be an object")
    return entry


def _history(facts: Mapping[str, Any]) -> History:
    live = None if facts.get("published_version") is None else _number(facts, "published_version")
    earlier = facts.get("earlier") or []
    if not isinstance(earlier, list):
        raise InvalidInput("“earlier” must be a list of versions.", field="earlier")
    versions = tuple(_version(_object(one), live) for one in [*earlier, facts])
    numbers = [one.number for one in versions]
    if any(one >= following for one, following in pairwise(numbers)):
        raise InvalidInput("Its versions must be in order, the newest last.", field="earlier")
    status = _status(facts)
    is_live = status is Status.PUBLISHED
    if (live is not None and live not in numbers) or is_live != (live == numbers[-1]):
        raise InvalidInput("“status” and “published_version” contradict each other.", field="status")
    if status is Status.ARCHIVED and live is not None:
        raise InvalidInput("An archived article has no published version.", field="published_version")
    return History(
        id=checked_id(text_of(facts, "id")),
        versions=versions,
        status=status,
        created_at=_moment(facts, "created_at"),
        updated_at=_moment(facts, "updated_at"),
        published_at=_moment_or_none(facts, "published_at"),
        published_by=_name_or_none(facts, "published_by"),
        submitted_at=_moment_or_none(facts, "submitted_at"),
        submitted_by=_name_or_none(facts, "submitted_by"),
        sent_back=_sent_back(facts.get("sent_back")),
    )


def _sent_back(facts: Any) -> SentBack | None:
    if facts is None:
        return None
    told = _object(facts)
    comment = checked_comment(text_of(told, "comment"))
    return SentBack(comment, _name(told, "by"), _moment(told, "at"))


def _version(facts: Mapping[str, Any], live: int | None) -> WrittenVersion:
    number = _number(facts, "version")
    try:
        return WrittenVersion(
            number=number,
            content=content_from(facts),
            written_at=_moment(facts, "written_at"),
            written_by=_name(facts, "written_by"),
            live=number == live,
        )
    except InvalidInput as error:
        raise InvalidInput(f"version {number}: {error}", field=error.field) from None


def _golden(facts: Mapping[str, Any]) -> GoldenQuestion:
    expected = expectation(
        text_of(facts, "question"), text_of(facts, "decision"), text_of(facts, "article_id")
    )
    return GoldenQuestion(
        id=golden_id(expected.question),
        expected=expected,
        why=one_line(text_of(facts, "why"), "why"),
        added_by=_name(facts, "added_by"),
        added_at=_moment(facts, "added_at"),
        conversation_id=checked_name(text_of(facts, "conversation_id"), "conversation_id", 32) or None,
    )


def _override(facts: Mapping[str, Any]) -> Override:
    golden_ids = facts.get("golden_ids")
    if not isinstance(golden_ids, list) or not all(isinstance(one, str) for one in golden_ids):
        raise InvalidInput("“golden_ids” must be a list of texts.", field="golden_ids")
    step = text_of(facts, "step")
    if step not in list(Step):
        raise InvalidInput(f"“step” is one of {', '.join(Step)}.", field="step")
    return Override(
        article_id=text_of(facts, "article_id") or None,
        version=None if facts.get("version") is None else _number(facts, "version"),
        step=Step(step),
        reason=one_line(text_of(facts, "reason"), "reason"),
        decided_by=_name(facts, "decided_by"),
        decided_at=_moment(facts, "decided_at"),
        golden_ids=tuple(golden_ids),
    )


def _status(facts: Mapping[str, Any]) -> Status:
    try:
        return Status(text_of(facts, "status"))
    except ValueError:
        raise InvalidInput(f"“status” is one of {', '.join(Status)}.", field="status") from None


def _number(facts: Mapping[str, Any], field: str) -> int:
    value = facts.get(field)
    if not isinstance(value, int) or isinstance(value, bool) or not 1 <= value <= _LARGEST:
        raise InvalidInput(f"“{field}” must be a whole number from 1.", field=field)
    return value


def _name(facts: Mapping[str, Any], field: str) -> str:
    return checked_name(text_of(facts, field), field)


def _name_or_none(facts: Mapping[str, Any], field: str) -> str | None:
    return None if facts.get(field) is None else _name(facts, field)


def _moment(facts: Mapping[str, Any], field: str) -> datetime:
    try:
        found = datetime.fromisoformat(text_of(facts, field))
    except ValueError:
        found = None
    if found is None or found.tzinfo is None:
        raise InvalidInput(f"“{field}” must be a time like 2026-12-31T09:00:00+00:00.", field=field)
    return found


def _moment_or_none(facts: Mapping[str, Any], field: str) -> datetime | None:
    return None if facts.get(field) is None else _moment(facts, field)
