"""Bars are for people at a terminal who have waited a second; nothing else ever sees them."""

import io

from rich.console import Console

from bot.operate.progress import shown_progress
from kb.progress import silent


def printed(*, terminal=True, seconds=2.0, quiet=False):
    out = io.StringIO()
    console = Console(file=out, force_terminal=terminal, width=80)
    clock = iter([0.0, 0.0, seconds, seconds, seconds])
    with shown_progress(quiet=quiet, console=console, clock=lambda: next(clock)) as progress:
        progress("Encoding", 1, 4)
        progress("Encoding", 2, 4)
    return out.getvalue()


def test_a_step_that_takes_longer_than_a_second_has_a_bar():
    assert "Encoding" in printed()
    assert "2/4" in printed()


def test_a_quick_step_has_none():
    assert "Encoding" not in printed(seconds=0.5)


def test_where_nobody_looks_nothing_is_written():
    assert printed(terminal=False) == ""
    assert printed(quiet=True) == ""


def test_silence_is_a_progress_too():
    silent("Encoding", 1, None)
