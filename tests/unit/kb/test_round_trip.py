"""Whatever an author writes: exported and imported again it is the same, in every format."""

import tempfile
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from kb.articles import Article, Audience, Status, checked_id, written
from kb.errors import InvalidInput
from kb.export import export_articles
from kb.importing import read_path

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


@pytest.mark.parametrize("name", ["folder", "all.json", "all.csv"])
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
