"""The policy in force, as every process follows it."""

import threading
import time
from collections.abc import Callable

from bot.policies.store import PolicyStore
from bot.triage.editing import policy_of
from bot.triage.policy import Policy

LOOK_SECONDS = 0.5


class LivePolicy:
    """The newest saved policy, else the default. Safe to use from several threads at once.

    Who asks for it looks at the database at most every half second, so that a policy which any process saved
    is in force in all of them within a second.

    Args:
        store: the saved versions.
        base: what no admin sets (costs, the thresholds of understanding), and the default policy.
        seconds: a clock that only goes forward.
    """

    def __init__(
        self, store: PolicyStore, base: Policy, seconds: Callable[[], float] = time.monotonic
    ) -> None:
        self._store = store
        self._base = base
        self._seconds = seconds
        self._changing = threading.Lock()
        self._policy: Policy | None = None
        self._number = 0
        self._looked_at = 0.0

    def __call__(self) -> Policy:
        """The policy in force.

        Raises:
            Unavailable: it has not been read yet, and the database does not answer.
        """
        if self._policy is None or self._seconds() - self._looked_at >= LOOK_SECONDS:
            self.refresh()
        assert self._policy is not None  # noqa: S101 (refresh sets it)
        return self._policy

    def refresh(self) -> None:
        """Look for a newer version now."""
        with self._changing:
            number = self._store.newest_number()
            if self._policy is None or number != self._number:
                newest = self._store.newest()
                self._policy = (
                    self._base if newest is None else policy_of(newest.draft, newest.number, self._base)
                )
                self._number = 0 if newest is None else newest.number
            self._looked_at = self._seconds()
