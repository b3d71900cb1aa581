"""The documents say what is so: commands, calls, settings and files they name exist."""

import json
import re
import subprocess
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from typer.main import get_command

from bot import migrations
from bot.cli import app
from bot.ledger import shapes
from bot.migrations.tables import metadata
from bot.settings import PROJECT_ROOT, Settings
from bot.web.app import create_app
from bot.web.security import ROLE_FOR
from kb.articles import LONGEST_COMMENT
from kb.database import Database
from kb.life import DUTIES
from kb.publishing import MOST_TRIES

DOCUMENTS = [
    PROJECT_ROOT / name
    for name in (
        "README.md",
        "CONTRIBUTING.md",
        "CHANGELOG.md",
        "docs/architecture.md",
        "docs/articles.md",
        "docs/contacts.md",
        "docs/importing.md",
        "docs/tables.md",
    )
] + sorted((PROJECT_ROOT / "docs" / "decisions").glob("*.md"))


def tracked() -> list[Path]:
    files = subprocess.run(["git", "ls-files"], cwd=PROJECT_ROOT, capture_output=True, text=True, check=True)
    return [PROJECT_ROOT / name for name in files.stdout.splitlines()]


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_links_between_documents_lead_somewhere(document: Path) -> None:
    for target in re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8")):
        if not target.startswith(("http:", "https:", "mailto:")):
            assert (document.parent / target).exists(), target


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_make_targets_that_are_named_exist(document: Path) -> None:
    targets = set(re.findall(r"^([a-z-]+):", (PROJECT_ROOT / "Makefile").read_text(), re.MULTILINE))
    for named in re.findall(r"`make ([a-z][a-z -]*)`", document.read_text(encoding="utf-8")):
        assert set(named.split()) <= targets, named


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_commands_that_are_named_exist(document: Path) -> None:
    commands = get_command(app).commands  # type: ignore[attr-defined]
    for named in re.findall(r"`firstline ([a-z]+)", document.read_text(encoding="utf-8")):
        assert named in commands, named


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_settings_that_are_named_exist(document: Path) -> None:
    known = {f"FIRSTLINE_{name.upper()}" for name in Settings.model_fields}
    beside = {"FIRSTLINE_EVAL_DATA", "FIRSTLINE_TEST_POSTGRES"}
    named = set(re.findall(r"FIRSTLINE_[A-Z_]+", document.read_text(encoding="utf-8")))
    assert named <= known | beside


def test_every_setting_is_in_the_reference() -> None:
    reference = (PROJECT_ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for name in Settings.model_fields:
        assert f"`FIRSTLINE_{name.upper()}`" in reference, name


def test_the_steps_of_an_article_and_who_takes_them_are_those_of_the_code() -> None:
    text = (PROJECT_ROOT / "docs" / "articles.md").read_text(encoding="utf-8")
    told = dict(re.findall(r"^\| `(\w+)` \| (\w+) \|", text, re.MULTILINE))
    assert told == {step.value: ROLE_FOR[duty].value for step, duty in DUTIES.items()}
    assert f"up to {LONGEST_COMMENT:,} characters" in text
    assert f"After {MOST_TRIES} times" in text


def test_the_committed_openapi_document_is_the_apps() -> None:
    committed = json.loads((PROJECT_ROOT / "docs/api/openapi.json").read_text(encoding="utf-8"))
    assert committed == json.loads(json.dumps(create_app(None).openapi())), "run `make openapi`"  # type: ignore[arg-type]


def test_the_migrations_make_the_tables_as_they_are_declared(tmp_path: Path) -> None:
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    db = Database(f"sqlite:///{tmp_path}/new.db")
    migrations.upgrade(db)
    with create_engine(db.url).connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, metadata) == []
    db.close()


def test_no_source_is_longer_than_400_lines() -> None:
    sources = [path for path in tracked() if path.suffix in (".py", ".ts", ".tsx")]
    long = {
        str(path.relative_to(PROJECT_ROOT)): count
        for path in sources
        if path.exists()
        and "versions" not in path.parts
        and path.name != "api.d.ts"
        and (count := len(path.read_text(encoding="utf-8").splitlines())) > 400
    }
    assert not {name for name in long if not name.startswith("tests/")}, long


def test_the_architecture_page_can_be_read_in_one_go() -> None:
    assert len((PROJECT_ROOT / "docs/architecture.md").read_text(encoding="utf-8").splitlines()) <= 150


def test_the_committed_schema_of_the_analysis_is_that_of_its_shapes() -> None:
    committed = json.loads((PROJECT_ROOT / "docs/api/analysis.schema.json").read_text(encoding="utf-8"))
    assert committed == json.loads(json.dumps(shapes.schema())), "run `make openapi`"
