"""docs/importing.md: its examples are imported as it says, and its options exist."""

import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from bot.settings import PROJECT_ROOT
from kb.archive import Archive, History
from kb.articles import SentBack, Status, WrittenVersion, written
from kb.gate import Override
from kb.golden import Expectation, GoldenQuestion
from kb.importing import read_path
from kb.importing.csv import COLUMNS
from kb.importing.fetching import AGENT, LARGEST_PAGE, LONGEST_FETCH
from kb.importing.likeness import ALIKE
from kb.importing.web import MOST_PAGES
from kb.life import Step
from kb.search import SearchDecision

TEXT = (PROJECT_ROOT / "docs" / "importing.md").read_text(encoding="utf-8")
EXAMPLES = dict(re.findall(r"^```\w+ (\S+)\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL))
SAID = {
    "opening-hours.md": {"opening-hours": ("When are you open?", "opening hours, please")},
    "faq.csv": {"shipping": ("delivery time",), "can-i-send-it-back": ("how do I return something",)},
    "articles.json": {"gift-cards": ("do you sell vouchers",), "for-the-desk": ()},
    "faq.html": {"do-you-ship-to-canada": ()},
}


@pytest.mark.parametrize("name", SAID)
def test_an_example_is_imported_as_the_page_says(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_text(EXAMPLES[name], encoding="utf-8")
    read = read_path(tmp_path / name)
    assert read.problems == ()
    assert {draft.id: draft.content.variants for draft in read.drafts} == SAID[name]


def test_every_example_is_tried() -> None:
    assert set(EXAMPLES) == set(SAID)


def test_the_options_are_those_of_the_command() -> None:
    command = get_command(app).commands["kb"].commands["import"]  # type: ignore[attr-defined]
    options = {name for one in command.params for name in one.opts if name.startswith("--")}
    assert {one.split()[0] for one in re.findall(r"^\| `(--[^`]+)`", TEXT, re.MULTILINE)} == options


def fields_of(section: str) -> dict[str, set[str]]:
    """The fields that a section's tables name, each line's first column with all names in the second."""
    text = TEXT.partition(f"\n## {section}\n")[2].partition("\n## ")[0]
    lines = re.findall(r"^\| (`\w+`(?:, `\w+`)*) \| (.*) \|$", text, re.MULTILINE)
    return {
        name: set(re.findall(r"`(\w+)`", said)) for line, said in lines for name in re.findall(r"\w+", line)
    }


def test_the_fields_of_an_archive_are_those_that_are_written() -> None:
    at = datetime(2026, 11, 22, tzinfo=UTC)
    content = written(title="Hours", body="9 to 5.")
    versions = tuple(WrittenVersion(number, content, at, "ada", number == 2) for number in (1, 2))
    expected = Expectation("when?", SearchDecision.ANSWER, "hours")
    facts = Archive(
        (
            History(
                "hours",
                versions,
                Status.PUBLISHED,
                at,
                at,
                at,
                "ada",
                at,
                "bob",
                SentBack("why?", "eve", at),
            ),
        ),
        (GoldenQuestion("1", expected, "asked daily", "ada", at, "c1"),),
        (Override("hours", 2, Step.PUBLISH, "so be it", "ada", at, ("1",)),),
    ).facts()
    named = fields_of("Taking them out")
    assert named.keys() == facts.keys()
    for name in ("golden_questions", "published_nevertheless"):
        assert named[name] == set(facts[name][0])
    article = set(facts["articles"][0]) - fields_of("Fields").keys() - {"id"}
    assert named["articles"] == article | set(Status)


def test_the_fields_are_those_that_are_read() -> None:
    named = fields_of("Fields").keys()
    assert named == {*COLUMNS, "questions"} - {"question", "id"}


def test_the_limits_are_the_ones_in_force() -> None:
    assert f"At most {MOST_PAGES:,} pages of {LARGEST_PAGE // 1_000_000} MB" in " ".join(TEXT.split())
    assert f"{LONGEST_FETCH:g} seconds a page" in " ".join(TEXT.split())
    assert f"at least {ALIKE}" in " ".join(TEXT.split())
    assert AGENT in TEXT
