"""What an import does, decided before anything is written: what is new, what changes, what stays."""

from collections.abc import Container, Iterable, Mapping
from dataclasses import dataclass, replace

from kb.articles import Content, Status
from kb.errors import ImportProblem
from kb.golden import Expectation, GoldenQuestion
from kb.importing.drafts import Draft, GoldenDraft
from kb.importing.likeness import Duplicate
from kb.importing.reading import Read
from kb.store import Known


@dataclass(frozen=True)
class GoldenCounts:
    """How many golden questions were added, updated and left as they were."""

    added: int
    updated: int
    unchanged: int


@dataclass(frozen=True)
class ImportReport:
    """The ids of what was added, updated and left as it was, and the problems with the rest.

    `duplicates` are those of what was added or updated that are like another article; those that were left
    out because of it say so. `golden` is there where golden questions were read.
    """

    added: tuple[str, ...]
    updated: tuple[str, ...]
    unchanged: tuple[str, ...]
    failed: tuple[ImportProblem, ...]
    duplicates: tuple[Duplicate, ...] = ()
    golden: GoldenCounts | None = None


@dataclass(frozen=True)
class Plan:
    """The articles to write a version of, what to publish of which, and the report of both."""

    write: tuple[str, ...]
    publish: Mapping[str, Content]
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
    to_publish: dict[str, Content] = {}
    for draft in read.drafts:
        before = known.get(draft.id)
        changed = is_changed(draft, before)
        live = (
            before is not None
            and before.status is Status.PUBLISHED
            and before.published_version == before.latest_version
        )
        said = _would_publish(draft, before)
        publishing = publish and said is not None and (changed or not live)
        if changed:
            write.append(draft.id)
        if publishing and said is not None:
            to_publish[draft.id] = said
        if before is None:
            added.append(draft.id)
        elif changed or publishing:
            updated.append(draft.id)
        else:
            unchanged.append(draft.id)
    report = ImportReport(tuple(added), tuple(updated), tuple(unchanged), read.problems)
    return Plan(tuple(write), to_publish, report)


def _would_publish(draft: Draft, before: Known | None) -> Content | None:
    """What a draft publishes; of an archive that is what was published there."""
    if draft.history is None:
        return draft.content
    live = draft.history.published
    if before is None:
        return live.content if live else None
    return draft.content if draft.history.newest.live else None


@dataclass(frozen=True)
class GoldenPlan:
    """The golden questions to keep, how many of each kind, and the problems with the rest."""

    keep: tuple[GoldenQuestion, ...]
    counts: GoldenCounts
    failed: tuple[ImportProblem, ...]


def plan_golden(
    read: Iterable[GoldenDraft], known: Mapping[str, Expectation], there: Container[str]
) -> GoldenPlan:
    """What to do with golden questions; `known` by id, `there` the articles that will be there."""
    added, updated, unchanged = 0, 0, 0
    keep: list[GoldenQuestion] = []
    failed: list[ImportProblem] = []
    for one in read:
        golden = one.golden
        if golden.expected.article_id is not None and golden.expected.article_id not in there:
            cause = f"golden question {one.row}: there is no article “{golden.expected.article_id}”"
            failed.append(ImportProblem(cause, file=one.file))
        elif known.get(golden.id) == golden.expected:
            unchanged += 1
        else:
            updated, added = (updated + 1, added) if golden.id in known else (updated, added + 1)
            keep.append(golden)
    return GoldenPlan(tuple(keep), GoldenCounts(added, updated, unchanged), tuple(failed))


def without_skipped(read: Read, found: Iterable[Duplicate]) -> Read:
    """What is left of what was read."""
    skipped = {one.id for one in found if one.skipped}
    return replace(read, drafts=tuple(draft for draft in read.drafts if draft.id not in skipped))
