"""docs/tables.md: its table says what the page claims."""

import re

import pytest

from bot.settings import PROJECT_ROOT
from kb.fact_tables import fact_tables
from kb.facts import NotListed, look_up

TEXT = (PROJECT_ROOT / "docs" / "tables.md").read_text(encoding="utf-8")
TABLE = re.findall(r"^```markdown\n(.*?)^```$", TEXT, re.MULTILINE | re.DOTALL)[0]
SAID = next(table for table in fact_tables(TEXT) if table.headers[0] == "question").rows


@pytest.mark.parametrize(("question", "said"), SAID)
def test_a_question_gets_what_the_page_says(question: str, said: str) -> None:
    found = look_up(TABLE, question)
    assert found is not None
    told = f"not listed: {found.name}" if isinstance(found, NotListed) else found.answer
    assert " ".join(told.split()) == said
