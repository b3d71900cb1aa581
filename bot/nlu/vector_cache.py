"""Vectors of training phrases, kept on disk by content: a start encodes only what is new."""

import hashlib
import os
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from bot.nlu.model import Encoder, Vector

_KEY_BYTES = 16


class CachedVectors:
    """Vectors in memory, beside a file in `folder`. For one thread at a time.

    Losing or damaging the file costs time only. One that is written by two processes at once stays whole: it
    is replaced, never changed.
    """

    def __init__(self, encoder: Encoder, folder: Path, name: str) -> None:
        self._encoder = encoder
        self._path = folder / f"{name}.npz"
        self._kept = self._load()
        self._known = dict(self._kept)

    def encode(self, texts: Sequence[str]) -> Vector:
        """(n, dimensions) float32 rows of length 1, one for each text; encodes what is not known yet."""
        keys = [self._key(text) for text in texts]
        missing = {key: text for key, text in zip(keys, texts, strict=True) if key not in self._known}
        if missing:
            fresh = self._encoder.encode(list(missing.values()))
            # Replaced, not changed: another thread may be reading the old one.
            self._known = {**self._known, **dict(zip(missing, fresh, strict=True))}
        return np.stack([self._known[key] for key in keys]).astype(np.float32, copy=False)

    def keep(self, texts: Sequence[str]) -> None:
        """Keep the vectors of just these texts for the next start, in memory and on disk."""
        wanted = {key: self._known[key] for key in map(self._key, texts)}
        if wanted.keys() != self._kept.keys():
            self._save(wanted)
        self._known = self._kept = wanted

    def _key(self, text: str) -> bytes:
        content = f"{self._encoder.name}\0{text}".encode("utf-8", "replace")
        return hashlib.blake2b(content, digest_size=_KEY_BYTES).digest()

    def _load(self) -> dict[bytes, NDArray[np.float32]]:
        try:
            with np.load(self._path, allow_pickle=False) as file:
                return dict(zip((bytes(key) for key in file["keys"]), file["vectors"], strict=True))
        except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
            return {}

    def _save(self, vectors: dict[bytes, NDArray[np.float32]]) -> None:
        self._path.parent.mkdir(parents=True, exist_ok=True)
        keys = np.frombuffer(b"".join(vectors), dtype=np.uint8).reshape(-1, _KEY_BYTES)
        handle, temporary = tempfile.mkstemp(dir=self._path.parent, suffix=".tmp")
        with os.fdopen(handle, "wb") as file:
            np.savez(file, keys=keys, vectors=np.stack(list(vectors.values())))
        Path(temporary).replace(self._path)
