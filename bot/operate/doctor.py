"""`firstline doctor`: what an installation needs, looked at one by one, with the remedy for what is wrong."""

import os
import shutil
import subprocess
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta

import httpx
from rich.table import Table

from bot.bootstrap import Firstline
from bot.correspondence.fetching import Mailbox
from bot.errors import FirstlineError
from bot.operate.supervise import NEEDED_MEGABYTES, RASA_PYTHON, is_free
from bot.settings import PROJECT_ROOT

_MAIL_WAITS = timedelta(minutes=15)
_STATIC = PROJECT_ROOT / "bot" / "web" / "static"


@dataclass(frozen=True)
class Finding:
    """What was looked at, how it is, and what to do when it isn't well."""

    name: str
    ok: bool
    detail: str
    remedy: str = ""


def examine(firstline: Firstline) -> list[Finding]:
    """Look at everything; one broken part doesn't hide the others."""
    looks: tuple[tuple[str, str, Callable[[Firstline], str]], ...] = (
        ("Data folder", "Give this user the right to write there, or set FIRSTLINE_DATA_DIR.", _data_dir),
        ("Database", "Check FIRSTLINE_DATABASE_URL and that the server runs.", _database),
        ("Knowledge base", "`firstline up` loads the sample; `firstline kb import` your own.", _knowledge),
        ("Embedding model", "`make setup` installs it again.", _model),
        ("Understanding", "Check data/reasons.yml and data/nlu/.", _understanding),
        ("Rasa", "`make setup` installs it.", _rasa),
        ("Dialogue", "`make setup` trains it.", _dialogue),
        ("Pages", "`make setup` builds them.", _pages),
        ("Shop", "Check FIRSTLINE_SHOP_URL and its keys, and that the shop's system runs.", _shop),
        ("Mail", "Check FIRSTLINE_SMTP_URL and FIRSTLINE_MAIL_FROM, and that the server runs.", _mail),
        ("Answers by mail", "Check FIRSTLINE_IMAP_URL, and that the server runs.", _answers_by_mail),
        ("Desk", "Check the FIRSTLINE_CHATWOOT settings, and that Chatwoot runs.", _desk),
        ("Company sign-in", "Check FIRSTLINE_OIDC_ISSUER, and that the provider runs.", _company),
        ("Redis", "Check FIRSTLINE_REDIS_URL and that the server runs.", _redis),
        ("Admin", "`firstline up` prints the link that sets up the first one.", _admin),
        ("Running product", "`firstline up` starts it; the logs are in the data folder's log/.", _running),
    )
    return [_look(firstline, *one) for one in looks]


def render(findings: list[Finding]) -> Table:
    """A table for people."""
    table = Table(box=None, padding=(0, 2, 0, 0), show_header=False)
    for one in findings:
        mark = "[green]ok[/green]" if one.ok else "[red]wrong[/red]"
        detail = one.detail if one.ok else f"{one.detail}\n[dim]{one.remedy}[/dim]"
        table.add_row(mark, one.name, detail)
    return table


def _look(firstline: Firstline, name: str, remedy: str, look: Callable[[Firstline], str]) -> Finding:
    try:
        return Finding(name, True, look(firstline))
    except (FirstlineError, OSError, subprocess.SubprocessError) as error:
        return Finding(name, False, str(error), remedy)
    except Exception as error:
        return Finding(name, False, f"{type(error).__name__}: {error}", remedy)


def _data_dir(firstline: Firstline) -> str:
    folder = firstline.settings.data_dir
    folder.mkdir(parents=True, exist_ok=True)
    if not os.access(folder, os.W_OK):
        raise FirstlineError(f"{folder} can't be written to")
    free = shutil.disk_usage(folder).free / 1e6
    if free < NEEDED_MEGABYTES:
        raise FirstlineError(f"only {free:.0f} MB free on the disk of {folder}")
    return f"{folder}, {free / 1000:.0f} GB free"


def _database(firstline: Firstline) -> str:
    waiting = firstline.conversations.owed(firstline.now())
    kind = firstline.db.engine.dialect.name
    return f"{kind}, {len(waiting)} messages wait for an answer"


def _knowledge(firstline: Firstline) -> str:
    count = len(firstline.knowledge.articles("published"))
    if not count:
        raise FirstlineError("no article is published")
    return f"{count} published articles"


def _model(firstline: Firstline) -> str:
    vector = firstline.encoder.encode(["where is my parcel?"])
    return f"{firstline.encoder.name}, {vector.shape[1]} dimensions"


def _understanding(firstline: Firstline) -> str:
    found = firstline.understander.understand("where is my parcel?")
    return f"{len(firstline.reasons)} reasons; a question about a parcel is read as {found.reasons[0][0]}"


def _rasa(_firstline: Firstline) -> str:
    if not RASA_PYTHON.exists():
        raise FirstlineError(".venv-rasa is missing")
    code = "import sys, importlib.metadata as m; print(m.version('rasa'), sys.version.split()[0])"
    result = subprocess.run(  # noqa: S603
        [RASA_PYTHON, "-c", code], capture_output=True, text=True, timeout=30, check=True
    )
    rasa, python = result.stdout.split()
    return f"Rasa {rasa} on Python {python}"


def _dialogue(_firstline: Firstline) -> str:
    models = sorted((PROJECT_ROOT / "models").glob("*.tar.gz"))
    if not models:
        raise FirstlineError("no trained dialogue in models/")
    return models[-1].name


def _pages(_firstline: Firstline) -> str:
    missing = [
        name for name in ("widget.js", "site.css", "desk.js", "admin.js") if not (_STATIC / name).exists()
    ]
    if missing:
        raise FirstlineError(f"missing: {', '.join(missing)}")
    return "built"


def _shop(firstline: Firstline) -> str:
    countries = len(firstline.shop.destinations())
    return f"{firstline.settings.shop_system}, delivers to {countries} countries"


def _mail(firstline: Firstline) -> str:
    if firstline.sender is None:
        return "no mail server: mail stays in the outbox"
    firstline.sender.check()
    backlog = firstline.sender.backlog()
    if backlog.oldest is not None and firstline.now() - backlog.oldest > _MAIL_WAITS:
        raise FirstlineError(f"{backlog.waiting} mails wait, the oldest since {backlog.oldest.isoformat()}")
    return f"the server answers, {backlog.waiting} mails wait, {backlog.failed} were given up"


def _answers_by_mail(firstline: Firstline) -> str:
    url = firstline.settings.imap_url.get_secret_value()
    if url:
        with Mailbox(url).opened():
            pass
    if not firstline.settings.mail_comes_back:
        return "not set up: answers to mail go to the sender's own mailbox"
    counts = firstline.receiver.counts(firstline.now() - timedelta(days=7))
    what = ", ".join(f"{count} {kind.replace('_', ' ')}" for kind, count in sorted(counts.items()))
    return f"in the last 7 days: {what or 'none came in'}"


def _desk(firstline: Firstline) -> str:
    if firstline.bridge is None:
        return "our own"
    firstline.bridge.check()
    return f"{firstline.settings.desk} answers"


def _company(firstline: Firstline) -> str:
    if firstline.company is None:
        return "not set up: people sign in with a password"
    firstline.company.check()
    return "the provider answers"


def _redis(firstline: Firstline) -> str:
    if not firstline.settings.redis_url:
        return "not used (one app process)"
    from redis import Redis

    Redis.from_url(firstline.settings.redis_url).ping()
    return "answers"


def _admin(firstline: Firstline) -> str:
    people = [person for person in firstline.staff.people() if person.active]
    return f"{len(people)} active people" if people else "nobody yet: `firstline up` prints the set-up link"


def _running(firstline: Firstline) -> str:
    settings = firstline.settings
    if is_free(settings.host, settings.port):
        return "not running"
    answer = httpx.get(f"http://{settings.host}:{settings.port}/health/ready", timeout=5).json()
    if not answer["ready"]:
        raise FirstlineError(f"not ready: {', '.join(answer['not_ready'])}")
    return f"ready on {settings.resolved_public_url}"
