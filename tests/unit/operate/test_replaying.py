"""`firstline replay`: the policy that is named, and what is printed."""

from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from rich.console import Console

from bench.months import START, World, month
from bot.errors import InvalidInput
from bot.ledger.append import append_all
from bot.ledger.store import EventStore
from bot.ledger.terms import Terms
from bot.operate.replaying import policy_named, render
from bot.settings import PROJECT_ROOT
from bot.triage import DEFAULT_POLICY, Cell, Level, load_reasons
from bot.web.replays import Replays
from tests.databases import empty_sqlite


def test_without_a_name_it_is_the_policy_in_force() -> None:
    assert policy_named(None, DEFAULT_POLICY) is DEFAULT_POLICY


def test_a_preset_is_known_by_its_key() -> None:
    assert policy_named("chat_for_everyone", DEFAULT_POLICY).table[Level.LOW, Level.LOW] is Cell.OFFER


def test_a_file_says_what_differs_from_a_preset(tmp_path: Path) -> None:
    path = tmp_path / "policy.yml"
    path.write_text("preset: save_costs\nlimits: {turn_limit: 12}\n", encoding="utf-8")
    policy = policy_named(str(path), DEFAULT_POLICY)
    assert (policy.version, policy.turn_limit) == ("save_costs, changed", 12)
    path.write_text('{"preset": "save_costs"}', encoding="utf-8")
    assert policy_named(str(path), DEFAULT_POLICY).version == "save_costs"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("preset: [", "can't be read"),
        ("- balanced", "the file"),
        ("colour: red", "colour"),
        ("limits: {turn_limit: many}", "limits.turn_limit"),
        ("limits: {turn_limit: 1}", "from 6 to 60 turns"),
        ("preset: free_for_all", "preset is one of"),
        ("cells: {low.low: skill}", "is missing"),
    ],
)
def test_a_file_that_cannot_be_used_is_refused_by_name(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "policy.yml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(InvalidInput, match=says):
        policy_named(str(path), DEFAULT_POLICY)


def test_what_is_neither_preset_nor_file_is_refused() -> None:
    with pytest.raises(InvalidInput, match="neither a preset"):
        policy_named("nowhere.yml", DEFAULT_POLICY)


def printed(policy: str, tmp_path: Path, episodes: int) -> str:
    reasons = load_reasons(PROJECT_ROOT / "data" / "reasons.yml")
    db = empty_sqlite(tmp_path / "month.db")
    with db.write() as connection:
        append_all(connection, month(World(episodes), reasons))
    replays = Replays(EventStore(db), Terms(), lambda: reasons, timedelta(minutes=10))
    end = START + timedelta(days=30)
    made = replays.replay(policy_named(policy, DEFAULT_POLICY), end + timedelta(days=9), START, end)
    db.close()
    console = Console(width=160)
    with console.capture() as capture:
        console.print(render(made, ZoneInfo("America/New_York")))
    return capture.get()


def test_both_columns_are_printed_with_what_they_rest_on(tmp_path: Path) -> None:
    text = printed("chat_for_everyone", tmp_path, 200)
    for words in (
        "Policy chat_for_everyone",
        "what happened",
        "with this policy",
        "Measured on record",
        "Assumed",
    ):
        assert words in text
    assert "would have cost" in text


def test_too_little_on_record_is_said(tmp_path: Path) -> None:
    text = printed("save_costs", tmp_path, 5)
    assert "Not enough on record yet" in text
    assert "can't be told" in text
