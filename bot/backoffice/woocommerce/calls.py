"""Calls to WooCommerce's REST API v3, its pages of results, and its errors as ours."""

from collections.abc import Callable, Mapping
from typing import Any, NoReturn, TypeVar

import httpx
import structlog

from bot.backoffice.refusals import not_supported
from bot.backoffice.transport import Answer, Patience, Transport
from bot.errors import BackofficeUnavailable, Conflict, InvalidInput, NotFound

_log = structlog.get_logger()
_BASE = "/wp-json/wc/v3"
_SAID = frozenset({500})
"""Refunds that a payment can't do are answered with this status, and a code."""
_PAGE, _MOST_PAGES = 100, 5
_UNUSABLE = "The shop's systems answered with something that can't be used."
T = TypeVar("T")


class WooError(Conflict):
    """WooCommerce says no; `code` is its own."""

    def __init__(self, code: str) -> None:
        super().__init__("The shop's systems refuse this.")
        self.code = code


class Calls:
    """The API at a shop's address, with its consumer key and secret by HTTP Basic, as it is over HTTPS."""

    def __init__(self, base_url: str, key: str, secret: str, patience: Patience | None = None) -> None:
        self._transport = Transport(base_url + _BASE, auth=httpx.BasicAuth(key, secret), patience=patience)

    def get(self, path: str, ids: Mapping[str, str] | None = None, **params: Any) -> Any:
        """One resource.

        Raises:
            NotFound: there is no such resource.
            BackofficeUnavailable: the shop doesn't answer, or with something that can't be used.
        """
        return _body(self._transport.call("GET", path, ids, params=params or None))

    def pages(self, path: str, ids: Mapping[str, str] | None = None, **params: Any) -> list[Any]:
        """All of a collection, up to 500 of it."""
        found: list[Any] = []
        for page in range(1, _MOST_PAGES + 1):
            asked = {**params, "per_page": _PAGE, "page": page}
            answer = self._transport.call("GET", path, ids, params=asked)
            found += _body(answer)
            if page >= int(answer.headers.get("X-WP-TotalPages", "1")):
                break
        return found

    def put(self, path: str, ids: Mapping[str, str], body: Any) -> Any:
        """Set what is to be; the same again changes nothing, so it may be tried again."""
        return _body(self._transport.call("PUT", path, ids, body=body))

    def post(self, path: str, ids: Mapping[str, str], body: Any) -> Any:
        """Do something that must not be done twice: tried again only if the shop can't have heard it.

        Raises:
            WooError: WooCommerce says no.
        """
        return _body(self._transport.call("POST", path, ids, body=body, repeatable=False, answers=_SAID))

    def close(self) -> None:
        """Let go of the connections."""
        self._transport.close()


def read(make: Callable[[Any], T], body: Any) -> T:
    """What WooCommerce answered, as an object of ours.

    Raises:
        BackofficeUnavailable: it isn't what its documents say.
    """
    try:
        return make(body)
    except (KeyError, TypeError, ValueError, AttributeError, ArithmeticError, IndexError) as error:
        _log.error("shop answer can't be used", what=make.__name__, error=type(error).__name__)
        raise BackofficeUnavailable(_UNUSABLE) from None


def _body(answer: Answer) -> Any:
    if answer.status < 300:
        return answer.body
    _fail(answer)


def _fail(answer: Answer) -> NoReturn:
    body = answer.body if isinstance(answer.body, dict) else {}
    code = body.get("code")
    if not isinstance(code, str):
        raise BackofficeUnavailable(_UNUSABLE)
    if code == "rest_no_route":
        # An old WooCommerce, or an API that is switched off.
        raise not_supported("do this")
    if answer.status == 404 or code.endswith("invalid_id"):
        raise NotFound("There is no such thing.")
    if code in ("rest_invalid_param", "rest_missing_callback_param"):
        data = body.get("data")
        fields = list(data["params"]) if isinstance(data, dict) and data.get("params") else []
        raise InvalidInput("The shop's systems can't use this.", field=str(fields[0]) if fields else None)
    raise WooError(code)
