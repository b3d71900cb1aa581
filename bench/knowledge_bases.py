"""Knowledge bases made of public data, to fit and to measure on; nothing of the data is kept here.

`materials()` reads the evaluation data; `made()` takes a random part of one data set: some articles with some
of their ways of asking, questions on them, and questions that the part doesn't answer.
"""

import hashlib
import json
import os
import random
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import numpy as np

from kb.articles import Article, Content, Status
from kb.bm25 import WordIndex
from kb.encoder import Encoder, Vectors
from kb.importing import read_path
from kb.measuring import OUT_OF_SCOPE
from kb.passages import units
from kb.snapshot import Snapshot, build_snapshot, prepared

ROOT = Path(__file__).resolve().parent.parent
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Material:
    """One data set: what its articles say, ways of asking for each, and visitors' questions.

    Where `real` the articles have titles and texts of their own; otherwise they are only what is asked.
    """

    name: str
    real: bool
    contents: dict[str, Content]
    phrases: dict[str, list[str]]
    questions: dict[str, list[str]]
    unanswered: tuple[str, ...] = ()


@dataclass(frozen=True)
class Question:
    """What a visitor asks, and the article that answers it (None: there is none)."""

    text: str
    article: str | None


@dataclass(frozen=True)
class Made:
    """A knowledge base with questions to it."""

    snapshot: Snapshot
    questions: tuple[Question, ...]


class RememberedEncoder:
    """The product's encoder with its vectors kept in a file between runs."""

    def __init__(self, cache_dir: Path) -> None:
        self._encoder = Encoder(cache_dir, remembered=10)
        self._file = cache_dir / "bench-vectors.npz"
        self.name, self.dimension = self._encoder.name, self._encoder.dimension
        self._known: dict[str, Vectors] = {}
        if self._file.exists():
            with np.load(self._file) as kept:
                self._known = dict(zip(kept["keys"].tolist(), kept["vectors"], strict=True))

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of `texts`: shape (n, 384)."""
        keys = [hashlib.blake2b(text.encode(), digest_size=16).hexdigest() for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if missing:
            fresh = self._encoder.encode(list(missing.values()))
            self._known |= dict(zip(missing, fresh, strict=True))
        return np.array([self._known[key] for key in keys], dtype=np.float32).reshape(-1, self.dimension)

    def save(self) -> None:
        """Keep the vectors for the next run."""
        np.savez(self._file, keys=np.array(list(self._known)), vectors=np.array(list(self._known.values())))


def evaluation_data() -> Path:
    """The folder of the evaluation data; ends the program with a sentence when it isn't there."""
    data = Path(os.environ.get("FIRSTLINE_EVAL_DATA", ROOT.parent / "shared" / "eval"))
    if not data.is_dir():
        sys.exit(f"There is no evaluation data at {data}; set FIRSTLINE_EVAL_DATA.")
    return data


def materials() -> dict[str, Material]:
    """The data sets that are used, by name, with the sample shop's own articles as one more."""
    data = evaluation_data()
    found = [_intents(data, "banking77"), _intents(data, "clinc150"), _stackfaq(data), _bitext(data), _shop()]
    return {one.name: one for one in found}


def labelled(path: Path) -> dict[str | None, list[str]]:
    """The texts of a file of JSON lines by label."""
    found: dict[str | None, list[str]] = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        row = json.loads(line)
        found.setdefault(row["label"], []).append(row["text"])
    return found


def snapshot_of(contents: dict[str, Content], encoder: RememberedEncoder) -> Snapshot:
    """A searchable knowledge base of these articles."""
    of_each = {article_id: units(content) for article_id, content in contents.items()}
    encoder.encode([unit.encoded for of_one in of_each.values() for unit in of_one])
    articles = [
        prepared(
            Article(article_id, contents[article_id], Status.PUBLISHED, 1, False, NOW, "bench"),
            of_one,
            encoder.encode([unit.encoded for unit in of_one]),
        )
        for article_id, of_one in of_each.items()
    ]
    return build_snapshot(1, articles, encoder.dimension, WordIndex().changed(articles))


def content_of(material: Material, label: str, phrases: Sequence[str]) -> Content:
    """An article with these ways of asking."""
    if material.real:
        return replace(material.contents[label], variants=tuple(phrases))
    return Content(title=phrases[0], body="", variants=tuple(phrases[1:]))


def made(
    material: Material, others: Iterable[Material], encoder: RememberedEncoder, choose: random.Random
) -> Made:
    """A random part of a data set, about 200 questions to it, 30 % of them without an answer."""
    labels = sorted(material.contents)
    kept = choose.sample(labels, min(choose.choice([12, 25, 40, 60, 80, 120]), int(len(labels) * 0.75)))
    most = choose.choice([0, 1, 3, 5] if material.real else [2, 3, 5, 8, 10, 15])
    contents, asked = {}, {}
    for label in labels:
        phrases = choose.sample(material.phrases[label], len(material.phrases[label]))
        some = phrases[: choose.randint((most + 1) // 2, most)]
        contents[label] = content_of(material, label, some)
        known = {text.casefold() for text in some}
        left = material.questions.get(label) or phrases[len(some) :]
        asked[label] = [text for text in left if text.casefold() not in known]
    inside = [Question(text, label) for label in kept for text in asked[label]]
    inside = choose.sample(inside, min(150, len(inside)))
    wanted = round(len(inside) * OUT_OF_SCOPE / (1 - OUT_OF_SCOPE))
    near = [Question(text, None) for label in labels if label not in kept for text in asked[label]]
    outside = choose.sample(near, min(round(wanted * choose.choice([1, 0.67, 0.5, 0.2])), len(near)))
    elsewhere = [one for one in others if one.name != material.name and one.name != "shop"]
    while len(outside) < wanted:
        other = choose.choice(elsewhere)
        outside.append(Question(choose.choice(other.questions[choose.choice(sorted(other.questions))]), None))
    return Made(snapshot_of({label: contents[label] for label in kept}, encoder), (*inside, *outside))


def _intents(data: Path, name: str) -> Material:
    phrases, more = labelled(data / name / "kb.jsonl"), labelled(data / name / "more.jsonl")
    questions = labelled(data / name / "dev.jsonl")
    unanswered = tuple(questions.pop(None, []))
    every = {label: list(dict.fromkeys([*phrases[label], *more.get(label, [])])) for label in phrases}
    return _made_of_phrases(name, every, questions, unanswered)


def _bitext(data: Path) -> Material:
    phrases, questions = (labelled(data / "bitext" / f"{part}.jsonl") for part in ("train", "dev"))
    return _made_of_phrases("bitext", phrases, questions)


def _made_of_phrases(name: str, phrases: dict, questions: dict, unanswered: tuple[str, ...] = ()) -> Material:
    contents = {label: Content(title=texts[0], body="") for label, texts in phrases.items()}
    return Material(name, False, contents, phrases, questions, unanswered)


def _stackfaq(data: Path) -> Material:
    contents = {one.id: one.content for one in read_path(data / "stackfaq" / "kb.json").drafts}
    questions = labelled(data / "stackfaq" / "dev.jsonl")
    # Its articles come without other ways of asking; every second question plays that part.
    phrases = {label: texts[::2] for label, texts in questions.items()}
    return Material("stackfaq", True, contents, phrases, {k: texts[1::2] for k, texts in questions.items()})


def _shop() -> Material:
    contents = {one.id: one.content for one in read_path(ROOT / "data" / "articles").drafts}
    return Material("shop", True, contents, {k: list(one.variants) for k, one in contents.items()}, {})
