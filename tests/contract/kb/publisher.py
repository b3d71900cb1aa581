"""A process that imports an edition of two articles and is killed at a moment it is told: a line each.

    python -m tests.contract.kb.publisher DATABASE FOLDER

Reads `EDITION MOMENT`; a fresh process publishes the edition, keeps its snapshot on disk, and kills itself at
its MOMENT-th call or return. Answers `killed`, or how many there were in all.
"""

import json
import os
import signal
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import faiss  # noqa: F401 - imported once, before the processes are made

from kb.base import KnowledgeBase
from kb.database import Database
from tests.unit.kb.conftest import WordEncoder

PARTS = ("one", "two", "three")


def main() -> None:
    """Answer each line."""
    url, folder = sys.argv[1], Path(sys.argv[2])
    for line in sys.stdin:
        edition, moment = map(int, line.split())
        reading, writing = os.pipe()
        child = os.fork()
        if child == 0:
            os.write(writing, str(publish(url, folder, edition, moment)).encode())
            os._exit(0)
        os.close(writing)
        _, status = os.waitpid(child, 0)
        counted = os.read(reading, 20).decode()
        os.close(reading)
        assert counted or os.WTERMSIG(status) == signal.SIGKILL, status
        sys.stdout.write(f"{counted or 'killed'}\n")
        sys.stdout.flush()


def publish(url: str, folder: Path, edition: int, moment: int) -> int:
    """Publish an edition and save the snapshot; the number of calls and returns, if it lives to tell."""
    seen = 0

    def count(_frame: Any, _event: str, _given: Any) -> None:
        nonlocal seen
        seen += 1
        if seen == moment:
            os.kill(os.getpid(), signal.SIGKILL)

    knowledge = KnowledgeBase(Database(url), WordEncoder(), folder=folder)
    knowledge.search("what was there before")
    file = folder / f"edition-{edition}.json"
    file.write_text(
        json.dumps([{"id": part, "title": part, "answer": f"Edition {edition}"} for part in PARTS])
    )
    sys.setprofile(count)
    knowledge.import_path(file, publish=True, at=datetime(2026, 11, 22, tzinfo=UTC))
    knowledge._live.tidy()
    sys.setprofile(None)
    return seen


if __name__ == "__main__":
    main()
