"""The table of reasons: read, checked, and the shop's own one is in order."""

from pathlib import Path
from typing import Any

import pytest

from bot.errors import InvalidInput
from bot.settings import PROJECT_ROOT
from bot.triage import UNKNOWN, load_reasons
from bot.triage.reasons import parse_reasons
from tests.unit.triage.triage_facts import row


def test_the_shops_reasons_load_and_cover_the_starting_table() -> None:
    reasons = load_reasons(PROJECT_ROOT / "data" / "reasons.yml")
    assert len(reasons) > 30
    cells = {(str(reason.value), str(reason.complexity)) for reason in reasons.values()}
    assert {("low", "low"), ("medium", "low"), ("medium", "medium"), ("medium", "high")} <= cells
    assert {("high", "low"), ("high", "medium"), ("high", "high")} <= cells


def test_law_fraud_and_safety_always_need_a_person() -> None:
    reasons = load_reasons(PROJECT_ROOT / "data" / "reasons.yml")
    assert {key for key, reason in reasons.items() if reason.always_person} == {
        "legal_threat",
        "fraud_report",
        "safety_issue",
    }


def test_unknown_is_always_among_the_reasons() -> None:
    assert parse_reasons([row("a", "low", "low", "answer")])[UNKNOWN].skill == "answer"


@pytest.mark.parametrize(
    ("rows", "named"),
    [
        ([row("a", "low", "low", "answer"), row("a", "low", "low", "answer")], r"row 2 \(a\).*taken"),
        ([row("a", "huge", "low", "answer")], r"row 1 \(a\): value"),
        ([row("a", "low", "low", "answer", colour="red")], r"row 1 \(a\): colour"),
        ([row("Not A Key", "low", "low", "answer")], r"row 1 \(Not A Key\): key"),
        ([{"title": "no key"}], r"row 1 \(without a key\): key"),
        (["just text"], "row 1"),
        ([row("unknown", "low", "low", "answer")], "taken"),
    ],
)
def test_a_row_that_cannot_be_used_is_named_with_its_key(rows: list[Any], named: str) -> None:
    with pytest.raises(InvalidInput, match=named):
        parse_reasons(rows)


@pytest.mark.parametrize("content", ["", "key: value", "- [", "[]"])
def test_a_file_that_is_no_list_of_reasons_is_refused(tmp_path: Path, content: str) -> None:
    path = tmp_path / "reasons.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput, match="reasons.yml"):
        load_reasons(path)


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(InvalidInput, match="nowhere.yml"):
        load_reasons(tmp_path / "nowhere.yml")
