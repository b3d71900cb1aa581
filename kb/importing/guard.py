"""Which addresses an import may connect to: public ones, and hosts that the operator named.

A page that an import is pointed at may lead anywhere: to this machine, to the network behind it, to a cloud's
metadata. So the name is resolved here, every address of it is checked, and the connection goes to a checked
address itself, so that a second answer of the name server can't lead elsewhere.
"""

import ipaddress
import socket
from collections.abc import Callable, Collection, Iterator, Sequence

import httpx

from kb.errors import InvalidInput

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
Resolver = Callable[[str, int], Sequence[str]]

_TRANSLATED = ipaddress.ip_network("64:ff9b::/96")
_LOCALLY_TRANSLATED = ipaddress.ip_network("64:ff9b:1::/48")


class Refused(InvalidInput):
    """This address must not be fetched; the sentence says why."""


def resolved(host: str, port: int) -> list[str]:
    """All addresses of a host, as the system knows them.

    Raises:
        OSError: the host is not known.
    """
    found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    return list(dict.fromkeys(str(one[4][0]) for one in found))


class GuardedTransport(httpx.BaseTransport):
    """Connects to checked addresses only; what is sent and how certificates are checked stays as it is.

    Args:
        allowed: hosts that may have a private or loopback address; link-local ones are refused even there.
        resolve: gives the addresses of a host.
    """

    def __init__(self, allowed: Collection[str] = (), resolve: Resolver = resolved) -> None:
        self._allowed = frozenset(host.lower().strip("[]") for host in allowed)
        self._resolve = resolve
        # A kept connection would be shared by all names of one address, whatever its certificate says.
        self._inner = httpx.HTTPTransport(trust_env=False, limits=httpx.Limits(max_keepalive_connections=0))

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send a request to the first checked address that can be reached.

        Raises:
            Refused: the address must not be fetched.
            httpx.TransportError: no address answers.
        """
        host = request.url.host
        addresses = self._checked(request.url)
        for position, address in enumerate(addresses):
            sent = httpx.Request(
                request.method,
                request.url.copy_with(host=address),
                headers=request.headers,
                stream=request.stream,
                extensions={**request.extensions, "sni_hostname": host},
            )
            try:
                return self._inner.handle_request(sent)
            except httpx.ConnectError:
                if position == len(addresses) - 1:
                    raise
        raise httpx.ConnectError("the host has no address")

    def close(self) -> None:
        """Close what is open."""
        self._inner.close()

    def check(self, url: httpx.URL) -> None:
        """Refuse an address without connecting to it.

        Raises:
            Refused: the address must not be fetched.
            httpx.ConnectError: the host is not known.
        """
        self._checked(url)

    def _checked(self, url: httpx.URL) -> Sequence[str]:
        if url.scheme not in ("http", "https"):
            raise Refused(f"only http and https are fetched, not {url.scheme}")
        if url.userinfo:
            raise Refused("an address with a password in it is not fetched")
        port = url.port or (443 if url.scheme == "https" else 80)
        try:
            addresses = self._resolve(url.host, port)
        except (OSError, UnicodeError):
            raise httpx.ConnectError(f"the host {url.host} is not known") from None
        named = url.host.lower() in self._allowed
        for address in addresses:
            if not _may_connect(address, named):
                raise Refused(
                    f"{url.host} is a private address; allow it with --allow-private {url.host}"
                    if not named
                    else f"{url.host} is an address that is never fetched"
                )
        return addresses


def _may_connect(address: str, named: bool) -> bool:
    for one in _meant(ipaddress.ip_address(address.partition("%")[0])):
        if one.is_multicast or one.is_unspecified or one.is_link_local:
            return False
        if not one.is_global and not (named and (one.is_private or one.is_loopback)):
            return False
    return True


def _meant(address: Address) -> Iterator[Address]:
    """The address, or the IPv4 addresses that it stands for: mapped, translated or tunnelled ones."""
    if isinstance(address, ipaddress.IPv4Address):
        yield address
    elif address.ipv4_mapped is not None:
        yield address.ipv4_mapped
    elif address in _TRANSLATED or address in _LOCALLY_TRANSLATED:
        yield ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    elif address.sixtofour is not None:
        yield address.sixtofour
    elif address.teredo is not None:
        yield from address.teredo
    else:
        yield address
