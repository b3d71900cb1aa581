"""`kill -9` at any moment of a publish leaves the old or the new, never a mixture."""

import random
import subprocess
import sys
from pathlib import Path

import pytest

from kb.base import KnowledgeBase
from tests.contract.kb.publisher import PARTS
from tests.unit.kb.conftest import WordEncoder

ROOT = Path(__file__).resolve().parents[3]
MOMENTS = 40


@pytest.fixture
def tell(db, tmp_path):
    """Have an edition published by a process that is killed at a moment; what became of that."""
    url = db.engine.url.render_as_string(hide_password=False)
    command = [sys.executable, "-m", "tests.contract.kb.publisher", url, str(tmp_path)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as process:

        def tell(edition, moment):
            process.stdin.write(f"{edition} {moment}\n")
            process.stdin.flush()
            return process.stdout.readline().strip()

        yield tell
        process.stdin.close()


def shown(knowledge):
    return {hit.answer for hit in knowledge.search(" ".join(PARTS)).hits}


def test_killed_at_many_moments_every_process_shows_one_edition_of_all_articles(db, tell, tmp_path):
    tell(1, 0)
    moments = int(tell(2, 0))
    lasting = KnowledgeBase(db, WordEncoder())
    assert shown(lasting) == {"Edition 2"}
    choose = random.Random(9)
    edition, outcomes = 2, {"old": 0, "new": 0}
    for step in range(MOMENTS):
        # One in each part of the way, which is a little longer or shorter each time.
        moment = int((step + choose.random()) * moments / MOMENTS)
        if tell(edition + 1, max(moment, 1)) != "killed":
            edition += 1
            continue
        published = {article.answer for article in lasting.articles("published")}
        assert published in ({f"Edition {edition}"}, {f"Edition {edition + 1}"})
        assert shown(lasting) == published
        assert shown(KnowledgeBase(db, WordEncoder(), folder=tmp_path)) == published
        new = published == {f"Edition {edition + 1}"}
        outcomes["new" if new else "old"] += 1
        edition += new
    assert min(outcomes.values()) >= 4, outcomes
    assert list(tmp_path.glob("snapshot-*.npz"))
