"""One turn, measured: latency, turns per second, CPU by part, memory. Prints JSON.

    python -m bench.turn [--turns 200]

In one run and over the same sentences: the bare encoding and search; the product over HTTP at 1, 8 and 32
conversations at a time; and the same product with the dialogue on Rasa as `rasa run` has it (`--unpatched`).
The load generator is a process of its own, so its CPU is not the product's. Only loopback is asked.
"""

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from statistics import fmean, median, quantiles
from typing import Any

from bot.settings import PROJECT_ROOT
from tests.e2e.product import Product, Visitor

AT_A_TIME = (1, 8, 32)
# As long as a conversation usually is; the next one is another visitor's.
TURNS_EACH = 8
SENTENCES = (
    "How long does shipping to Germany take?",
    "what payment methods do you accept",
    "do you have gift cards?",
    "how do i clean a wool rug",
    "Is there a warranty on the desk frame?",
    "can i return a mattress after i slept on it",
    "how much is shipping to the uk",
    "where is your showroom",
    "do you deliver on saturdays",
    "how do i unsubscribe from the newsletter",
    "What is the boiling point of tungsten?",
    "can i pay with paypal",
)
# Parts of a turn, and what they are called in the figures of the bare work.
_MODELS = {"encoding": "encode", "understanding": "understand", "search": "search"}
_TICK = os.sysconf("SC_CLK_TCK")
_PAGE = os.sysconf("SC_PAGE_SIZE")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--turns", type=int, default=160, help="turns at each number of conversations")
    parser.add_argument("--load", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.load:
        print(json.dumps(load(json.loads(arguments.load))))
        return
    with tempfile.TemporaryDirectory() as folder:
        bare = bare_work()
        figures = {
            "bare": bare,
            "product": product_figures(Path(folder) / "patched", arguments.turns),
            "unpatched": product_figures(Path(folder) / "unpatched", arguments.turns, unpatched=True),
        }
        figures["cpu_ms_by_part"] = cpu_by_part(figures["product"]["at_8"], bare)
    figures["ratios"] = ratios(figures)
    print(json.dumps(figures, indent=2))


def bare_work() -> dict[str, Any]:
    """Encoding and search of the same sentences, without anything around them; and understanding them."""
    from bot.bootstrap import Firstline
    from bot.settings import load_settings

    with tempfile.TemporaryDirectory() as folder:
        settings = load_settings(data_dir=Path(folder), cache_dir=PROJECT_ROOT / "var" / "cache")
        firstline = Firstline(settings)
        firstline.prepare_knowledge()
        firstline.knowledge.search("warm up")
        encode: list[float] = []
        encode_cpu: list[float] = []
        both: list[float] = []
        both_cpu: list[float] = []
        understand_cpu: list[float] = []
        firstline.understander.understand("warm up")
        for round_ in range(20):
            for sentence in SENTENCES:
                text = f"{sentence} {round_}"  # never from the cache
                start, cpu = time.perf_counter(), time.process_time()
                vector = firstline.encoder.encode([text])[0]
                encode.append(time.perf_counter() - start)
                encode_cpu.append(time.process_time() - cpu)
                firstline.knowledge.search(text, vector=vector)
                both.append(time.perf_counter() - start)
                both_cpu.append(time.process_time() - cpu)
                cpu = time.process_time()
                firstline.understander.understand(text, vector)
                understand_cpu.append(time.process_time() - cpu)
        firstline.close()
    return {
        "encode_ms": spread(encode),
        "encode_and_search_ms": spread(both),
        "encode_cpu_ms": round(1000 * fmean(encode_cpu), 2),
        "search_cpu_ms": round(1000 * (fmean(both_cpu) - fmean(encode_cpu)), 2),
        "understand_cpu_ms": round(1000 * fmean(understand_cpu), 2),
    }


def product_figures(folder: Path, turns: int, *, unpatched: bool = False) -> dict[str, Any]:
    """The product's figures at each number of conversations at a time."""
    settings = {"FIRSTLINE_RASA_UNPATCHED": "1"} if unpatched else {}
    product = Product(folder, **settings).start()
    try:
        Visitor.open(product).ask(SENTENCES[0])
        figures: dict[str, Any] = {}
        for count in AT_A_TIME:
            with cpu_of(product) as cpu:
                measured = load_in_process_of_its_own(product, count, max(turns, 4 * count))
            per_turn = {part: round(1000 * seconds / measured["turns"], 2) for part, seconds in cpu.items()}
            figures[f"at_{count}"] = {**measured, "cpu_ms_per_turn": per_turn}
        figures["memory_mb"] = memory_of(product)
        return figures
    finally:
        product.stop()


def load_in_process_of_its_own(product: Product, conversations: int, turns: int) -> dict[str, Any]:
    """Run the load generator beside us and take its figures."""
    task = json.dumps({"port": product.port, "conversations": conversations, "turns": turns})
    done = subprocess.run(
        [sys.executable, "-m", "bench.turn", "--load", task],
        cwd=PROJECT_ROOT,
        capture_output=True,
        text=True,
        check=True,
        timeout=600,
    )
    return dict(json.loads(done.stdout))


def load(task: dict[str, Any]) -> dict[str, Any]:
    """Take turns in several conversations at a time, each waiting for its answer before the next."""
    product = Product(Path("."))
    product.port = task["port"]
    product.url = f"http://127.0.0.1:{product.port}"
    product.api = f"{product.url}/api/v1"
    each = max(TURNS_EACH, task["turns"] // task["conversations"])
    seconds: list[float] = []

    def converse(number: int) -> None:
        for turn in range(each):
            if turn % TURNS_EACH == 0:
                visitor = Visitor.open(product)
            text = f"{SENTENCES[(number + turn) % len(SENTENCES)]} {number}.{turn}"
            start = time.perf_counter()
            answer = visitor.send(text)
            seconds.append(time.perf_counter() - start)
            assert answer.status_code == 202, answer.text
            assert answer.json()["replies"], "silence"

    threads = [threading.Thread(target=converse, args=(n,)) for n in range(task["conversations"])]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    elapsed = time.perf_counter() - start
    used = resource.getrusage(resource.RUSAGE_SELF)
    return {
        "turns": len(seconds),
        "turns_per_second": round(len(seconds) / elapsed, 2),
        "latency_ms": spread(seconds),
        "generator_cpu_ms_per_turn": round(1000 * (used.ru_utime + used.ru_stime) / len(seconds), 2),
    }


@contextmanager
def cpu_of(product: Product) -> Iterator[dict[str, float]]:
    """Fills in the CPU seconds that each process of the product used while the block ran."""
    pids = {part: product.pid_of(part) for part in ("app", "rasa")}
    before = {part: cpu_seconds(pid) for part, pid in pids.items()}
    used: dict[str, float] = {}
    yield used
    used |= {part: cpu_seconds(pid) - before[part] for part, pid in pids.items()}


def cpu_seconds(pid: int) -> float:
    """User and system seconds of a process so far."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / _TICK


def memory_of(product: Product) -> dict[str, float]:
    """Resident memory of both processes, in MB."""
    sizes = {}
    for part in ("app", "rasa"):
        pages = int(Path(f"/proc/{product.pid_of(part)}/statm").read_text().split()[1])
        sizes[part] = round(pages * _PAGE / 1e6, 1)
    return {**sizes, "both": round(sum(sizes.values()), 1)}


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Median, 95th percentile and the longest, in milliseconds."""
    return {
        "median": round(1000 * median(seconds), 2),
        "p95": round(1000 * quantiles(seconds, n=20)[-1], 2),
        "longest": round(1000 * max(seconds), 2),
    }


def cpu_by_part(measured: dict[str, Any], bare: dict[str, Any]) -> dict[str, float]:
    """CPU of one turn at 8 conversations at a time; what models do, as measured by itself."""
    app, rasa = measured["cpu_ms_per_turn"]["app"], measured["cpu_ms_per_turn"]["rasa"]
    parts = {part: bare[f"{name}_cpu_ms"] for part, name in _MODELS.items()}
    return {
        "rasa": rasa,
        **parts,
        "rest_of_the_app": round(app - sum(parts.values()), 2),
        "load_generator": measured["generator_cpu_ms_per_turn"],
    }


def ratios(figures: dict[str, Any]) -> dict[str, float]:
    """What the aims are about, from this one run."""
    bare = figures["bare"]["encode_and_search_ms"]["median"]
    product, unpatched = figures["product"], figures["unpatched"]
    return {
        "median_turn_over_bare_work": round(product["at_1"]["latency_ms"]["median"] / bare, 2),
        **{
            f"rate_over_unpatched_at_{count}": round(
                product[f"at_{count}"]["turns_per_second"] / unpatched[f"at_{count}"]["turns_per_second"], 2
            )
            for count in AT_A_TIME
        },
        **{
            f"p95_over_unpatched_at_{count}": round(
                product[f"at_{count}"]["latency_ms"]["p95"] / unpatched[f"at_{count}"]["latency_ms"]["p95"], 2
            )
            for count in AT_A_TIME
        },
    }


if __name__ == "__main__":
    main()
