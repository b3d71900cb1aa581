"""Progress bars of the command line: on a terminal's standard error, for what takes longer than a second."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TaskID, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bars

from kb.progress import Progress, silent

_SHOWN_AFTER = 1.0


@contextmanager
def shown_progress(
    *, quiet: bool = False, console: Console | None = None, clock: Callable[[], float] = time.monotonic
) -> Iterator[Progress]:
    """What shows a bar for each step; nothing with `quiet`, and nothing where nobody looks."""
    console = console or Console(stderr=True)
    if quiet or not console.is_terminal:
        yield silent
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Bars(*columns, console=console, transient=True) as bars:
        yield _Shown(bars, clock)


class _Shown:
    """One bar a step; a step that is done within a second never gets one."""

    def __init__(self, bars: Bars, clock: Callable[[], float]) -> None:
        self._bars = bars
        self._clock = clock
        self._begun: dict[str, float] = {}
        self._tasks: dict[str, TaskID] = {}

    def __call__(self, step: str, done: int, total: int | None) -> None:
        begun = self._begun.setdefault(step, self._clock())
        if step not in self._tasks:
            if self._clock() - begun < _SHOWN_AFTER:
                return
            self._tasks[step] = self._bars.add_task(step, total=total)
        self._bars.update(self._tasks[step], completed=done, total=total)
