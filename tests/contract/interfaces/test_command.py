"""The command `firstline`: what it prints fits docs/api/, on a data folder of its own, without a server."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from bench.months import World, month
from bot.bootstrap import Firstline
from bot.ledger.append import append_all
from bot.operate.evaluation_sets import DEFAULT_DATA
from bot.settings import PROJECT_ROOT, load_settings
from tests.kept import CACHE

SEARCHES = [{"id": 1, "text": "how long does shipping to canada take"}, {"id": "b", "text": "tungsten?"}]
TRIAGES = [
    {"id": 1, "text": "where is my order 10045"},
    {"id": 2, "text": "i will call my lawyer", "signals": {"cart_value": 1240, "repeat_customer": True}},
]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("data")


@dataclass(frozen=True)
class Done:
    """How a command ended, and what it printed."""

    returncode: int
    stdout: str
    stderr: str


class Commands:
    """A process that runs commands, each in one of its own (see `commands.py`)."""

    def __init__(self) -> None:
        environment = {key: value for key, value in os.environ.items() if not key.startswith("FIRSTLINE_")}
        self.process = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-m", "tests.contract.interfaces.commands"],
            env={**environment, "FIRSTLINE_CACHE_DIR": str(CACHE)},
            cwd=PROJECT_ROOT,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, *arguments: str) -> Done:
        """One command."""
        asked, answers = self.process.stdin, self.process.stdout
        assert asked is not None
        assert answers is not None
        asked.write(json.dumps(arguments) + "\n")
        asked.flush()
        return Done(*json.loads(answers.readline()))


@cache
def commands() -> Commands:
    """Made when it is first asked for; it ends with this process, whose pipe it reads."""
    return Commands()


def firstline(folder: Path, *arguments: str) -> Done:
    """The command on this data folder."""
    return commands().run("--data-dir", str(folder), *arguments)


def fits(value: Any, name: str) -> None:
    schema = json.loads((PROJECT_ROOT / "docs" / "api" / f"{name}.schema.json").read_text(encoding="utf-8"))
    jsonschema.validate(value, schema)


@pytest.fixture(scope="module")
def imported(folder: Path) -> dict[str, Any]:
    done = firstline(folder, "kb", "import", str(PROJECT_ROOT / "data/articles"), "--publish", "--json")
    assert done.returncode == 0, done.stderr
    return dict(json.loads(done.stdout))


def lines(folder: Path, name: str, rows: list[dict[str, Any]]) -> str:
    path = folder / name
    path.write_text("\n".join(map(json.dumps, rows)) + "\n", encoding="utf-8")
    return str(path)


def test_an_import_says_what_became_of_each_article(folder: Path, imported: dict[str, Any]) -> None:
    fits(imported, "import")
    assert len(imported["added"]) >= 60
    again = firstline(folder, "kb", "import", str(PROJECT_ROOT / "data/articles"), "--publish", "--json")
    assert len(json.loads(again.stdout)["unchanged"]) == len(imported["added"])


def test_an_import_names_file_row_and_cause_and_takes_the_rest(folder: Path) -> None:
    path = folder / "two.csv"
    path.write_text(
        "question,answer\nIs there parking?,Yes behind the house.\nNo answer?,\n", encoding="utf-8"
    )
    done = firstline(folder, "kb", "import", str(path), "--dry-run", "--json")
    report = json.loads(done.stdout)
    fits(report, "import")
    assert done.returncode == 1
    assert (report["failed"][0]["file"], report["failed"][0]["row"]) == ("two.csv", 3)
    assert len(report["added"]) == 1
    assert report["dry_run"] is True


def test_an_import_tells_what_is_like_another_article_and_can_leave_it_out(
    folder: Path, imported: dict[str, Any]
) -> None:
    path = folder / "again.csv"
    answer = (
        "You can return most items within 30 days of delivery, unused and in their original state, for your"
        " money back. It costs $5.90 for small parcels from the US and $59 for a furniture pickup."
    )
    path.write_text(f'question,answer\nOur policy for returns,"{answer}"\n', encoding="utf-8")
    done = firstline(folder, "kb", "import", str(path), "--dry-run", "--skip-duplicates", "--json")
    report = json.loads(done.stdout)
    fits(report, "import")
    assert (report["added"], report["duplicates"][0]["of"]) == ([], "return-policy")
    assert report["duplicates"][0]["skipped"] is True
    shown = firstline(folder, "kb", "import", str(path), "--dry-run").stdout
    assert "“our-policy-for-returns” says nearly the same as “return-policy” (likeness 0." in shown


def test_an_import_from_a_private_address_is_refused_in_one_sentence(folder: Path) -> None:
    done = firstline(folder, "kb", "import", "http://127.0.0.1:9/sitemap.xml")
    assert done.returncode == 2
    assert done.stderr.strip().endswith("allow it with --allow-private 127.0.0.1.")
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("name", ["all.csv", "all.json", "folder"])
def test_an_export_imports_as_the_same(folder: Path, imported: dict[str, Any], name: str) -> None:
    done = firstline(folder, "kb", "export", str(folder / name), "--json")
    assert json.loads(done.stdout)["articles"] >= len(imported["added"])
    again = firstline(folder, "kb", "import", str(folder / name), "--dry-run", "--json")
    report = json.loads(again.stdout)
    assert (report["added"], report["updated"], report["failed"]) == ([], [], [])


def test_an_import_that_would_break_a_golden_question_is_stopped_unless_it_is_to_go_on(
    folder: Path, imported: dict[str, Any]
) -> None:
    made = Firstline(load_settings(data_dir=folder, cache_dir=CACHE))
    question, now = "How long is the warranty?", datetime(2026, 11, 22, tzinfo=UTC)
    golden = made.knowledge.curator.add(question, None, "warranty-terms", why="", by="ada", at=now)
    path = folder / "new.csv"
    path.write_text("id,question,answer\nwarranty-terms,Our promise,We stand behind what we make.\n")
    stopped = firstline(folder, "kb", "import", str(path), "--publish", "--json")
    assert (stopped.returncode, stopped.stdout) == (2, "")
    assert f"“{question}”: answer warranty-terms now" in stopped.stderr
    assert made.knowledge.article("warranty-terms", latest=True).version == 1
    gone_on = firstline(folder, "kb", "import", str(path), "--publish", "--despite-regressions", "--json")
    assert json.loads(gone_on.stdout)["updated"] == ["warranty-terms"]
    assert made.knowledge.overrides()[0].golden_ids == (golden.id,)
    made.knowledge.roll_back("warranty-terms", 1, by="ada", at=now, publish=True)
    made.knowledge.curator.remove(golden.id)
    made.close()


def test_a_batch_of_searches_comes_out_in_its_order(folder: Path, imported: dict[str, Any]) -> None:
    done = firstline(folder, "kb", "search", "--batch", lines(folder, "q.jsonl", SEARCHES))
    found = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in found] == [1, "b"]
    for one in found:
        fits(one, "search")
    assert (found[0]["decision"], found[0]["hits"][0]["article_id"]) == ("answer", "shipping-times")
    assert found[1]["decision"] == "abstain"


def test_a_batch_of_triages_comes_out_in_its_order(folder: Path) -> None:
    done = firstline(folder, "triage", "--batch", lines(folder, "t.jsonl", TRIAGES))
    decided = [json.loads(line) for line in done.stdout.splitlines()]
    assert [one["id"] for one in decided] == [1, 2]
    for one in decided:
        fits(one, "triage")
    assert decided[0]["reason"] == "order_status"
    assert decided[1]["route"] == "handoff"


@pytest.mark.parametrize(
    ("command", "row", "word"),
    [
        ("search", '{"id": 1}', "line 1"),
        ("search", "not json", "line 1"),
        ("triage", '{"id": 1, "text": "hi", "signals": {"mood": 1}}', "mood"),
        ("triage", '{"id": 1, "text": "hi", "signals": {"cart_value": -5}}', "cart_value"),
    ],
)
def test_a_bad_line_is_named_in_one_sentence(folder: Path, command: str, row: str, word: str) -> None:
    path = folder / "bad.jsonl"
    path.write_text(row + "\n", encoding="utf-8")
    call = ["kb", "search"] if command == "search" else ["triage"]
    done = firstline(folder, *call, "--batch", str(path))
    assert done.returncode == 2
    assert word in done.stderr
    assert "Traceback" not in done.stderr


def test_a_wrong_setting_is_named_by_its_key(folder: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "bot.cli", "report"],
        env={**os.environ, "FIRSTLINE_PORT": "eighty"},
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "FIRSTLINE_PORT" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_report_fits_its_schema_before_anything_has_happened(folder: Path) -> None:
    done = firstline(folder, "report", "--json")
    report = json.loads(done.stdout)
    fits(report, "report")
    assert report["episodes"]["total"] == 0
    assert "0 decided" in firstline(folder, "report").stdout


def test_contacts_from_elsewhere_come_in_once_and_what_is_wrong_is_named(folder: Path) -> None:
    path = folder / "contacts.csv"
    path.write_text(
        "channel;at;email;minutes\nphone;2026-01-31T10:00;ada@example.com;5\npigeon;2026-01-31;a@b.com;1\n",
        encoding="utf-8",
    )
    done = firstline(folder, "contacts", "import", str(path), "--json")
    report = json.loads(done.stdout)
    fits(report, "contacts")
    assert (done.returncode, report["added"]) == (1, 1)
    assert (report["failed"][0]["row"], report["failed"][0]["field"]) == (2, "channel")
    again = firstline(folder, "contacts", "import", str(path))
    assert "0 contacts added, 1 were there already." in again.stdout
    missing = firstline(folder, "orders", "import", str(folder / "none.csv"))
    assert (missing.returncode, "no such file" in missing.stderr) == (2, True)


def test_the_report_has_rows_by_whatever_is_asked(folder: Path) -> None:
    report = json.loads(firstline(folder, "report", "--by", "reason", "--json").stdout)
    fits(report, "report")
    assert (report["by"], report["rows"]) == ("reason", [])
    refused = firstline(folder, "report", "--by", "mood")
    assert (refused.returncode, "By one of" in refused.stderr) == (2, True)


def test_the_replay_fits_its_schema_before_anything_has_happened(folder: Path) -> None:
    done = firstline(folder, "replay", "--policy", "save_costs", "--json")
    replay = json.loads(done.stdout)
    fits(replay, "replay")
    assert (replay["enough"], replay["policy_version"]) == (False, "save_costs")
    assert "Not enough on record yet" in firstline(folder, "replay").stdout


def test_a_month_is_replayed_by_another_policy_with_the_agents_that_are_named(tmp_path: Path) -> None:
    made = Firstline(load_settings(data_dir=tmp_path))
    world = World(200, days=10, start=datetime(2026, 3, 2, tzinfo=UTC))
    with made.db.write() as connection:
        append_all(connection, month(world, made.reasons))
    made.close()
    days = ("--from", "2026-03-02", "--to", "2026-03-12")
    asked = ("replay", "--policy", "chat_for_everyone", *days, "--agents", "3")
    replay = json.loads(firstline(tmp_path, *asked, "--json").stdout)
    fits(replay, "replay")
    assert (replay["enough"], replay["agents"], replay["episodes"]["decided"]) == (True, 3, 200)
    assert replay["headline"] in " ".join(firstline(tmp_path, *asked).stdout.split())


def test_a_replay_by_a_policy_that_is_not_there_is_refused_in_one_sentence(folder: Path) -> None:
    done = firstline(folder, "replay", "--policy", "nowhere.yml")
    assert done.returncode == 2
    assert "neither a preset (save_costs, balanced" in done.stderr
    assert "Traceback" not in done.stderr


def test_the_doctor_looks_at_everything_and_its_exit_code_says_how_it_is(folder: Path) -> None:
    done = firstline(folder, "doctor", "--json")
    found = json.loads(done.stdout)
    fits(found, "doctor")
    assert found["ok"] is (done.returncode == 0)
    assert {"Database", "Rasa", "Dialogue", "Pages", "Knowledge base"} <= {
        one["name"] for one in found["checks"]
    }


def test_a_colleague_gets_a_link_that_works_once(folder: Path) -> None:
    done = firstline(folder, "users", "add", "grace@b.example", "--name", "Grace", "--json")
    assert "/setup?token=" in json.loads(done.stdout)["setup_link"]
    again = firstline(folder, "users", "add", "grace@b.example", "--name", "Grace")
    assert again.returncode == 2
    assert "already" in again.stderr


def test_an_export_can_be_imported_again_without_a_change(folder: Path, imported: dict[str, Any]) -> None:
    target = folder / "export"
    done = firstline(folder, "kb", "export", str(target), "--json")
    assert json.loads(done.stdout)["articles"] == len(imported["added"])
    again = firstline(folder, "kb", "import", str(target), "--json")
    assert len(json.loads(again.stdout)["unchanged"]) == len(imported["added"])


def test_the_evaluation_fits_its_schema(folder: Path, tmp_path: Path) -> None:
    data = Path(os.environ.get("FIRSTLINE_EVAL_DATA", DEFAULT_DATA))
    if not data.is_dir():
        pytest.skip(f"{data}: there is no evaluation data (set FIRSTLINE_EVAL_DATA)")
    for name in ("stackfaq", "bitext"):
        (tmp_path / name).symlink_to(data / name)
    done = firstline(folder, "eval", "--limit", "60", "--json", "--data", str(tmp_path))
    figures = json.loads(done.stdout)
    fits(figures, "eval")
    (row,) = figures["knowledge"]
    assert (row["set"], row["fitted"], row["asked"]) == ("stackfaq", True, 60)
    assert row["top1"] > 0.8
    assert row["set_bound"]["shown"] > 0
    assert [row["set"] for row in figures["triage"]] == ["bitext", "frozen"]
    assert figures["triage"][0]["reason_right"]["share"] > 0.6


def test_own_articles_are_evaluated_with_own_questions(folder: Path) -> None:
    asked = [
        {"text": "how long does shipping to canada take", "label": "shipping-times"},
        {"text": "what is the boiling point of tungsten", "label": None},
    ]
    articles = str(PROJECT_ROOT / "data" / "articles")
    call = ["eval", "--kb", articles, "--questions", lines(folder, "labelled.jsonl", asked)]
    figures = json.loads(firstline(folder, *call, "--json").stdout)
    fits(figures, "eval")
    assert figures["knowledge"][0]["set_bound"]["answered"] == 1.0
    assert "Set to at most 5% wrong answers" in firstline(folder, *call).stdout


def test_articles_without_questions_are_refused_in_one_sentence(folder: Path) -> None:
    done = firstline(folder, "eval", "--kb", str(PROJECT_ROOT / "data" / "articles"))
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr.startswith("firstline: --kb and --questions belong together")


def test_missing_evaluation_data_is_said(folder: Path, tmp_path: Path) -> None:
    done = firstline(folder, "eval", "--data", str(tmp_path))
    assert done.returncode == 2
    assert "FIRSTLINE_EVAL_DATA" in done.stderr
