"""Markdown to HTML that is safe to put on a page, and HTML from elsewhere to Markdown."""

import re
from functools import lru_cache
from html import unescape
from typing import TYPE_CHECKING

from kb.paragraphs import parser

if TYPE_CHECKING:
    from markdownify import MarkdownConverter

_TAGS = frozenset(
    [
        "a",
        "p",
        "br",
        "strong",
        "em",
        "s",
        "code",
        "pre",
        "ul",
        "ol",
        "li",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "blockquote",
        "hr",
        "table",
        "thead",
        "tbody",
        "tr",
        "th",
        "td",
        "img",
    ]
)
_HTML = re.compile(r"<[a-zA-Z/!]")
_ATTRIBUTES = {"a": {"href", "title"}, "img": {"src", "alt", "title"}, "ol": {"start"}}


@lru_cache(maxsize=1024)
def to_html(markdown: str) -> str:
    """Sanitised HTML: no scripts, styles or handlers; links only to http(s), mail, telephone or this site."""
    import nh3

    return nh3.clean(
        parser().render(markdown),
        tags=set(_TAGS),
        attributes={tag: set(names) for tag, names in _ATTRIBUTES.items()},
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener nofollow",
    )


def from_html(html: str) -> str:
    """A piece of HTML as Markdown; a text without markup comes back as it is, but for its entities."""
    if not _HTML.search(html):
        return unescape(html).strip()
    made = _converter().convert(html)
    return re.sub(r"\n{3,}", "\n\n", "\n".join(line.rstrip() for line in made.split("\n"))).strip()


def text_of_html(html: str) -> str:
    """What a reader sees of a piece of HTML, on one line."""
    from lxml.html import fromstring

    text = fromstring(f"<div>{html}</div>").text_content() if _HTML.search(html) else unescape(html)
    return " ".join(text.split())


@lru_cache(maxsize=1)
def _converter() -> "MarkdownConverter":
    from markdownify import MarkdownConverter

    return MarkdownConverter(heading_style="ATX", bullets="-", newline_style="backslash")
