"""Fitted weights, kept on disk by what they were learned from: unchanged phrases are not fitted again."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Callable, Iterable
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Weights = tuple[NDArray[np.float32], ...]
_METHOD = "8"
"""Changes when the same phrases must be learned anew: another method, another regularisation."""


class LearnedWeights:
    """Weights by name, all learned from the same content; losing or damaging the file costs time only."""

    def __init__(self, folder: Path, content: Iterable[str]) -> None:
        """Open what was learned from this content, if anything was."""
        digest = hashlib.blake2b(_METHOD.encode(), digest_size=12)
        for text in content:
            digest.update(text.encode("utf-8", "replace") + b"\0")
        self._folder, self._path = folder, folder / f"learned-{digest.hexdigest()}.npz"
        self._new = False
        self._arrays: dict[str, NDArray[np.float32]] = {}
        try:
            with np.load(self._path, allow_pickle=False) as file:
                self._arrays = dict(file)
        except (OSError, ValueError, EOFError, zipfile.BadZipFile):
            self._arrays = {}

    def get(self, name: str, learn: Callable[[], Weights]) -> Weights:
        """The weights of this name; learned now when they are not known."""
        if f"{name}.0" not in self._arrays:
            self._new = True
            for number, array in enumerate(learn()):
                self._arrays[f"{name}.{number}"] = np.asarray(array, dtype=np.float32)
        found: list[NDArray[np.float32]] = []
        while f"{name}.{len(found)}" in self._arrays:
            found.append(self._arrays[f"{name}.{len(found)}"])
        return tuple(found)

    def save(self) -> None:
        """Keep them for the next start, in place of what was learned from other content."""
        if not self._new:
            return
        self._folder.mkdir(parents=True, exist_ok=True)
        for old in self._folder.glob("learned-*.npz"):
            old.unlink(missing_ok=True)
        handle, temporary = tempfile.mkstemp(dir=self._folder, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            np.savez(file, **self._arrays)  # type: ignore[arg-type]
        Path(temporary).replace(self._path)
