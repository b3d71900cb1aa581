"""One page from the web: small enough, soon enough, and only where robots.txt lets us."""

import time
from collections.abc import Callable, Collection
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, Self

import httpx

from kb.importing.guard import GuardedTransport, Refused

if TYPE_CHECKING:
    from protego import Protego

AGENT = "FirstlineImport"
LARGEST_PAGE = 5_000_000
LONGEST_FETCH = 20.0
_MOST_REDIRECTS = 5
_LONGEST_PAUSE = 10.0
_LARGEST_RULES = 500_000


class FetchFailed(Exception):
    """A page could not be had; the text says why."""


@dataclass(frozen=True)
class Page:
    """What was fetched, and from where in the end; `kind` is the media type without its parameters."""

    url: str
    kind: str
    charset: str | None
    data: bytes


class Fetcher:
    """Fetches pages, one at a time. Use it as a context manager.

    Args:
        transport: what connects; the guarded one unless a test gives another.
        allow_private: hosts that may have a private address.
        pause: waits so many seconds; robots.txt may ask for it between two pages.
        clock: seconds that only grow.
    """

    def __init__(
        self,
        *,
        transport: httpx.BaseTransport | None = None,
        allow_private: Collection[str] = (),
        pause: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._client = httpx.Client(
            transport=transport or GuardedTransport(allow_private),
            trust_env=False,
            timeout=httpx.Timeout(LONGEST_FETCH / 2),
            headers={"User-Agent": f"{AGENT}/1.0", "Accept-Encoding": "identity"},
        )
        self._pause = pause
        self._clock = clock
        self._rules: dict[str, Protego] = {}
        self._fetched: set[str] = set()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def page(self, url: str) -> Page:
        """The page at `url`, after up to five redirects, each of them checked like the first.

        Raises:
            FetchFailed: refused, forbidden by robots.txt, too large, too slow, or an answer without a page.
        """
        for _ in range(_MOST_REDIRECTS + 1):
            self._ask_robots(url)
            page, status, target = self._get(url, LARGEST_PAGE)
            if target is None:
                if not 200 <= status < 300:
                    raise FetchFailed(f"the server answered {status}")
                return page
            url = target
        raise FetchFailed(f"more than {_MOST_REDIRECTS} redirects")

    def _ask_robots(self, url: str) -> None:
        rules = self._rules_of(url)
        if not rules.can_fetch(url, AGENT):
            raise FetchFailed("robots.txt doesn't allow it")
        site = _site(url)
        wait = rules.crawl_delay(AGENT)
        if wait and site in self._fetched:
            self._pause(min(float(wait), _LONGEST_PAUSE))
        self._fetched.add(site)

    def _rules_of(self, url: str) -> "Protego":
        from protego import Protego

        site = _site(url)
        if site not in self._rules:
            self._rules[site] = Protego.parse(self._robots_text(site))
        return self._rules[site]

    def _robots_text(self, site: str) -> str:
        """RFC 9309: without a file all is allowed; where the server fails, nothing is."""
        url = f"{site}/robots.txt"
        for _ in range(_MOST_REDIRECTS + 1):
            page, status, target = self._get(url, _LARGEST_RULES)
            if target is None:
                if status >= 500:
                    raise FetchFailed(f"robots.txt can't be read: the server answered {status}")
                return page.data.decode("utf-8", "replace") if 200 <= status < 300 else ""
            url = target
        return ""

    def _get(self, url: str, largest: int) -> tuple[Page, int, str | None]:
        """The page, the status, and where a redirect leads."""
        until = self._clock() + LONGEST_FETCH
        try:
            with self._client.stream("GET", url) as response:
                if response.next_request is not None:
                    return Page(url, "", None, b""), response.status_code, str(response.next_request.url)
                data = bytearray()
                for chunk in response.iter_bytes():
                    data += chunk
                    if len(data) > largest:
                        raise FetchFailed(f"it is larger than {largest / 1_000_000:g} MB")
                    if self._clock() > until:
                        raise FetchFailed(f"it takes longer than {LONGEST_FETCH:g} seconds")
                kind = response.headers.get("content-type", "").partition(";")[0].strip().lower()
                page = Page(str(response.url), kind, response.charset_encoding, bytes(data))
                return page, response.status_code, None
        except Refused as error:
            raise FetchFailed(str(error)) from error
        except httpx.TimeoutException as error:
            raise FetchFailed("the server doesn't answer in time") from error
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise FetchFailed(f"it can't be fetched: {error}") from error


def host_of(url: str) -> str:
    """The host of an address, and its port where that is not the usual one; "" if it names none.

    Raises:
        FetchFailed: it is not an address.
    """
    return _parsed(url).netloc.decode("ascii")


def _site(url: str) -> str:
    return f"{_parsed(url).scheme}://{host_of(url)}"


def _parsed(url: str) -> httpx.URL:
    try:
        return httpx.URL(url)
    except httpx.InvalidURL as error:
        raise FetchFailed(f"it is not an address: {error}") from error
