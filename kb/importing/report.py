"""What an import does, decided before anything is written: what is new, what changes, what stays."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from kb.articles import Status
from kb.errors import ImportProblem
from kb.importing.drafts import Draft
from kb.importing.likeness import Duplicate
from kb.importing.reading import Read
from kb.store import Known


@dataclass(frozen=True)
class ImportReport:
    """The ids of what was added, updated and left as it was, and the problems with the rest.

    `duplicates` are those of what was added or updated that are like another article; those that were left
    out because of it say so.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: tuple[ImportProblem, ...]
    duplicates: tuple[Duplicate, ...] = ()


@dataclass(frozen=True)
class Plan:
    """The articles to write a version of, those to publish, and the report of both."""

    write: tuple[str, ...]
    publish: tuple[str, ...]
    report: ImportReport


def is_changed(draft: Draft, before: Known | None) -> bool:
    """Whether a draft says something else than the newest version there is."""
    return before is None or before.digest != draft.content.digest


def plan(read: Read, known: Mapping[str, Known], *, publish: bool) -> Plan:
    """What to do with what was read; what says the same as the newest version isn't written again."""
    added: list[str] = []
    updated: list[str] = []
    unchanged: list[str] = []
    write: list[str] = []
    to_publish: list[str] = []
    for draft in read.drafts:
        before = known.get(draft.id)
        changed = is_changed(draft, before)
        live = (
            before is not None
            and before.status is Status.PUBLISHED
            and before.published_version == before.latest_version
        )
        publishing = publish and (changed or not live)
        if changed:
            write.append(draft.id)
        if publishing:
            to_publish.append(draft.id)
        if before is None:
            added.append(draft.id)
        elif changed or publishing:
            updated.append(draft.id)
        else:
            unchanged.append(draft.id)
    report = ImportReport(tuple(added), tuple(updated), tuple(unchanged), read.problems)
    return Plan(tuple(write), tuple(to_publish), report)


def without_skipped(read: Read, found: Iterable[Duplicate]) -> Read:
    """What is left of what was read."""
    skipped = {one.id for one in found if one.skipped}
    return replace(read, drafts=tuple(draft for draft in read.drafts if draft.id not in skipped))
