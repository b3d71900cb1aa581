"""Markdown to HTML that is safe to put on a page."""

from functools import lru_cache

from kb.paragraphs import parser

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
