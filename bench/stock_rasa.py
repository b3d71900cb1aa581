"""Stock Rasa and Firstline on the same articles, in one run: `python -m bench.stock_rasa [--json]`.

Stock Rasa is what `rasa init` gives, as it is (its default pipeline: DIETClassifier, ResponseSelector,
FallbackClassifier), with banking77's 77 articles as retrieval intents faq/... of ten phrases each. Only its
NLU is trained, which answers questions; `rasa train` would train the dialogue as well. Firstline is the
product's knowledge base with the same phrases and nothing else, and a risk model fitted without banking77.

Two cases: all articles; and 50 of them, the other 27 asked all the same and weighted to 30 % of the
questions. What is shown is thresholded by the article's risk, and by the product of the confidences of
intent and response.

From an edited article to live: Firstline saves and publishes a changed way of asking, and a search finds it.
Rasa trains again and loads the new model; that is measured by the second training, of all articles, in the
project and with the cache of the first, since any changed phrase trains featurizers and both classifiers
again. Every process has one thread. Takes about half an hour of CPU; on a busy machine compare CPU seconds.
"""

import argparse
import json
import os
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from statistics import median, quantiles
from typing import Any

import numpy as np
import yaml
from rich.console import Console
from rich.table import Table

from bench.knowledge_bases import NOW, ROOT, evaluation_data, labelled
from bench.risk_methods import left_out_model
from kb.articles import Content
from kb.base import KnowledgeBase
from kb.database import Database, metadata
from kb.encoder import Encoder
from kb.importing.drafts import Draft
from kb.importing.reading import Read
from kb.measuring import BOUNDS, Asked, answered_at, asked_of, kept, ranked

RASA = ROOT / ".venv-rasa" / "bin" / "python"
LEFT_OUT = 27
SET_BOUND = 0.05
EDITED = "my plumbus has lost its gleam since tuesday"
ONE_THREAD = {
    name: "1"
    for name in (
        "OMP_NUM_THREADS",
        "OPENBLAS_NUM_THREADS",
        "MKL_NUM_THREADS",
        "TF_INTRA_OP_PARALLELISM_THREADS",
        "TF_INTER_OP_PARALLELISM_THREADS",
    )
}
QUIET = {"RASA_TELEMETRY_ENABLED": "false", "LOG_LEVEL": "ERROR", "TF_CPP_MIN_LOG_LEVEL": "3"}
Phrases = dict[str, list[str]]


@dataclass(frozen=True)
class Question:
    """What a visitor asks, and the article that answers it."""

    text: str
    label: str


@dataclass(frozen=True)
class Run:
    """What a process printed, when it was started (seconds since the epoch), and what it took."""

    printed: str
    started_at: float
    seconds: float
    cpu_seconds: float
    peak_memory_mb: float


def main() -> None:
    """Measure both and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="JSON only")
    parser.add_argument("--cache-dir", type=Path, default=ROOT / "var" / "cache")
    parser.add_argument("--part", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if chosen.part:
        print(json.dumps(_firstline_part(json.load(sys.stdin))))
        return
    if not RASA.exists():
        sys.exit("There is no environment for Rasa: run make setup first.")
    left_out_model(chosen.cache_dir, "banking77")
    phrases: Phrases = {str(label): texts for label, texts in _read("kb").items()}
    questions = [Question(text, str(label)) for label, texts in _read("dev").items() for text in texts]
    away = set(random.Random(0).sample(sorted(phrases), LEFT_OUT))
    some = {label: texts for label, texts in phrases.items() if label not in away}
    # The whole knowledge base comes second: its training is the one of an edited article.
    cases = {f"{LEFT_OUT} left out": some, "all articles": phrases}
    report: dict[str, Any] = {
        "articles": len(phrases),
        "phrases": sum(map(len, phrases.values())),
        "questions": len(questions),
        "cases": list(cases),
        "nice": os.nice(0),
    }
    with tempfile.TemporaryDirectory() as folder:
        report["firstline"] = _firstline(Path(folder), cases, questions, chosen.cache_dir.resolve())
        report["stock_rasa"] = _stock_rasa(Path(folder), cases, questions)
    print(json.dumps(report, indent=1))
    if not chosen.json:
        _show(report)


def _read(part: str) -> dict[str | None, list[str]]:
    return labelled(evaluation_data() / "banking77" / f"{part}.jsonl")


# --- Firstline, in a process of its own


def _firstline(
    folder: Path, cases: dict[str, Phrases], questions: Sequence[Question], cache_dir: Path
) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, phrases in cases.items():
        _say(f"Firstline, {name}")
        data = folder / f"firstline {name}"
        data.mkdir()
        task = {"data": str(data), "cache": str(cache_dir), "phrases": phrases, "build": True}
        command = [sys.executable, "-m", "bench.stock_rasa", "--part"]
        built = _run(command, ROOT, task)
        rows = [[one.text, one.label if one.label in phrases else None] for one in questions]
        asked = _run(command, ROOT, task | {"build": False, "questions": rows})
        printed = json.loads(asked.printed)
        found[name] = printed["figures"]
    return {
        **found,
        "latency_ms": _spread(printed["milliseconds"]),
        "peak_memory_mb": round(printed["peak_memory_mb"], 1),
        "start_seconds": round(printed["first_answer_at"] - asked.started_at, 2),
        "training": _took(built),
        "edited_to_live_seconds": round(printed["live_seconds"], 3),
        "risks_tried_again_seconds": round(printed["calibrate_seconds"], 2),
    }


def _firstline_part(task: dict[str, Any]) -> dict[str, Any]:
    """One process of Firstline: bring in the articles and try them, or start on what is there and answer."""
    cache_dir, data = Path(task["cache"]), Path(task["data"])
    model = left_out_model(cache_dir, "banking77")
    db = Database(f"sqlite:///{data}/kb.db")
    metadata.create_all(db.engine)
    knowledge = KnowledgeBase(db, Encoder(cache_dir), answer_risk=SET_BOUND, folder=data, risk_model=model)
    if task["build"]:
        drafts = [
            Draft(label, Content(title=texts[0], body="", variants=tuple(texts[1:])), "banking77")
            for label, texts in task["phrases"].items()
        ]
        knowledge.import_read(Read(tuple(drafts), ()), publish=True, at=NOW)
        knowledge.calibrate()
        return {}
    texts, labels = zip(*task["questions"], strict=True)
    knowledge.search(texts[0])
    first_answer_at = time.time()
    found, milliseconds = [], []
    for text in texts:
        began = time.perf_counter()
        found.append(knowledge.search(text, limit=3))
        milliseconds.append((time.perf_counter() - began) * 1000)
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    label = next(iter(task["phrases"]))
    before = knowledge.article(label).content
    began = time.perf_counter()
    edited = replace(before, variants=(*before.variants[:-1], EDITED))
    knowledge.save_draft(label, edited, by="bench", at=NOW)
    knowledge.publish(label, by="bench", at=NOW)
    first = knowledge.search(EDITED).hits[0]
    live = time.perf_counter()
    assert first.article_id == label, "the edited article is not live"
    knowledge.calibrate()
    tried = time.perf_counter()
    db.close()
    return {
        "figures": _figures(asked_of(found, labels, SET_BOUND)),
        "milliseconds": milliseconds,
        "first_answer_at": first_answer_at,
        "peak_memory_mb": peak,
        "live_seconds": live - began,
        "calibrate_seconds": tried - live,
    }


# --- Rasa, in its own Python


def _stock_rasa(folder: Path, cases: dict[str, Phrases], questions: Sequence[Question]) -> dict[str, Any]:
    project = folder / "rasa"
    initial = next(ROOT.glob(".venv-rasa/lib/python*/site-packages/rasa/cli/initial_project"))
    shutil.copytree(initial, project)
    texts = [question.text for question in questions]
    found: dict[str, Any] = {}
    for number, (name, phrases) in enumerate(cases.items()):
        _write_articles(project, initial, phrases)
        _say(f"stock Rasa, {name}: training")
        model = project / "models" / f"{number}.tar.gz"
        train = [str(RASA), "-m", "rasa", "train", "nlu", "--domain", "domain.yml"]
        trained = _run([*train, "--fixed-model-name", model.stem], project)
        _say(f"stock Rasa, {name}: asking (trained in {trained.seconds:.0f} s)")
        script = str(ROOT / "bench" / "stock_rasa_asking.py")
        asked = _run([str(RASA), script], project, {"model": str(model), "texts": texts})
        # Rasa may print before; the figures are the last line.
        printed = json.loads(asked.printed.splitlines()[-1])
        found[name] = _figures(_of_rasa(printed["answers"], questions, phrases))
    return {
        **found,
        "latency_ms": _spread([one["milliseconds"] for one in printed["answers"]]),
        "peak_memory_mb": round(printed["peak_memory_mb"], 1),
        "start_seconds": round(printed["first_answer_at"] - asked.started_at, 2),
        "training": _took(trained),
        "edited_to_live_seconds": round(trained.seconds + printed["load_seconds"], 1),
    }


def _write_articles(project: Path, initial: Path, phrases: Phrases) -> None:
    """The project of `rasa init` with the articles as one retrieval intent more."""
    asked = [
        {"intent": f"faq/{label}", "examples": "".join(f"- {' '.join(text.split())}\n" for text in texts)}
        for label, texts in phrases.items()
    ]
    (project / "data" / "articles.yml").write_text(yaml.safe_dump({"version": "3.1", "nlu": asked}), "utf-8")
    domain = yaml.safe_load((initial / "domain.yml").read_text(encoding="utf-8"))
    domain["intents"].append("faq")
    for label in phrases:
        domain["responses"][f"utter_faq/{label}"] = [{"text": label.replace("_", " ")}]
    (project / "domain.yml").write_text(yaml.safe_dump(domain), "utf-8")


def _of_rasa(answers: Sequence[dict[str, Any]], questions: Sequence[Question], phrases: Phrases) -> Asked:
    wrong, absent, risks = [], [], []
    for one, question in zip(answers, questions, strict=True):
        intents = [pair for pair in one["intents"] if pair[0] != "nlu_fallback"]
        responses = [label.removeprefix("faq/") for label, _ in one["responses"]]
        is_faq = intents[0][0] == "faq"
        wrong.append(not is_faq or responses[0] != question.label)
        absent.append(not is_faq or question.label not in responses)
        risks.append(1.0 - dict(intents).get("faq", 0.0) * one["responses"][0][1])
    return Asked(
        wrong=np.array(wrong),
        absent=np.array(absent),
        answerable=np.array([question.label in phrases for question in questions]),
        risks=np.array(risks),
        shown={SET_BOUND: np.array([one["intent"] == "faq" for one in answers])},
    )


# --- what both have in common


def _run(command: Sequence[str], folder: Path, task: dict[str, Any] | None = None) -> Run:
    """Run a process to its end; ends the program with what it said if it fails."""
    environment = {**os.environ, **ONE_THREAD, **QUIET}
    with tempfile.TemporaryFile() as given, tempfile.TemporaryFile() as out, tempfile.TemporaryFile() as err:
        given.write(json.dumps(task).encode())
        given.seek(0)
        started_at, began = time.time(), time.perf_counter()
        process = subprocess.Popen(command, cwd=folder, env=environment, stdin=given, stdout=out, stderr=err)
        _, status, used = os.wait4(process.pid, 0)
        seconds = time.perf_counter() - began
        process.returncode = os.waitstatus_to_exitcode(status)
        for printed in (out, err):
            printed.seek(0)
        if process.returncode:
            sys.exit(f"{' '.join(command)} failed:\n{err.read().decode()[-3000:]}")
        cpu = used.ru_utime + used.ru_stime
        return Run(out.read().decode(), started_at, seconds, cpu, used.ru_maxrss / 1000)


def _figures(asked: Asked) -> dict[str, float | None]:
    found = ranked(asked) | {f"answered_at_{bound:.0%}": answered_at(asked, bound) for bound in BOUNDS}
    found |= {f"as_it_comes_{name}": share for name, share in asdict(kept(asked, SET_BOUND)).items()}
    return {name: None if share is None else round(share, 4) for name, share in found.items()}


def _took(run: Run) -> dict[str, float]:
    return {
        "seconds": round(run.seconds, 1),
        "cpu_seconds": round(run.cpu_seconds, 1),
        "peak_memory_mb": round(run.peak_memory_mb, 1),
    }


def _spread(milliseconds: Sequence[float]) -> dict[str, float]:
    return {
        "median": round(median(milliseconds), 2),
        "p95": round(quantiles(milliseconds, n=20)[-1], 2),
    }


def _say(step: str) -> None:
    print(step, file=sys.stderr, flush=True)


def _show(report: dict[str, Any]) -> None:
    ways = ("firstline", "stock_rasa")
    table = Table("", "Firstline", "stock Rasa")
    for case in report["cases"]:
        for figure in report["firstline"][case]:
            shares = [report[way][case][figure] for way in ways]
            table.add_row(
                f"{case}: {figure.replace('_', ' ')}",
                *("" if share is None else f"{share:.1%}" for share in shares),
            )
    for figure in ("latency_ms", "training"):
        for part in report["firstline"][figure]:
            table.add_row(
                f"{figure} {part}".replace("_", " "), *(str(report[way][figure][part]) for way in ways)
            )
    for figure in ("peak_memory_mb", "start_seconds", "edited_to_live_seconds"):
        table.add_row(figure.replace("_", " "), *(str(report[way][figure]) for way in ways))
    Console(stderr=True, width=110).print(table)


if __name__ == "__main__":
    main()
