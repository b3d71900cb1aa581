"""Whatever an author writes: exported and imported again it is the same; an archive loses nothing at all."""

import tempfile
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kb.archive import Archive, History
from kb.articles import (
    Article,
    Audience,
    SentBack,
    Status,
    WrittenVersion,
    checked_id,
    one_line,
    written,
)
from kb.base import KnowledgeBase
from kb.errors import InvalidInput
from kb.export import export_archive, export_articles
from kb.gate import Override
from kb.golden import GoldenQuestion, expectation, golden_id
from kb.importing import read_path
from kb.importing.report import GoldenCounts
from kb.life import Step
from kb.search import SearchDecision
from tests.databases import empty_sqlite
from tests.unit.kb.conftest import WordEncoder

AWKWARD = st.sampled_from(
    ["---", "- a", "yes", "null", "1e3", "2026-01-01", "a,b;c\td", '"', "''", "'\"", "=1+1", "#", "| a |",
     "\\", "…", "\u2028", "\x85", "\ufeff", "%", "&amp;", "<b>", "* * *", "```", "é", "e\u0301", "ẞ", "日本",
     ": ", "{", "[x"]
)  # fmt: skip
WORDS = st.text(max_size=12) | AWKWARD
LINES = st.lists(WORDS, min_size=1, max_size=4).map(" ".join)
TEXTS = st.lists(LINES, min_size=1, max_size=5).map("\n".join) | st.lists(LINES, min_size=1, max_size=4).map(
    "\n\n".join
)


@st.composite
def contents(draw):
    try:
        return written(
            title=draw(LINES),
            body=draw(TEXTS),
            answer=draw(st.just("") | TEXTS),
            variants=draw(st.lists(LINES, max_size=4)),
            tags=draw(st.lists(LINES, max_size=3)),
            category=draw(st.just("") | LINES),
            locale=draw(st.sampled_from(["en", "de-AT", "zh-Hant-TW"])),
            department=draw(st.just("") | LINES),
            review_by=draw(st.none() | st.dates(date(2000, 1, 1), date(2100, 1, 1))),
            owner=draw(st.just("") | LINES),
            audience=draw(st.sampled_from(Audience)),
            answer_risk=draw(st.none() | st.floats(0, 1)),
        )
    except InvalidInput:
        return None


@st.composite
def libraries(draw):
    """Articles by id."""
    found = {}
    for content in draw(st.lists(contents().filter(lambda one: one is not None), min_size=1, max_size=4)):
        try:
            found[checked_id(draw(LINES))] = content
        except InvalidInput:
            continue
    return found


@pytest.mark.parametrize("name", ["folder", "all.csv"])
@settings(max_examples=120, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(library=libraries())
@example(library={"a": written(title="T\u2028t", body="B", answer="A\x85a\u2029")})
def test_nothing_is_lost_on_the_way_out_and_in(name, library):
    at = datetime(2026, 11, 22, tzinfo=UTC)
    articles = [Article(key, one, Status.DRAFT, 1, False, at, "ada") for key, one in library.items()]
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / name
        assert export_articles(articles, path) == len(library)
        if not library:
            return
        read = read_path(path)
    assert read.problems == ()
    assert {draft.id: draft.content for draft in read.drafts} == library


MOMENTS = st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC))
NAMES = st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=20)


@st.composite
def histories(draw, article_id):
    """A life that an article can have had."""
    said = draw(st.lists(contents().filter(lambda one: one is not None), min_size=1, max_size=3))
    status = draw(st.sampled_from(Status))
    older = st.none() | st.integers(1, len(said) - 1) if len(said) > 1 else st.none()
    live = {Status.PUBLISHED: st.just(len(said)), Status.ARCHIVED: st.none()}.get(status, older)
    number = draw(live)
    return History(
        id=article_id,
        versions=tuple(
            WrittenVersion(place, content, draw(MOMENTS), draw(NAMES), place == number)
            for place, content in enumerate(said, start=1)
        ),
        status=status,
        created_at=draw(MOMENTS),
        updated_at=draw(MOMENTS),
        published_at=None if number is None else draw(MOMENTS),
        published_by=None if number is None else draw(NAMES),
        submitted_at=draw(st.none() | MOMENTS),
        submitted_by=draw(st.none() | NAMES),
        sent_back=draw(
            st.none() | st.builds(SentBack, st.sampled_from(["", "Which\nhours?"]), NAMES, MOMENTS)
        ),
    )


@st.composite
def golden_questions(draw, article_ids):
    decision = draw(st.sampled_from(SearchDecision))
    wanted = {SearchDecision.ANSWER: st.sampled_from(article_ids), SearchDecision.ABSTAIN: st.none()}
    try:
        expected = expectation(
            draw(LINES), decision, draw(wanted.get(decision, st.none() | st.sampled_from(article_ids)))
        )
        why = one_line(draw(LINES), "why")
    except InvalidInput:
        return None
    conversation = draw(st.none() | st.text("0123456789abcdef", min_size=1, max_size=32))
    return GoldenQuestion(
        golden_id(expected.question), expected, why, draw(NAMES), draw(MOMENTS), conversation
    )


@st.composite
def archives(draw):
    ids = draw(st.lists(st.sampled_from(["a", "b/c", "ü 1", "d-e"]), min_size=1, max_size=4, unique=True))
    golden = draw(st.lists(golden_questions(ids).filter(lambda one: one is not None), max_size=3))
    overrides = st.builds(
        Override,
        article_id=st.none() | st.sampled_from(ids),
        version=st.none() | st.integers(1, 3),
        step=st.sampled_from(Step),
        reason=st.just("as told"),
        decided_by=NAMES,
        decided_at=MOMENTS,
        golden_ids=st.lists(st.text("0123456789abcdef", max_size=16), max_size=2).map(tuple),
    )
    made = draw(st.lists(overrides, max_size=2, unique_by=repr))
    questions = {one.id: one for one in golden}
    return Archive(
        tuple(draw(histories(article_id)) for article_id in sorted(ids)),
        tuple(questions.values()),
        tuple(made),
    )


@contextmanager
def empty_knowledge_base(folder):
    db = empty_sqlite(Path(folder) / "empty.db")
    yield KnowledgeBase(db, WordEncoder())
    db.close()


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(archive=archives())
def test_an_archive_brings_everything_back_into_an_empty_knowledge_base(archive):
    at = datetime(2026, 11, 22, tzinfo=UTC)
    with tempfile.TemporaryDirectory() as folder, empty_knowledge_base(folder) as kb:
        given, taken = Path(folder) / "given.json", Path(folder) / "taken.json"
        export_archive(archive, given)
        report = kb.import_path(given, publish=True, at=at)
        assert report.failed == ()
        assert len(report.added) == len(archive.histories)
        assert kb.export(taken) == len(archive.histories)
        read = read_path(taken)
        golden = tuple(one.golden for one in read.golden)
        back = Archive(tuple(draft.history for draft in read.drafts), golden, read.overrides)
        assert back.histories == archive.histories
        assert set(back.golden) == set(archive.golden)
        assert back.overrides == archive.overrides
        again = kb.import_path(taken, publish=True, at=at)
        assert (again.added, again.updated, again.golden) in (
            ((), (), None),
            ((), (), GoldenCounts(0, 0, len(golden))),
        )
        kb.export(given)
        assert given.read_text() == taken.read_text()
