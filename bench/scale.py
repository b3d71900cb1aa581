"""The search by size: latency, recall, memory, build time, and publish-to-live. Prints JSON and a table.

    python -m bench.scale [--sizes 1000 10000 100000] [--articles 1000 10000]

`--sizes` are passages in the index alone (`bench.passages` makes them; 1000000 takes a few minutes and 4 GB),
recall is against exact search. `--articles` are articles of two passages each in a database, with a process
that serves and one that publishes: the time from the call until the other process searches the new version.
Times are those of a wall clock; `cpu` ones don't count what others did on the machine meanwhile.
"""

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from bench.passages import kept_vectors, passage_vectors, questions, statements
from kb.articles import Content
from kb.base import KnowledgeBase
from kb.database import Database, metadata
from kb.encoder import Encoder, Vectors
from kb.index import index_of
from kb.passages import units
from kb.store import ArticleStore

TOP = 10
QUERIES = 1000
PUBLISHES = 15
NOW = datetime(2026, 1, 1, tzinfo=UTC)
_CHUNK = 50_000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--sizes", type=int, nargs="*", default=[1_000, 10_000, 100_000])
    parser.add_argument("--articles", type=int, nargs="*", default=[1_000, 10_000])
    parser.add_argument("--cache-dir", type=Path, default=Path("var/cache"))
    parser.add_argument("--serve", nargs=2, help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    encoder = Encoder(chosen.cache_dir)
    if chosen.serve:
        serve(chosen.serve[0], Path(chosen.serve[1]), encoder)
        return
    cache = chosen.cache_dir / "bench"
    asked = kept_vectors(questions(QUERIES), encoder, cache)
    by_size = [index_figures(passage_vectors(size, encoder, cache), asked) for size in chosen.sizes]
    by_articles = [base_figures(count, encoder, chosen.cache_dir) for count in chosen.articles]
    print(json.dumps({"index": by_size, "knowledge_base": by_articles}, indent=1))
    for rows in (by_size, by_articles):
        print(table(rows))


def index_figures(vectors: Vectors, asked: Vectors) -> dict[str, Any]:
    """One index over these vectors."""
    before = resident_mb()
    began = time.perf_counter()
    index = index_of(vectors)
    built = time.perf_counter() - began
    memory = resident_mb() - before
    found = [set(index.nearest(vector, TOP)[1].tolist()) for vector in asked]
    right = exact(vectors, asked)
    shared = sum(len(one & other) for one, other in zip(found, right, strict=True))
    return {
        "passages": len(vectors),
        "index": type(index).__name__,
        **latency(lambda number: index.nearest(asked[number], TOP), len(asked)),
        "recall_at_10": round(shared / sum(map(len, right)), 4),
        "memory_mb": round(memory + vectors.nbytes / 2**20),
        "build_s": round(built, 2),
    }


def exact(vectors: Vectors, asked: Vectors) -> list[set[int]]:
    """The rows of the `TOP` best by comparing everything."""
    scores = np.empty((len(asked), 0), dtype=np.float32)
    rows = np.empty((len(asked), 0), dtype=np.int64)
    for first in range(0, len(vectors), _CHUNK):
        fresh = asked @ vectors[first : first + _CHUNK].T
        best = np.argpartition(-fresh, min(TOP, fresh.shape[1]) - 1, axis=1)[:, :TOP]
        scores = np.hstack([scores, np.take_along_axis(fresh, best, axis=1)])
        rows = np.hstack([rows, best + first])
    best = np.argpartition(-scores, TOP - 1, axis=1)[:, :TOP]
    return [set(row.tolist()) for row in np.take_along_axis(rows, best, axis=1)]


def latency(search: Callable[[int], object], count: int) -> dict[str, float]:
    """Milliseconds of one search, one after the other on one thread."""
    walls, cpus = [], []
    for number in range(count):
        wall, cpu = time.perf_counter(), time.thread_time()
        search(number)
        cpus.append(time.thread_time() - cpu)
        walls.append(time.perf_counter() - wall)
    return {
        "median_ms": round(median(walls) * 1000, 3),
        "p99_ms": round(float(np.percentile(walls, 99)) * 1000, 3),
        "p99_cpu_ms": round(float(np.percentile(cpus, 99)) * 1000, 3),
    }


def base_figures(count: int, encoder: Encoder, cache_dir: Path) -> dict[str, Any]:
    """A knowledge base of so many articles: started, served by one process and published to by another."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        db = Database(f"sqlite:///{folder / 'scale.db'}")
        metadata.create_all(db.engine)
        fill(db, count, encoder, cache_dir / "bench")
        command = [sys.executable, "-m", "bench.scale", "--cache-dir", str(cache_dir)]
        command += ["--serve", db.url, str(folder / "kept")]
        here = KnowledgeBase(db, encoder, folder=folder / "kept")
        cold = seconds(lambda: here.search("hello"))
        here._live.tidy()
        with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
            assert server.stdin
            assert server.stdout
            started = json.loads(server.stdout.readline())
            calls, lives = [], []
            for number in range(PUBLISHES):
                content = Content(
                    f"News {number} about the sale", f"The sale number {number} begins on Monday."
                )
                article_id = here.save_draft(None, content, by="bench", at=NOW).id
                print(article_id, file=server.stdin, flush=True)
                began = time.time()
                here.publish(article_id, by="bench", at=NOW)
                calls.append(time.time() - began)
                lives.append(float(server.stdout.readline()) - began)
            server.stdin.close()
            served = json.loads(server.stdout.readline())
        db.close()
    return {
        "articles": count,
        "first_start_s": round(cold, 2),
        "next_start_s": started["seconds"],
        "publish_call_ms": round(median(calls) * 1000),
        "live_elsewhere_ms": round(median(lives) * 1000),
        "live_elsewhere_most_ms": round(max(lives) * 1000),
        **{f"search_{name}": value for name, value in served["search"].items()},
        "process_mb": served["process_mb"],
    }


def serve(url: str, folder: Path, encoder: Encoder) -> None:
    """A process that follows: says when each article it is asked for is in what it searches."""
    db = Database(url)
    knowledge = KnowledgeBase(db, encoder, folder=folder)
    started = seconds(lambda: knowledge.search("hello", vector=np.ones(384, np.float32)))
    asked = kept_vectors(questions(QUERIES), encoder, encoder_cache(encoder))
    print(json.dumps({"seconds": round(started, 2)}), flush=True)
    with knowledge.following():
        for line in sys.stdin:
            # Not by searching: that would look at the database itself.
            while line.strip() not in knowledge._live._snapshot.numbers:
                time.sleep(0.001)
            print(time.time(), flush=True)
    texts = questions(QUERIES)
    figures = latency(lambda number: knowledge.search(texts[number], vector=asked[number]), QUERIES)
    print(json.dumps({"search": figures, "process_mb": round(resident_mb())}), flush=True)
    db.close()


def encoder_cache(encoder: Encoder) -> Path:
    """Where the questions' vectors are kept."""
    return encoder._folder.parent / "bench"


def fill(db: Database, count: int, encoder: Encoder, cache: Path) -> None:
    """Publish `count` articles, each of a title and one passage, with the vectors of the generator."""
    store = ArticleStore(db)
    vectors = passage_vectors(2 * count, encoder, cache)
    for first in range(0, count, _CHUNK):
        with db.write() as connection:
            for number, content in enumerate(contents(first, min(first + _CHUNK, count)), first):
                store.keep_version(connection, f"article-{number}", content, "bench", NOW)
                store.set_published(connection, f"article-{number}", 1, "bench", NOW)
                found = units(content)
                rows = vectors[2 * number : 2 * number + len(found)]
                kept = {unit.digest: row for unit, row in zip(found, rows, strict=True)}
                store.keep_vectors(connection, encoder.name, kept)
            store.next_generation(connection)


def contents(first: int, last: int) -> Iterator[Content]:
    """Articles by number."""
    texts = statements(10_000)
    for number in range(first, last):
        title, body = texts[2 * number % len(texts)], texts[(2 * number + 1) % len(texts)]
        yield Content(f"{title[:-1]} ({number})", f"{body} Number {number}.")


def seconds(do: Callable[[], object]) -> float:
    """How long it takes."""
    began = time.perf_counter()
    do()
    return time.perf_counter() - began


def resident_mb() -> float:
    """This process's memory."""
    with open("/proc/self/statm", encoding="ascii") as file:
        return int(file.read().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20


def table(rows: Sequence[dict[str, Any]]) -> str:
    """Rows of the same keys, to be read."""
    if not rows:
        return ""
    lines = [list(rows[0]), *([str(value) for value in row.values()] for row in rows)]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    return "\n" + "\n".join("  ".join(map(str.rjust, line, widths)) for line in lines)


if __name__ == "__main__":
    main()
