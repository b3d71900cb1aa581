"""An import never connects to a private address, whatever a page, a redirect or a name server says."""

import httpx
import pytest

from kb.importing.guard import GuardedTransport, Refused

PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "100.64.0.1", "169.254.169.254", "0.0.0.0",  # noqa: S104
    "224.0.0.1", "255.255.255.255", "192.0.2.1", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1",
    "ff02::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe",
    "2002:7f00:1::", "2002:c0a8:101::1", "2001:db8::1",
]  # fmt: skip


def get(url, addresses, allowed=()):
    transport = GuardedTransport(allowed, resolve=lambda host, port: addresses)
    with httpx.Client(transport=transport, timeout=0.5) as client:
        return client.get(url)


@pytest.mark.parametrize("address", PRIVATE)
def test_private_addresses_are_refused(address):
    with pytest.raises(Refused, match="allow it with --allow-private shop.example"):
        get("http://shop.example/", [address])


def test_one_private_address_among_public_ones_is_enough():
    with pytest.raises(Refused):
        get("http://shop.example/", ["93.184.216.34", "127.0.0.1"])


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "2130706433", "0x7f.1", "localhost", "127.1"])
def test_a_loopback_address_is_refused_however_it_is_spelt(host):
    transport = GuardedTransport()
    with (
        httpx.Client(transport=transport, timeout=0.5) as client,
        pytest.raises((Refused, httpx.ConnectError)),
    ):
        client.get(f"http://{host}:9/")


@pytest.mark.parametrize("address", ["169.254.169.254", "fe80::1", "224.0.0.1", "::ffff:169.254.169.254"])
def test_some_addresses_are_never_fetched_not_even_of_a_host_that_was_allowed(address):
    with pytest.raises(Refused, match="never fetched"):
        get("http://shop.example/", [address], allowed=["shop.example"])


def test_only_the_named_host_is_allowed():
    with pytest.raises(Refused):
        get("http://other.example/", ["10.0.0.1"], allowed=["shop.example"])


@pytest.mark.parametrize("url", ["ftp://shop.example/", "file:///etc/passwd", "gopher://shop.example/"])
def test_only_http_and_https_are_fetched(url):
    with pytest.raises((Refused, httpx.UnsupportedProtocol)):
        get(url, ["93.184.216.34"])


def test_an_address_with_a_password_is_refused():
    with pytest.raises(Refused, match="password"):
        get("http://ada:secret@shop.example/", ["93.184.216.34"])
