"""Calls over HTTP to a system of the company's, such as its shop.

They have time limits, retries where these are safe, and a circuit breaker.

What was sent or answered is never logged: only which call failed, how, and how often.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

import httpx
import structlog
from circuitbreaker import CircuitBreaker
from tenacity import (
    RetryCallState,
    Retrying,
    retry_if_exception,
    stop_after_attempt,
    stop_after_delay,
    wait_random_exponential,
)

from bot.errors import BackofficeUnavailable, NotFound

_log = structlog.get_logger()
_COMES_BACK = frozenset({429, 500, 502, 503, 504})
_ID = re.compile(r"[\w.~:+-]{1,100}")
_NOT_ADMITTED = frozenset({401, 403})


@dataclass(frozen=True)
class Patience:
    """How long to wait for a shop, in seconds, and how often to try.

    A visitor waits for the answer (`turn_timeout_seconds` is 8), so no new try begins `give_up` after the
    first. After `failures` failed tries in a row no call is tried for `rest`; then the next shows how it is.
    """

    connect: float = 1.0
    answer: float = 2.5
    tries: int = 3
    wait: float = 0.1
    give_up: float = 4.0
    failures: int = 5
    rest: float = 15.0


@dataclass(frozen=True)
class Answer:
    """What came back: the JSON in it, or None where there is none."""

    status: int
    body: Any
    headers: Mapping[str, str]


class _Failed(BackofficeUnavailable):
    """One try failed; `sent` says whether the shop may have heard it all the same."""

    def __init__(self, whose: str, how: str, *, sent: bool) -> None:
        super().__init__(f"{whose} doesn't answer now ({how}).")
        self.sent = sent


class Transport:
    """Calls below one address."""

    def __init__(
        self,
        base_url: str,
        *,
        auth: httpx.Auth | None = None,
        headers: Mapping[str, str] | None = None,
        patience: Patience | None = None,
        whose: str = "The shop's system",
    ) -> None:
        self._whose = whose
        self._patience = patience or Patience()
        self._client = httpx.Client(
            base_url=base_url.rstrip("/"),
            auth=auth,
            headers={"Accept": "application/json", **(headers or {})},
            timeout=httpx.Timeout(self._patience.answer, connect=self._patience.connect),
            limits=httpx.Limits(max_connections=32),
            follow_redirects=False,
        )
        self._breaker = CircuitBreaker(
            failure_threshold=self._patience.failures,
            recovery_timeout=self._patience.rest,
            expected_exception=BackofficeUnavailable,
        )

    def call(
        self,
        method: str,
        path: str,
        ids: Mapping[str, str] | None = None,
        *,
        params: Mapping[str, Any] | None = None,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
        repeatable: bool = True,
        answers: Collection[int] = (),
    ) -> Answer:
        """Call `path`, whose `{names}` are filled from `ids`; any answer that isn't a failure comes back.

        Not `repeatable` is a call that the shop must not hear twice: it is tried again only when the shop
        can't have heard it. Statuses among `answers` are answers to this call, whatever they mean elsewhere.

        Raises:
            BackofficeUnavailable: the shop doesn't answer, fails, refuses our key, or rests after failures.
            NotFound: an id can't be one.
        """
        url = _filled(path, ids or {})

        def once() -> Answer:
            if self._breaker.opened:
                raise BackofficeUnavailable(f"{self._whose} failed several times and is left alone now.")
            with self._breaker:
                return self._try(method, url, answers, params=params, json=body, headers=headers)

        def again(error: BaseException) -> bool:
            return isinstance(error, _Failed) and (repeatable or not error.sent)

        def note(state: RetryCallState) -> None:
            error = state.outcome.exception() if state.outcome else None
            _log.warning(
                "call failed",
                whose=self._whose,
                call=f"{method} {path}",
                how=str(error),
                tries=state.attempt_number,
            )

        retrying = Retrying(
            stop=stop_after_attempt(self._patience.tries) | stop_after_delay(self._patience.give_up),
            wait=wait_random_exponential(multiplier=self._patience.wait, max=1),
            retry=retry_if_exception(again),
            after=note,
            reraise=True,
        )
        return retrying(once)

    def close(self) -> None:
        """Let go of the connections."""
        self._client.close()

    def _try(self, method: str, url: str, answers: Collection[int], **request: Any) -> Answer:
        try:
            response = self._client.request(method, url, **request)
        except (httpx.ConnectError, httpx.ConnectTimeout, httpx.PoolTimeout) as error:
            raise _Failed(self._whose, type(error).__name__, sent=False) from error
        except httpx.HTTPError as error:
            raise _Failed(self._whose, type(error).__name__, sent=True) from error
        if response.status_code in _COMES_BACK and response.status_code not in answers:
            raise _Failed(
                self._whose, f"status {response.status_code}", sent=response.status_code not in (429, 503)
            )
        if response.status_code in _NOT_ADMITTED:
            raise BackofficeUnavailable(f"{self._whose} refuses the key that it was given.")
        return Answer(response.status_code, self._json(response), response.headers)

    def _json(self, response: httpx.Response) -> Any:
        if response.status_code == httpx.codes.NO_CONTENT:
            return None
        try:
            return response.json()
        except ValueError as error:
            raise BackofficeUnavailable(f"{self._whose} answered with something that isn't JSON.") from error


def _filled(path: str, ids: Mapping[str, str]) -> str:
    for name, value in ids.items():
        # Visitors type these; a slash or a segment of dots would lead elsewhere.
        if not _ID.fullmatch(value) or not value.strip("."):
            raise NotFound("There is no such thing.")
        path = path.replace(f"{{{name}}}", quote(value, safe=""))
    return path
