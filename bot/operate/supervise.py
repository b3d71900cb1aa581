"""`firstline up`: both processes under one supervisor, restarted when they die, stopped together.

The supervisor is supervisord from PyPI. This command writes its configuration, shows progress until
everything is ready, and passes Ctrl-C on.
"""

import getpass
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from rich.console import Console

from bot.bootstrap import Firstline
from bot.errors import FirstlineError
from bot.settings import PROJECT_ROOT, Settings

RASA_PYTHON = PROJECT_ROOT / ".venv-rasa" / "bin" / "python"
_READY_SECONDS = 180
_STOP_SECONDS = 8
NEEDED_MEGABYTES = 300

_CONFIG = """\
[supervisord]
nodaemon=true
logfile={logs}/supervisor.log
loglevel=warn
pidfile={data}/supervisor.pid
childlogdir={logs}
user={user}

[program:app]
command="{python}" -m bot.cli serve
directory={root}
stdout_logfile={logs}/app.log
redirect_stderr=true
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=3
autorestart=true
startsecs=2
startretries=30
stopwaitsecs=5
killasgroup=true

[program:rasa]
command="{rasa_python}" "{root}/bot/dialogue/launcher.py" --model "{root}/models"{rasa_options}
directory={root}
stdout_logfile={logs}/rasa.log
redirect_stderr=true
stdout_logfile_maxbytes=10MB
stdout_logfile_backups=3
autorestart=true
startsecs=2
startretries=30
stopwaitsecs=2
killasgroup=true
"""


class CannotStart(FirstlineError):
    """Something is missing or in the way; the sentence says what to do."""


def up(firstline: Firstline, console: Console) -> int:
    """Start everything, say where it is, run until stopped."""
    settings = firstline.settings
    check_machine(settings)
    with console.status("Preparing the sample shop and its articles ..."):
        firstline.prepare_shop()
        firstline.prepare_knowledge()
        link = firstline.staff.first_admin_link(firstline.now())
    environment = child_environment(firstline)
    config = write_config(settings)
    firstline.close()
    with supervisor(config, environment, settings) as process:
        with console.status("Starting the app and the assistant ..."):
            await_ready(process, settings)
        print_addresses(console, settings, link)
        code = process.wait()
        raise CannotStart(f"The supervisor ended ({code}). {_tail(settings)}")


def check_machine(settings: Settings) -> None:
    """Refuse to start where it can't work.

    Raises:
        CannotStart: Rasa or the dialogue is missing, a port is in use, or the disk is full.
    """
    if not RASA_PYTHON.exists():
        raise CannotStart("Rasa is not installed here. `make setup` installs it.")
    if not list((PROJECT_ROOT / "models").glob("*.tar.gz")):
        raise CannotStart("The assistant's dialogue is not trained. `make setup` trains it.")
    settings.data_dir.mkdir(parents=True, exist_ok=True)
    free = shutil.disk_usage(settings.data_dir).free / 1e6
    if free < NEEDED_MEGABYTES:
        raise CannotStart(f"There are only {free:.0f} MB free on the disk of {settings.data_dir}.")
    ports = {
        "FIRSTLINE_PORT": (settings.host, settings.port),
        "FIRSTLINE_PRIVATE_PORT": ("127.0.0.1", settings.private_port),
        "FIRSTLINE_RASA_PORT": ("127.0.0.1", settings.rasa_port),
    }
    for key, (host, port) in ports.items():
        if not is_free(host, port):
            raise CannotStart(
                f"Port {port} is in use. Stop what runs there (an earlier Firstline, perhaps), "
                f"or choose another port: {key}=8100 make run"
            )


def is_free(host: str, port: int) -> bool:
    """Whether a server could listen here."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
        return True


def child_environment(firstline: Firstline) -> dict[str, str]:
    """What both processes need to know."""
    settings = firstline.settings
    tracker = settings.database_url.replace("+psycopg", "") or f"sqlite:///{settings.data_dir / 'rasa.db'}"
    return {
        **os.environ,
        "FIRSTLINE_DATA_DIR": str(settings.data_dir),
        "FIRSTLINE_RASA_PORT": str(settings.rasa_port),
        "FIRSTLINE_RASA_SECRET": firstline.rasa_secret,
        "FIRSTLINE_PRIVATE_URL": f"http://127.0.0.1:{settings.private_port}",
        "FIRSTLINE_TRACKER_DB": tracker,
        "PYTHONUNBUFFERED": "1",
        # One message at a time is small work: threads of the numerical libraries only get in its way.
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "PYTHONPATH": "",
        # Old libraries that Rasa pins warn about themselves at every start.
        "PYTHONWARNINGS": "ignore",
    }


def write_config(settings: Settings) -> Path:
    """The supervisor's configuration."""
    logs = settings.data_dir / "log"
    logs.mkdir(parents=True, exist_ok=True)
    text = _CONFIG.format(
        logs=logs,
        data=settings.data_dir,
        root=PROJECT_ROOT,
        python=sys.executable,
        rasa_python=RASA_PYTHON,
        rasa_options=" --unpatched" if settings.rasa_unpatched else "",
        user=getpass.getuser(),
    )
    path = settings.data_dir / "supervisor.conf"
    path.write_text(text, encoding="utf-8")
    return path


@contextmanager
def supervisor(
    config: Path, environment: dict[str, str], settings: Settings
) -> "Iterator[subprocess.Popen[bytes]]":
    """The running supervisor; at the end of the block it and its processes are stopped."""
    command = [sys.executable, "-m", "supervisor.supervisord", "-c", str(config)]
    with (settings.data_dir / "log" / "supervisor.out").open("ab") as out:
        # A session of its own: Ctrl-C reaches it through us, in order.
        process = subprocess.Popen(  # noqa: S603
            command, env=environment, stdin=subprocess.DEVNULL, stdout=out, stderr=out, start_new_session=True
        )
    # Started in the background by a script, a process has SIGINT ignored; it must end all the same.
    previous = {one: signal.signal(one, _as_interrupt) for one in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield process
    finally:
        for one, handler in previous.items():
            signal.signal(one, handler)
        process.terminate()
        try:
            process.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            for child in _children(process.pid):
                os.kill(child, signal.SIGKILL)
            process.kill()


def await_ready(process: "subprocess.Popen[bytes]", settings: Settings) -> None:
    """Wait until every part is ready.

    Raises:
        CannotStart: the supervisor ended, or it takes too long; says which part is missing.
    """
    url = f"http://{settings.host}:{settings.port}/health/ready"
    deadline = time.monotonic() + _READY_SECONDS
    missing = "the app"
    while time.monotonic() < deadline:
        if process.poll() is not None:
            raise CannotStart(f"The supervisor could not start. {_tail(settings)}")
        try:
            answer = httpx.get(url, timeout=2)
            if answer.status_code == 200:
                return
            missing = ", ".join(answer.json()["not_ready"])
        except (httpx.HTTPError, ValueError, KeyError):
            pass
        time.sleep(0.2)
    raise CannotStart(f"Not ready after {_READY_SECONDS} s: {missing}. {_tail(settings)}")


def print_addresses(console: Console, settings: Settings, link: str | None) -> None:
    """Where to look."""
    url = settings.resolved_public_url
    rows = [
        ("The sample shop, with the chat", f"{url}/"),
        ("Its mailbox (one-time codes)", f"{url}/mailbox"),
        ("The help centre", f"{url}/help"),
        ("The agents' desk", f"{url}/desk"),
        ("The admin pages", f"{url}/admin"),
    ]
    console.print("\n[bold]Firstline is running.[/bold]\n")
    for title, address in rows:
        console.print(f"  {title:<32} {address}", highlight=False, soft_wrap=True)
    if link:
        console.print("\n  [bold]Set up the first admin[/bold] (this link works once):", highlight=False)
        console.print(f"  {url}/setup?token={link}", highlight=False, soft_wrap=True)
    console.print("\n  Ctrl-C stops everything. Logs: " + str(settings.data_dir / "log"), highlight=False)


def _children(pid: int) -> list[int]:
    """The processes that a process has started, where the system tells (Linux)."""
    try:
        return [int(one) for one in Path(f"/proc/{pid}/task/{pid}/children").read_text().split()]
    except OSError:
        return []


def _as_interrupt(_number: int, _frame: object) -> None:
    raise KeyboardInterrupt


def _tail(settings: Settings) -> str:
    """The last lines of the logs, where the reason stands."""
    found = []
    for name in ("app.log", "rasa.log", "supervisor.out"):
        path = settings.data_dir / "log" / name
        if path.exists():
            lines = path.read_text(encoding="utf-8", errors="replace").splitlines()[-8:]
            found += [f"\n{name}:", *(f"  {line}" for line in lines)]
    return "\n".join(found)
