"""What became of an import, for people and as JSON (docs/api/import.schema.json)."""

from collections.abc import Iterator
from dataclasses import asdict
from typing import Any

from kb.importing.likeness import Duplicate, Same
from kb.importing.report import ImportReport


def as_facts(report: ImportReport, *, dry_run: bool) -> dict[str, Any]:
    """The report as JSON has it."""
    golden = {} if report.golden is None else {"golden_questions": asdict(report.golden)}
    return {
        "added": report.added,
        "updated": report.updated,
        "unchanged": report.unchanged,
        "failed": [{"file": one.file, "row": one.row, "cause": one.cause} for one in report.failed],
        "duplicates": [
            {
                "id": one.id,
                "of": one.of,
                "same": one.same.value,
                "likeness": one.likeness,
                "questions": one.questions,
                "skipped": one.skipped,
            }
            for one in report.duplicates
        ],
        "dry_run": dry_run,
        **golden,
    }


def render(report: ImportReport, *, dry_run: bool) -> Iterator[str]:
    """The report in lines: numbers first, then each problem and each likeness."""
    done = "would be " if dry_run else ""
    yield (
        f"{len(report.added)} {done}added, {len(report.updated)} {done}updated, "
        f"{len(report.unchanged)} unchanged, {len(report.failed)} not usable"
    )
    if report.golden is not None:
        yield (
            f"golden questions: {report.golden.added} {done}added, {report.golden.updated} {done}updated, "
            f"{report.golden.unchanged} unchanged"
        )
    for problem in report.failed:
        yield f"  {problem}"
    if report.duplicates:
        yield f"{len(report.duplicates)} like another article:"
    for one in report.duplicates:
        yield f"  {_told(one)}" + (", left out" if one.skipped else "")


def _told(one: Duplicate) -> str:
    if one.same is Same.TEXT:
        return f"“{one.id}” has the same text as “{one.of}”"
    if one.same is Same.MEANING:
        return f"“{one.id}” says nearly the same as “{one.of}” (likeness {one.likeness:.2f})"
    return f"“{one.id}” answers a question that “{one.of}” answers too: {'; '.join(one.questions)}"
