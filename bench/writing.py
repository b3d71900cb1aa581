"""Many threads that write to one SQLite file: standing in line, or each asking SQLite. Prints JSON.

    python -m bench.writing [--writes 40]

What a write takes from asking to done, at several numbers of threads; each writes and reads a row.
"""

import argparse
import json
import tempfile
import threading
import time
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import numpy as np

from bench.scale import seconds
from kb.database import Database

THREADS = (1, 8, 32)
_ROW = ("x" * 400,)


class NoLine:
    """In place of `kb.writers.WritersLine`: whoever comes goes straight to SQLite."""

    @contextmanager
    def turn(self, _patience: float) -> Any:
        """No waiting here."""
        yield


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--writes", type=int, default=40, help="of each thread")
    writes = parser.parse_args().writes
    figures = [
        {
            "threads": count,
            **{name: written(count, writes, line=name == "in_line") for name in ("in_line", "each")},
        }
        for count in THREADS
    ]
    print(json.dumps(figures, indent=2))


def written(count: int, writes: int, *, line: bool) -> dict[str, float]:
    """Writes a second, CPU of one, and how long they took."""
    with tempfile.TemporaryDirectory() as folder:
        db = Database(f"sqlite:///{Path(folder) / 'writing.db'}")
        if not line:
            db._writers = NoLine()  # type: ignore[assignment]
        with db.write() as connection:
            connection.exec_driver_sql("CREATE TABLE lines (text TEXT)")
        took: list[float] = []

        def one() -> None:
            with db.write() as connection:
                connection.exec_driver_sql("INSERT INTO lines VALUES (?)", _ROW)
                connection.exec_driver_sql("SELECT text FROM lines LIMIT 1").first()

        def many() -> None:
            for _ in range(writes):
                took.append(seconds(one))

        threads = [threading.Thread(target=many) for _ in range(count)]
        began, cpu = time.perf_counter(), time.process_time()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        elapsed, used = time.perf_counter() - began, time.process_time() - cpu
        db.close()
    median, p95, p99 = (1000 * float(np.percentile(took, share)) for share in (50, 95, 99))
    return {
        "per_second": round(len(took) / elapsed),
        "cpu_ms": round(1000 * used / len(took), 2),
        "median_ms": round(median, 1),
        "p95_ms": round(p95, 1),
        "p99_ms": round(p99, 1),
        "longest_ms": round(1000 * max(took), 1),
    }


if __name__ == "__main__":
    main()
