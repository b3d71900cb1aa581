"""How articles, their versions and the publish gate look on the wire (pure)."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from datetime import date, datetime

from bot.staff.accounts import Staff
from bot.web import schemas
from bot.web.security import may_take
from kb.articles import Article, WrittenVersion
from kb.corrections import Correction
from kb.curation import Standing
from kb.diff import FieldDiff
from kb.gate import Compared, GateReport, Override, told
from kb.golden import Found
from kb.life import possible
from kb.markdown import to_html


def row(found: Article, today: date) -> schemas.ArticleRow:
    """An article in the list."""
    return schemas.ArticleRow(
        id=found.id,
        title=found.title,
        category=found.category,
        status=found.status.value,
        stage=found.stage.value,
        version=found.version,
        updated_at=found.updated_at,
        variants=len(found.variants),
        has_draft=found.has_draft,
        sent_back=found.sent_back is not None,
        owner=found.content.owner,
        audience=found.content.audience.value,
        review_by=found.review_by,
        overdue=found.overdue(today),
    )


def article(found: Article, reader: Staff, now: datetime) -> schemas.Article:
    """An article with all its fields, and what the reader may do with it."""
    content = found.content
    return schemas.Article(
        id=found.id,
        title=content.title,
        answer=content.answer,
        shown_answer=content.shown_answer,
        body=content.body,
        variants=list(content.variants),
        tags=list(content.tags),
        category=content.category,
        locale=content.locale,
        department=content.department,
        owner=content.owner,
        audience=content.audience.value,
        review_by=content.review_by,
        overdue=found.overdue(now.date()),
        answer_risk=content.answer_risk,
        status=found.status.value,
        stage=found.stage.value,
        steps=[step.value for step in possible(found.stage) if may_take(reader, step)],
        version=found.version,
        published_version=found.published_version,
        updated_at=found.updated_at,
        updated_by=found.updated_by,
        submitted_at=found.submitted_at,
        submitted_by=found.submitted_by,
        sent_back=schemas.SentBack(**vars(found.sent_back)) if found.sent_back else None,
        has_draft=found.has_draft,
        html=to_html(content.body),
    )


def versions(found: Sequence[WrittenVersion], kept: Sequence[Override]) -> schemas.Versions:
    """The list of versions, with what was published nevertheless."""
    return schemas.Versions(
        versions=[
            schemas.Version(
                number=one.number,
                title=one.content.title,
                written_at=one.written_at,
                written_by=one.written_by,
                live=one.live,
            )
            for one in found
        ],
        overrides=[
            schemas.Override(
                version=one.version,
                step=one.step.value,
                reason=one.reason,
                decided_by=one.decided_by,
                decided_at=one.decided_at,
                questions=len(one.golden_ids),
            )
            for one in kept
        ],
    )


def version(number: int, against: int, changes: Sequence[FieldDiff], html: str) -> schemas.VersionView:
    """One version and what it changed."""
    fields = [schemas.FieldDiff.model_validate(asdict(one)) for one in changes]
    return schemas.VersionView(number=number, against=against, changes=fields, html=html)


def gate(report: GateReport) -> schemas.GateResult:
    """What a publication would do to the golden questions."""

    def told_all(compared: Sequence[Compared]) -> list[schemas.GoldenChange]:
        return [schemas.GoldenChange.model_validate(told(one)) for one in compared]

    return schemas.GateResult(
        checked=len(report.compared),
        regressions=told_all(report.regressions),
        mended=told_all(report.mended),
        still_wrong=told_all(report.still_wrong),
    )


def golden(standing: Standing, titles: Mapping[str, str]) -> schemas.Golden:
    """A golden question and how it stands."""
    kept, expected = standing.golden, standing.golden.expected
    return schemas.Golden(
        id=kept.id,
        question=expected.question,
        decision=expected.decision.value,
        article_id=expected.article_id,
        title=titles.get(expected.article_id or ""),
        why=kept.why,
        added_by=kept.added_by,
        added_at=kept.added_at,
        right=standing.right,
        found=_found(standing.found),
    )


def correction(made: Correction, titles: Mapping[str, str]) -> schemas.Correction:
    """A correction with the titles of its articles."""
    facts = {**vars(made), "state": made.state.value}
    shown, right = (titles.get(one or "") for one in (made.shown_article_id, made.right_article_id))
    return schemas.Correction(**facts, shown_title=shown, right_title=right)


def _found(found: Found) -> schemas.Found:
    return schemas.Found(
        decision=found.decision.value, article_id=found.article_id, title=found.title, risk=found.risk
    )
