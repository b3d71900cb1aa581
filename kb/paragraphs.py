"""Markdown as blocks: what a body says, block by block, and the short answer it begins with."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from markdown_it import MarkdownIt
    from markdown_it.token import Token

SHORT_ANSWER_LENGTH = 400
_LIST_LENGTH = 800
_SENTENCE_END = re.compile(r"(?<=[.!?…])[\"')\]]*\s+")
_SPACE = re.compile(r"\s+")


@dataclass(frozen=True)
class Block:
    """One block of a body: its kind, its Markdown source, and what a reader sees as plain text."""

    kind: str
    source: str
    text: str


@lru_cache(maxsize=1)
def parser() -> "MarkdownIt":
    """The one Markdown dialect in use: CommonMark with tables and strikethrough, HTML shown as text."""
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark", {"html": False}).enable(["table", "strikethrough"])


def blocks(body: str) -> list[Block]:
    """The top-level blocks of a Markdown body in their order; empty ones are left out."""
    lines = body.splitlines()
    found: list[Block] = []
    tokens = parser().parse(body)
    start = 0
    while start < len(tokens):
        token = tokens[start]
        end = start
        if token.nesting == 1:
            while not (tokens[end].nesting == -1 and tokens[end].level == token.level):
                end += 1
        if token.map is not None:
            first, last = token.map
            text = _SPACE.sub(" ", "".join(_texts(tokens[start : end + 1]))).strip()
            if text:
                source = "\n".join(lines[first:last]).strip("\n")
                found.append(Block(token.type.removesuffix("_open"), source, text))
        start = end + 1
    return found


def plain_text(markdown: str) -> str:
    """What a reader sees of `markdown`, on one line."""
    return " ".join(block.text for block in blocks(markdown))


def sentences(text: str) -> list[str]:
    """Cut plain text at the ends of sentences."""
    return [part.strip() for part in _SENTENCE_END.split(text) if part.strip()]


def short_answer(body: str, limit: int = SHORT_ANSWER_LENGTH) -> str:
    """The first paragraph of a body as Markdown, cut at a sentence's end to about `limit` characters.

    A first paragraph that only announces a list ("Do this:") brings the list with it when it is short.
    """
    found = [block for block in blocks(body) if block.kind != "heading"]
    if not found:
        return body.strip()[:limit]
    first = found[0]
    if first.text.endswith(":") and len(found) > 1 and found[1].kind in ("bullet_list", "ordered_list"):
        both = f"{first.source}\n\n{found[1].source}"
        if len(both) <= _LIST_LENGTH:
            return both
    return first.source.strip() if len(first.source) <= limit else cut(first.text, limit)


def cut(text: str, limit: int) -> str:
    """The whole sentences of `text` that fit in `limit` characters; at least some words of the first."""
    kept = ""
    for sentence in sentences(text):
        longer = f"{kept} {sentence}".strip()
        if len(longer) > limit:
            break
        kept = longer
    if kept:
        return kept
    return text[: limit - 1].rsplit(" ", 1)[0].rstrip(" ,;:") + "…" if len(text) > limit else text


def _texts(tokens: "list[Token]") -> Iterator[str]:
    for token in tokens:
        if token.type == "inline":
            for child in token.children or []:
                if child.type in ("softbreak", "hardbreak"):
                    yield " "
                elif child.content:
                    yield child.content
            yield " "
        elif token.type in ("fence", "code_block"):
            yield f"{token.content} "
