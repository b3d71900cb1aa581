"""Pin the newest versions that pyproject.toml admits into requirements/ (needs uv; see tools/setup.py).

The app's file is a list of constraints: torch stands in it without the label of its CPU build and without the
GPU libraries that some builds bring, so that one file serves machines of every kind.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    """Write requirements/app.txt and requirements/rasa.txt."""
    uv = shutil.which("uv") or str(ROOT / ".setup" / "bin" / "uv")
    links = os.environ.get("PIP_FIND_LINKS")
    extra = ["--find-links", links] if links else []
    app = resolve(uv, "3.11", "--extra", "app", "--extra", "postgres", "--extra", "dev", *extra)
    kept = [line for line in app.splitlines() if not re.match(r"(nvidia-|cuda-|triton)", line)]
    text = re.sub(r"^(torch==[0-9.]+)\+\w+", r"\1", "\n".join(kept), flags=re.MULTILINE)
    (ROOT / "requirements" / "app.txt").write_text(text + "\n")
    (ROOT / "requirements" / "rasa.txt").write_text(resolve(uv, "3.10", "--extra", "rasa"))
    return 0


def resolve(uv: str, python: str, *arguments: str) -> str:
    """The pinned list for one interpreter."""
    command = [uv, "pip", "compile", "-q", "pyproject.toml", "--python-version", python]
    command += ["--no-annotate", "--no-header", "--no-emit-find-links", *arguments]
    return subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True).stdout


if __name__ == "__main__":
    sys.exit(main())
