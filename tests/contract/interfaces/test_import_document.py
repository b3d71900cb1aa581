"""docs/importing.md: its examples are imported as it says, and its options exist."""

import re
from pathlib import Path

import pytest
from typer.main import get_command

from bot.cli import app
from bot.settings import PROJECT_ROOT
from kb.importing import read_path
from kb.importing.csv import COLUMNS
from kb.importing.fetching import AGENT, LARGEST_PAGE, LONGEST_FETCH
from kb.importing.likeness import ALIKE
from kb.importing.web import MOST_PAGES

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


def test_the_fields_are_those_that_are_read() -> None:
    named = {
        name
        for line in re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|", TEXT, re.MULTILINE)
        for name in re.findall(r"\w+", line)
    }
    assert named == {*COLUMNS, "questions"} - {"question", "id"}


def test_the_limits_are_the_ones_in_force() -> None:
    assert f"At most {MOST_PAGES:,} pages of {LARGEST_PAGE // 1_000_000} MB" in " ".join(TEXT.split())
    assert f"{LONGEST_FETCH:g} seconds a page" in " ".join(TEXT.split())
    assert f"at least {ALIKE}" in " ".join(TEXT.split())
    assert AGENT in TEXT
