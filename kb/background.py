"""Work that is looked after again and again beside everything else."""

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from kb.errors import Unavailable

_log = logging.getLogger(__name__)


@contextmanager
def in_background(every: float, *tasks: Callable[[], object]) -> Iterator[None]:
    """Meanwhile, do each task in a thread of its own with pauses of `every` seconds; ends with the block."""
    stop = threading.Event()
    threads = [
        threading.Thread(target=_again_and_again, args=(stop, every, do), name=f"knowledge-{do.__name__}")
        for do in tasks
    ]
    for thread in threads:
        thread.start()
    try:
        yield
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _again_and_again(stop: threading.Event, every: float, do: Callable[[], object]) -> None:
    while not stop.wait(every):
        try:
            do()
        except (Unavailable, OSError):
            # The database or the disk will be there again; a search that needs them says so itself.
            continue
        except Exception as error:
            # One change that can't be taken in must not end the looking. No text: it may hold what was typed.
            _log.error("%s failed: %s", do.__name__, type(error).__name__)
