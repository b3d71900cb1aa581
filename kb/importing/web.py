"""Articles from a web site: one page, or all pages of a sitemap."""

import zlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field

from kb.errors import ImportProblem, InvalidInput
from kb.importing.decoding import decoded
from kb.importing.fetching import LARGEST_PAGE, Fetcher, FetchFailed, Page, host_of
from kb.importing.html import read_html
from kb.importing.reading import Found, Read, readers, without_doubles
from kb.progress import Progress, silent

MOST_PAGES = 2000
_MOST_SITEMAPS = 50
_ENDINGS = {
    "application/json": ".json",
    "application/ld+json": ".json",
    "text/csv": ".csv",
    "text/markdown": ".md",
}


def is_url(source: str) -> bool:
    """Whether a source is an address rather than a path."""
    return source.lower().startswith(("http://", "https://"))


def read_url(
    url: str,
    *,
    allow_private: Collection[str] = (),
    most_pages: int = MOST_PAGES,
    fetcher: Fetcher | None = None,
    progress: Progress = silent,
) -> Read:
    """Read a page, or the pages that a sitemap lists; the "file" of a problem is the page's address.

    Pages of another host than the sitemap's are problems, and so is every page after the `most_pages`th.

    Raises:
        InvalidInput: the address itself can't be fetched; says why.
    """
    with fetcher or Fetcher(allow_private=allow_private) as fetching:
        try:
            first = fetching.page(url)
        except FetchFailed as error:
            raise InvalidInput(f"{url}: {error}.") from error
        if not _is_sitemap(first):
            return without_doubles(_read_page(first))
        walk = _SitemapWalk(fetching, host=host_of(first.url), most=most_pages)
        pages = walk.pages(first)
        found: list[Found] = []
        for number, address in enumerate(pages, start=1):
            try:
                found.extend(_read_page(fetching.page(address)))
            except FetchFailed as error:
                found.append(ImportProblem(str(error), file=address))
            progress("Fetching", number, len(pages))
    return without_doubles([*found, *walk.problems])


def _read_page(page: Page) -> Iterable[Found]:
    try:
        text = decoded(page.data, page.charset or _declared(page.data))
    except ValueError as error:
        return [ImportProblem(str(error), file=page.url)]
    if not text.strip():
        return [ImportProblem("it is empty", file=page.url)]
    if page.kind in ("text/html", "application/xhtml+xml", ""):
        return read_html(text, page.url, page.url)
    if page.kind in _ENDINGS:
        return readers()[_ENDINGS[page.kind]](text, page.url)
    return [ImportProblem(f"it is of a kind that can't be imported: {page.kind}", file=page.url)]


def _declared(data: bytes) -> str | None:
    """The encoding that the beginning of a page names."""
    from lxml.etree import LxmlError
    from lxml.html import document_fromstring

    head = data[:2048]
    try:
        page = document_fromstring(head)
    except (ValueError, AssertionError, LxmlError):
        return None
    named = page.xpath("string((//meta/@charset)[1])")
    content = page.xpath("string((//meta[contains(@content, 'charset=')]/@content)[1])")
    return str(named or content.rpartition("charset=")[2]).strip() or None


@dataclass
class _SitemapWalk:
    """The addresses in a sitemap and those it refers to; what is left out is said in `problems`."""

    fetcher: Fetcher
    host: str
    most: int
    problems: list[ImportProblem] = field(default_factory=list)

    def pages(self, first: Page) -> list[str]:
        """All addresses, in their order, none twice."""
        found: dict[str, None] = {}
        waiting, seen = [first], {first.url}
        while waiting:
            sitemap = waiting.pop(0)
            for address, is_sitemap in self._entries(sitemap):
                if not self._is_of_this_host(address):
                    continue
                if not is_sitemap and address not in found:
                    if len(found) >= self.most:
                        self._skip(address, f"only the first {self.most:,} pages of a sitemap are read")
                    else:
                        found[address] = None
                elif is_sitemap and address not in seen:
                    seen.add(address)
                    waiting.extend(self._fetched(address, len(seen)))
        return list(found)

    def _is_of_this_host(self, address: str) -> bool:
        try:
            same = host_of(address) == self.host
        except FetchFailed as error:
            self._skip(address, str(error))
            return False
        if not same:
            self._skip(address, "it is of another host than the sitemap")
        return same

    def _fetched(self, address: str, number: int) -> Iterator[Page]:
        if number > _MOST_SITEMAPS:
            self._skip(address, f"only the first {_MOST_SITEMAPS} sitemaps are read")
            return
        try:
            yield self.fetcher.page(address)
        except FetchFailed as error:
            self._skip(address, str(error))

    def _entries(self, sitemap: Page) -> Iterator[tuple[str, bool]]:
        from lxml.etree import LxmlError, XMLParser, fromstring

        parser = XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
        try:
            root = fromstring(_unpacked(sitemap.data), parser)
        except (LxmlError, ValueError) as error:
            self._skip(sitemap.url, f"it is not a sitemap: {error}")
            return
        for entry in root:
            kind = str(entry.tag).rpartition("}")[2]
            for place in entry:
                if str(place.tag).rpartition("}")[2] == "loc" and place.text and place.text.strip():
                    yield place.text.strip(), kind == "sitemap"

    def _skip(self, address: str, cause: str) -> None:
        self.problems.append(ImportProblem(cause, file=address))


def _is_sitemap(page: Page) -> bool:
    try:
        start = _unpacked(page.data)[:4096]
    except ValueError:
        return False
    return b"<urlset" in start or b"<sitemapindex" in start


def _unpacked(data: bytes) -> bytes:
    if not data.startswith(b"\x1f\x8b"):
        return data
    unpacking = zlib.decompressobj(wbits=31)
    try:
        text = unpacking.decompress(data, LARGEST_PAGE * 10)
    except zlib.error as error:
        raise ValueError(str(error)) from error
    if unpacking.unconsumed_tail:
        raise ValueError("it is too large when unpacked")
    return text
