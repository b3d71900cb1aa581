"""The sample shop's content as it lies in data/, read with nothing but YAML."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import frontmatter
import pytest
import yaml

DATA = Path(__file__).resolve().parents[3] / "data"


@dataclass(frozen=True)
class HelpArticle:
    """One file of data/articles."""

    id: str
    facts: Mapping[str, Any]
    body: str

    @property
    def questions(self) -> Sequence[str]:
        return self.facts["questions"]


@pytest.fixture(scope="session")
def reasons() -> list[dict[str, Any]]:
    return yaml.safe_load((DATA / "reasons.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def shipping() -> list[dict[str, Any]]:
    return yaml.safe_load((DATA / "shop" / "shipping.yml").read_text(encoding="utf-8"))


@pytest.fixture(scope="session")
def phrases() -> list[tuple[str, str]]:
    """(intent, phrase) of every training phrase, file by file, without those that only teach a tone."""
    found = []
    for path in sorted((DATA / "nlu").glob("*.yml")):
        for block in yaml.safe_load(path.read_text(encoding="utf-8"))["nlu"]:
            if block["intent"].startswith("tone_"):
                continue
            for line in block["examples"].splitlines():
                assert line.startswith("- "), f"{path.name}, {block['intent']}: {line!r} is no example"
                found.append((block["intent"], line[2:].strip()))
    return found


@pytest.fixture(scope="session")
def articles() -> dict[str, HelpArticle]:
    found = {}
    for path in sorted((DATA / "articles").glob("*.md")):
        page = frontmatter.loads(path.read_text(encoding="utf-8"))
        found[path.stem] = HelpArticle(path.stem, page.metadata, page.content)
    return found
