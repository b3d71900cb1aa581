"""Whether something works, whatever goes wrong in it."""

from collections.abc import Callable


def works(attempt: Callable[[], object]) -> bool:
    """Whether the attempt ends without an exception."""
    try:
        attempt()
    except Exception:
        return False
    return True
