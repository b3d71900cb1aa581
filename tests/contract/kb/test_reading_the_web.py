"""Reading a web site, against a server on this machine that is allowed by name; nothing else is fetched."""

import gzip
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest

from kb.errors import InvalidInput
from kb.importing.fetching import LARGEST_PAGE, Fetcher
from kb.importing.guard import GuardedTransport
from kb.importing.web import read_url

TEXT = "<p>Standard shipping takes three to five business days, and express one or two of them.</p>"
PAUSES: list[float] = []


def page(title: str) -> bytes:
    body = f"<body><main><h1>{title}</h1>{TEXT}</main></body>"
    return f"<html><head><title>{title}</title></head>{body}</html>".encode()


class Site:
    """A web site: what is served at each path, and which paths were asked for."""

    def __init__(self) -> None:
        self.answers: dict[str, tuple[int, dict[str, str], bytes]] = {}
        self.asked: list[tuple[str, str]] = []
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                site.asked.append((self.path, self.headers.get("Host", "")))
                status, headers, body = site.answers.get(self.path, (404, {}, b""))
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *arguments: object) -> None:
                """Say nothing."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.thread = threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True)
        self.thread.start()

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]

    def url(self, path: str, host: str = "127.0.0.1") -> str:
        return f"http://{host}:{self.server.server_address[1]}{path}"

    def serves(
        self, path: str, body: bytes, kind: str = "text/html; charset=utf-8", status: int = 200
    ) -> None:
        self.answers[path] = (status, {"Content-Type": kind}, body)

    def redirects(self, path: str, target: str) -> None:
        self.answers[path] = (302, {"Location": target}, b"")

    def sitemap(self, path: str, *urls: str, index: bool = False, packed: bool = False) -> None:
        outer, inner = ("sitemapindex", "sitemap") if index else ("urlset", "url")
        entries = "".join(f"<{inner}><loc>{url}</loc></{inner}>" for url in urls)
        text = f'<?xml version="1.0"?><{outer} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{entries}</{outer}>'
        self.serves(path, gzip.compress(text.encode()) if packed else text.encode(), "application/xml")


@pytest.fixture
def site():
    PAUSES.clear()
    made = Site()
    yield made
    made.server.shutdown()
    made.server.server_close()
    made.thread.join()


def read(url, most_pages=100, allow=("127.0.0.1", "shop.example")):
    """Any name leads to this machine; only the allowed ones may."""
    transport = GuardedTransport(allow, resolve=lambda host, port: ["127.0.0.1"])
    return read_url(url, most_pages=most_pages, fetcher=Fetcher(transport=transport, pause=PAUSES.append))


def problems(result):
    return {problem.file.partition("/")[2].partition("/")[2]: problem.cause for problem in result.problems}


def test_a_page_is_an_article_named_by_its_address(site):
    site.serves("/help/times", page("Times"))
    (draft,) = read(site.url("/help/times", "shop.example")).drafts
    assert (draft.id, draft.content.title) == ("help-times", "Times")
    assert draft.content.body.startswith("Standard shipping")
    assert site.asked[-1] == ("/help/times", site.url("", "shop.example").removeprefix("http://"))


def test_without_an_allowance_nothing_of_this_machine_is_fetched(site):
    site.serves("/", page("Times"))
    with pytest.raises(InvalidInput, match="is a private address; allow it with --allow-private 127.0.0.1"):
        read_url(site.url("/"))
    assert site.asked == []


def test_all_pages_of_a_sitemap_and_of_the_sitemaps_in_it_are_read_once(site):
    site.sitemap(
        "/sitemap.xml", site.url("/a.xml"), site.url("/b.xml.gz"), site.url("/sitemap.xml"), index=True
    )
    site.sitemap("/a.xml", site.url("/one"), site.url("/two"), site.url("/one"))
    site.sitemap("/b.xml.gz", site.url("/three"), packed=True)
    for name in ("one", "two", "three"):
        site.serves(f"/{name}", page(name.title()))
    result = read(site.url("/sitemap.xml"))
    assert [draft.id for draft in result.drafts] == ["one", "two", "three"]
    assert result.problems == ()
    assert site.paths.count("/one") == 1


def test_a_page_that_fails_is_named_and_the_others_are_read(site):
    site.sitemap(
        "/s.xml", *map(site.url, ["/good", "/gone", "/broken", "/picture", "/empty", "/large", "/loop"]),
        "http://other.example/x", "ftp://127.0.0.1/x",
    )  # fmt: skip
    site.serves("/good", page("Good"))
    site.serves("/broken", b"", status=500)
    site.serves("/picture", b"\x89PNG", "image/png")
    site.serves("/empty", b" ")
    site.serves("/large", b"x" * (LARGEST_PAGE + 1))
    site.redirects("/loop", "/loop")
    result = read(site.url("/s.xml"))
    assert [draft.id for draft in result.drafts] == ["good"]
    causes = {problem.file.rpartition("/")[2]: problem.cause for problem in result.problems}
    assert causes.pop("x") == "it is of another host than the sitemap"
    assert causes == {
        "gone": "the server answered 404",
        "broken": "the server answered 500",
        "picture": "it is of a kind that can't be imported: image/png",
        "empty": "it is empty",
        "large": "it is larger than 5 MB",
        "loop": "more than 5 redirects",
    }


@pytest.mark.parametrize("bad", ["http://127.0.0.1/a\tb", "http://127.0.0.1:port/", "http://[bad"])
def test_an_entry_that_is_no_address_is_named_and_the_others_are_read(site, bad):
    site.sitemap("/s.xml", bad, site.url("/good"))
    site.serves("/good", page("Good"))
    result = read(site.url("/s.xml"))
    assert [draft.id for draft in result.drafts] == ["good"]
    assert [problem.file for problem in result.problems] == [bad]


def test_a_source_that_is_no_address_is_refused():
    with pytest.raises(InvalidInput, match="it is not an address"):
        read("http://127.0.0.1:port/")


def test_pages_beyond_the_limit_are_named_and_not_fetched(site):
    site.sitemap("/s.xml", site.url("/one"), site.url("/two"))
    site.serves("/one", page("One"))
    result = read(site.url("/s.xml"), most_pages=1)
    assert [problem.cause for problem in result.problems] == ["only the first 1 pages of a sitemap are read"]
    assert "/two" not in site.paths


def test_what_robots_txt_forbids_is_not_fetched_and_its_pause_is_kept(site):
    site.serves("/robots.txt", b"User-agent: *\nDisallow: /private\nCrawl-delay: 2\n", "text/plain")
    site.sitemap("/s.xml", site.url("/open"), site.url("/private/x"))
    site.serves("/open", page("Open"))
    result = read(site.url("/s.xml"))
    assert [problem.cause for problem in result.problems] == ["robots.txt doesn't allow it"]
    assert "/private/x" not in site.paths
    assert site.paths.count("/robots.txt") == 1
    assert PAUSES == [2.0]


def test_where_robots_txt_fails_nothing_is_fetched(site):
    site.serves("/robots.txt", b"", status=503)
    site.serves("/", page("Home"))
    with pytest.raises(InvalidInput, match="robots.txt can't be read"):
        read(site.url("/"))
    assert site.paths == ["/robots.txt"]


@pytest.mark.parametrize(
    "target", ["http://internal.example:{port}/x", "http://169.254.169.254/latest", "file:///etc/passwd", "http://[::1]:{port}/x"]
)  # fmt: skip
def test_a_redirect_to_where_an_import_may_not_go_is_refused(site, target):
    site.redirects("/x", target.format(port=site.server.server_address[1]))
    with pytest.raises(InvalidInput):
        read(site.url("/x"))
    assert site.paths == ["/robots.txt", "/x"]


def test_a_redirect_within_what_is_allowed_is_followed(site):
    site.redirects("/old", site.url("/new", "shop.example"))
    site.serves("/new", page("New"))
    assert [draft.id for draft in read(site.url("/old")).drafts] == ["new"]


def test_a_site_that_says_no_encoding_is_read_as_its_page_says(site):
    html = page("Größe").decode().replace("<head>", '<head><meta charset="windows-1252">').encode("cp1252")
    site.serves("/x", html, "text/html")
    assert read(site.url("/x")).drafts[0].content.title == "Größe"


def test_other_formats_are_read_by_their_media_type(site):
    site.serves("/faq", b"question,answer\nOpen?,Yes.\n", "text/csv")
    assert read(site.url("/faq")).drafts[0].content.title == "Open?"


def test_a_server_that_never_ends_is_left_after_a_while(site):
    clock = iter(range(0, 1000, 30))
    site.serves("/", page("Slow"))
    transport = GuardedTransport(["127.0.0.1"])
    with pytest.raises(InvalidInput, match="longer than 20 seconds"):
        read_url(site.url("/"), fetcher=Fetcher(transport=transport, clock=lambda: next(clock)))


def test_a_host_that_does_not_answer_is_one_sentence(site):
    url = site.url("/")
    site.server.shutdown()
    site.server.server_close()
    with pytest.raises(InvalidInput, match="can't be fetched"):
        read(url)


def test_entities_of_a_sitemap_are_not_expanded(site, tmp_path):
    secret = tmp_path / "secret.txt"
    secret.write_text("/secret")
    site.serves(
        "/s.xml",
        f'<!DOCTYPE x [<!ENTITY f SYSTEM "file://{secret}">]><urlset><url><loc>{site.url("")}&f;</loc></url></urlset>'.encode(),
        "application/xml",
    )
    read(site.url("/s.xml"))
    assert "/secret" not in site.paths


def test_the_guard_sends_the_name_that_was_asked_for(site):
    site.serves("/", b"ok")
    transport = GuardedTransport(["shop.example"], resolve=lambda host, port: ["127.0.0.1"])
    with httpx.Client(transport=transport) as client:
        assert client.get(site.url("/", "shop.example")).text == "ok"
    assert site.asked[-1][1].startswith("shop.example:")
