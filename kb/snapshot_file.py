"""What was computed of the published articles, on disk for a fast start.

It only saves work: each article is checked against the database's version and content, and a file that is
damaged, or was written by another model or another way of cutting texts, counts as none.
"""

import hashlib
import os
import tempfile
import time
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from kb import lexical, paragraphs, passages
from kb.articles import Article
from kb.encoder import Vectors
from kb.lexical import Grams
from kb.snapshot import Prepared, Snapshot
from kb.store import Version

_STALE_SECONDS = 3600.0


@dataclass(frozen=True)
class Kept:
    """What a file held: article `number` has the rows `starts[number]` up to `starts[number + 1]`."""

    numbers: Mapping[str, int]
    versions: list[Version]
    starts: list[int]
    asked: list[int]
    shown: list[list[str]]
    vectors: Vectors
    grams: Grams
    gram_starts: list[int]

    def prepared(self, article: Article, version: Version) -> Prepared | None:
        """What was computed of an article; None if that was another version of it, or another article."""
        number = self.numbers.get(article.id)
        if number is None or self.versions[number] != version or article.version != version.number:
            return None
        first, last = self.starts[number], self.starts[number + 1]
        bounds = self.gram_starts[first : last + 1]
        return Prepared(
            article=article,
            asked=self.asked[number],
            shown=tuple(self.shown[number]),
            vectors=self.vectors[first:last],
            grams=tuple(self.grams[begin:end] for begin, end in zip(bounds, bounds[1:], strict=False)),
        )


class SnapshotFile:
    """One file for each model in a folder that several processes may share."""

    def __init__(self, folder: Path, model: str) -> None:
        name = hashlib.sha256(model.encode()).hexdigest()[:12]
        self._file = folder / f"snapshot-{name}.npz"
        self._model = model

    def save(self, snapshot: Snapshot, versions: Mapping[str, Version]) -> None:
        """Replace the file as a whole; articles of which `versions` has another version are left out."""
        articles = [
            one
            for one in snapshot.everything()
            if (version := versions.get(one.article.id)) and version.number == one.article.version
        ]
        grams = [row for one in articles for row in one.grams]
        facts = {
            "fingerprint": self._fingerprint(),
            "ids": [one.article.id for one in articles],
            "versions": [list(versions[one.article.id]) for one in articles],
            "asked": [one.asked for one in articles],
            "shown": [one.shown for one in articles],
        }
        dimension = snapshot.index.tail.shape[1]
        self._write(
            {
                "facts": np.frombuffer(orjson.dumps(facts), dtype=np.uint8),
                "vectors": np.concatenate(
                    [np.empty((0, dimension), np.float32), *(a.vectors for a in articles)]
                ),
                "grams": np.concatenate([np.empty(0, np.int32), *grams]),
                "gram_lengths": np.array([len(row) for row in grams], dtype=np.int64),
            }
        )

    def load(self) -> Kept | None:
        """What the file holds; None if there is none or it can't be used."""
        try:
            with np.load(self._file, allow_pickle=False) as arrays:
                facts: dict[str, Any] = orjson.loads(arrays["facts"].tobytes())
                if facts["fingerprint"] != self._fingerprint():
                    return None
                lengths = [len(shown) for shown in facts["shown"]]
                kept = Kept(
                    numbers={article_id: number for number, article_id in enumerate(facts["ids"])},
                    versions=[Version(*version) for version in facts["versions"]],
                    starts=np.cumsum([0, *lengths]).tolist(),
                    asked=facts["asked"],
                    shown=facts["shown"],
                    vectors=arrays["vectors"],
                    grams=arrays["grams"],
                    gram_starts=np.concatenate([[0], np.cumsum(arrays["gram_lengths"])]).tolist(),
                )
        except (OSError, EOFError, ValueError, KeyError, TypeError, zipfile.BadZipFile):
            return None
        return kept

    def _fingerprint(self) -> str:
        """Another model, or another way of making units and n-grams, makes all that is kept worthless."""
        found = hashlib.sha256(self._model.encode())
        for module in (__file__, passages.__file__, paragraphs.__file__, lexical.__file__):
            found.update(Path(module).read_bytes())
        return found.hexdigest()

    def _write(self, arrays: Mapping[str, Any]) -> None:
        folder = self._file.parent
        folder.mkdir(parents=True, exist_ok=True)
        for left in folder.glob(f"{self._file.name}.partial-*"):
            if left.stat().st_mtime < time.time() - _STALE_SECONDS:
                left.unlink(missing_ok=True)
        handle, name = tempfile.mkstemp(prefix=f"{self._file.name}.partial-", dir=folder)
        partial = Path(name)
        try:
            with os.fdopen(handle, "wb") as file:
                np.savez(file, **arrays)
                file.flush()
                os.fsync(file.fileno())
            partial.replace(self._file)
        finally:
            partial.unlink(missing_ok=True)
