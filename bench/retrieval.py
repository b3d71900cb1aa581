"""How well the knowledge base answers, on public data: `python -m bench.retrieval [--json]`.

Each data set's training part is the knowledge base (10 ways of asking an article), its dev part are the
visitors. Questions without an answer are weighted so that they are 30 % of all. The risk model is fitted on
the *other* data sets (by `bench.kb_risk_fit`, whose models it reads). Beside it the same model's nearest
neighbour: the bare similarity of the best text, ranked and thresholded; and what is stated elsewhere
(`bench.stated`), marked as not measured here.
"""

import argparse
import json
import random
import time
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import numpy as np
from rich.console import Console
from rich.table import Table

from bench.knowledge_bases import (
    ROOT,
    Material,
    Question,
    RememberedEncoder,
    content_of,
    evaluation_data,
    labelled,
    materials,
    snapshot_of,
)
from bench.risk_methods import left_out_model
from bench.stated import STATED, Stated
from kb.calibration import Calibration, calibrated
from kb.features import features
from kb.measuring import BOUNDS, OUT_OF_SCOPE, Asked, answered_at, calibration_error, kept, ranked, weights_of
from kb.ranking import rank
from kb.search import SearchDecision, decide
from kb.snapshot import Snapshot
from kb.trials import tried, unrelated_sentences


@dataclass(frozen=True)
class Case:
    """A knowledge base and the questions of its visitors."""

    name: str
    data_set: str
    snapshot: Snapshot
    questions: tuple[Question, ...]


def main() -> None:
    """Measure every case and print the figures."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="JSON only")
    parser.add_argument("--cache-dir", type=Path, default=ROOT / "var" / "cache")
    chosen = parser.parse_args()
    encoder = RememberedEncoder(chosen.cache_dir)
    unrelated = encoder.encode(unrelated_sentences())
    report: dict[str, dict[str, object]] = {}
    for case in _cases(encoder):
        model = left_out_model(chosen.cache_dir, case.data_set)
        began = time.perf_counter()
        trials = tried(case.snapshot, unrelated, model.reference)
        own = calibrated(model, trials, out_of_scope=OUT_OF_SCOPE)
        seconds = time.perf_counter() - began
        figures = _figures(*_asked(case, encoder, own)) | {"seconds_to_calibrate": round(seconds, 2)}
        report.setdefault(case.name, {"firstline": [], "nearest": []})
        report[case.name]["firstline"].append(figures)
        report[case.name]["nearest"].append(_figures(*_nearest(case, encoder)))
    encoder.save()
    means = {name: {way: _mean_of(found) for way, found in ways.items()} for name, ways in report.items()}
    print(json.dumps({**means, "stated_elsewhere": [one.facts() for one in STATED]}, indent=1))
    if not chosen.json:
        Console(stderr=True, width=190).print(table(means, STATED))


def _cases(encoder: RememberedEncoder) -> Iterable[Case]:
    data, sets = evaluation_data(), materials()
    ten = {name: labelled(data / name / "kb.jsonl") for name in ("banking77", "clinc150")}
    banking, clinc = (replace(sets[name], phrases=ten[name]) for name in ten)
    yield _case("banking77", banking, sorted(banking.phrases), encoder)
    for seed in range(5):
        labels = sorted(banking.phrases)
        left_out = set(random.Random(seed).sample(labels, 27))
        yield _case(
            "banking77, 27 left out", banking, [one for one in labels if one not in left_out], encoder
        )
    yield _case("clinc150", clinc, sorted(clinc.phrases), encoder)
    for seed in range(5):
        yield _case(
            "clinc150, 30 kept", clinc, random.Random(seed).sample(sorted(clinc.phrases), 30), encoder
        )
    stackfaq = sets["stackfaq"]
    questions = labelled(data / "stackfaq" / "dev.jsonl")
    far = [Question(text, None) for text in sets["clinc150"].unanswered]
    asked = [Question(text, label) for label, texts in questions.items() for text in texts]
    snapshot = snapshot_of(stackfaq.contents, encoder)
    yield Case("stackfaq", "stackfaq", snapshot, (*asked, *far))


def _case(name: str, material: Material, kept: list[str], encoder: RememberedEncoder) -> Case:
    contents = {label: content_of(material, label, material.phrases[label]) for label in kept}
    asked = [
        Question(text, label if label in contents else None)
        for label, texts in material.questions.items()
        for text in texts
    ]
    if len(kept) == len(material.phrases):
        asked += [Question(text, None) for text in material.unanswered]
    return Case(name, material.name, snapshot_of(contents, encoder), tuple(asked))


def _asked(case: Case, encoder: RememberedEncoder, calibration: Calibration) -> tuple[Asked, float]:
    vectors = encoder.encode([question.text for question in case.questions])
    wrong, absent, risks = [], [], []
    decided: dict[float, list[bool]] = {bound: [] for bound in BOUNDS}
    began = time.perf_counter()
    for question, vector in zip(case.questions, vectors, strict=True):
        ranking = rank(case.snapshot, question.text, vector)
        found = [case.snapshot.articles[candidate.number].id for candidate in ranking.candidates[:3]]
        risk = calibration.risk(features(case.snapshot, ranking, calibration.reference))
        wrong.append(question.article != found[0])
        absent.append(question.article not in found)
        risks.append(risk.best)
        for bound in BOUNDS:
            decision = decide(ranking.candidates, risk, calibration, bound)
            decided[bound].append(decision is SearchDecision.ANSWER)
    spent = (time.perf_counter() - began) / len(vectors) * 1000
    shown = {bound: np.array(flags) for bound, flags in decided.items()}
    answerable = np.array([question.article is not None for question in case.questions])
    return Asked(np.array(wrong), np.array(absent), answerable, np.array(risks), shown), spent


def _nearest(case: Case, encoder: RememberedEncoder) -> tuple[Asked, float]:
    """The bare model: the article of the most similar text, as sure as it is similar."""
    vectors = encoder.encode([question.text for question in case.questions])
    wrong, absent, risks = [], [], []
    began = time.perf_counter()
    for question, vector in zip(case.questions, vectors, strict=True):
        scores, rows = case.snapshot.index.nearest(vector, 200)
        owners = list(dict.fromkeys(case.snapshot.owners[rows].tolist()))[:3]
        found = [case.snapshot.articles[number].id for number in owners]
        wrong.append(question.article != found[0])
        absent.append(question.article not in found)
        risks.append((1.0 - float(scores[0])) / 2.0)
    spent = (time.perf_counter() - began) / len(vectors) * 1000
    answerable = np.array([question.article is not None for question in case.questions])
    return Asked(np.array(wrong), np.array(absent), answerable, np.array(risks), {}), spent


def _figures(asked: Asked, milliseconds: float) -> dict[str, float]:
    inside = asked.answerable
    found: dict[str, float | None] = {
        "questions": float(len(inside)),
        "out_of_scope": float((~inside).sum()),
        **ranked(asked),
        "milliseconds": milliseconds,
    }
    for bound in BOUNDS:
        found[f"answered_at_{bound:.0%}"] = answered_at(asked, bound)
    for bound in asked.shown:
        found |= {f"set_{bound:.0%}_{name}": share for name, share in asdict(kept(asked, bound)).items()}
    if asked.shown:
        found["calibration_error"] = calibration_error(asked.risks, asked.wrong, weights_of(inside))
    return {name: round(value, 4) for name, value in found.items() if value is not None}


def _mean_of(found: list[dict[str, float]]) -> dict[str, float]:
    return {name: round(float(np.mean([one[name] for one in found if name in one])), 4) for name in found[0]}


def table(means: dict[str, dict[str, dict[str, float]]], stated: Sequence[Stated]) -> Table:
    """What was measured, and below each knowledge base what is stated elsewhere about the same."""
    heads = ["knowledge base", "", "top 1", "top 3", *(f"≤ {bound:.0%} wrong" for bound in BOUNDS)]
    made = Table(*heads, "5 % set: answered", "wrong", "false answers", "calibration error")
    keys = ("top1", "top3", *(f"answered_at_{bound:.0%}" for bound in BOUNDS), "set_5%_answered",
            "set_5%_wrong", "set_5%_false_answers", "calibration_error")  # fmt: skip
    for name, ways in means.items():
        for way, found in ways.items():
            made.add_row(name, way, *(f"{found[key]:.1%}" if key in found else "" for key in keys))
        for one in stated:
            if one.case == name:
                made.add_row(name, _marked(one), *(one.shown() if key == one.figure else "" for key in keys))
    for one in stated:
        if one.case is None:
            cells = [one.shown() if key == one.figure else "" for key in keys]
            what = "" if one.figure in keys else f", {one.figure} {one.shown()}"
            made.add_row("other visitors", _marked(one) + what, *cells)
    return made


def _marked(one: Stated) -> str:
    return f"{one.who} (stated, not measured here)"


if __name__ == "__main__":
    main()
