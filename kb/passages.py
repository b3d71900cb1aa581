"""What of an article is searched: its title, each way of asking, and passages of its body."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from kb.articles import Content
from kb.paragraphs import Block, blocks, plain_text, sentences

PASSAGE_LENGTH = 500


class Kind(StrEnum):
    """Which part of an article a unit is."""

    TITLE = "title"
    VARIANT = "variant"
    PASSAGE = "passage"


@dataclass(frozen=True)
class Unit:
    """One searchable text: `encoded` is what the vector is of, `shown` what a reader sees."""

    kind: Kind
    encoded: str
    shown: str

    @cached_property
    def digest(self) -> str:
        """The same for the same encoded text: the key of its vector."""
        return hashlib.sha256(self.encoded.encode()).hexdigest()


def units(content: Content) -> tuple[Unit, ...]:
    """All searchable texts of an article, title first; none twice."""
    distinct: dict[str, Unit] = {}
    for unit in _units(content):
        distinct.setdefault(unit.encoded.casefold(), unit)
    return tuple(distinct.values())


def passages(body: str, length: int = PASSAGE_LENGTH) -> list[str]:
    """The body as plain texts of at most about `length` characters, cut where blocks and sentences end.

    A heading goes with what stands below it.
    """
    found: list[str] = []
    gathered = ""
    for piece in _pieces(blocks(body), length):
        if piece.starts_section or len(gathered) + len(piece.text) >= length:
            found.append(gathered)
            gathered = ""
        gathered = f"{gathered} {piece.text}".strip()
    found.append(gathered)
    return [text for text in found if text]


@dataclass(frozen=True)
class _Piece:
    text: str
    starts_section: bool = False


def _pieces(found: list[Block], length: int) -> Iterator[_Piece]:
    for block in found:
        if block.kind == "table":
            # What a table says is looked up (kb.facts); one vector of all its rows is near to none of them.
            yield _Piece(_header(block))
        elif block.kind == "heading":
            yield _Piece(block.text if block.text.endswith((".", "?", "!", ":")) else f"{block.text}.", True)
        elif len(block.text) <= length:
            yield _Piece(block.text)
        else:
            yield from (_Piece(part) for part in _split(block.text, length))


def _header(table: Block) -> str:
    cells = table.source.split("\n", 1)[0].strip().strip("|").split("|")
    return f"{', '.join(plain_text(cell) for cell in cells if cell.strip())}."


def _split(text: str, length: int) -> Iterator[str]:
    part = ""
    for sentence in sentences(text):
        if part and len(part) + len(sentence) >= length:
            yield part
            part = ""
        part = f"{part} {sentence}".strip()
        while len(part) > 2 * length:
            head = part[:length].rsplit(" ", 1)[0]
            yield head
            part = part[len(head) :].strip()
    if part:
        yield part


def _units(content: Content) -> Iterator[Unit]:
    yield Unit(Kind.TITLE, content.title, content.title)
    for variant in content.variants:
        yield Unit(Kind.VARIANT, variant, variant)
    if content.answer:
        shown = plain_text(content.answer)
        yield Unit(Kind.PASSAGE, f"{content.title}: {shown}", shown)
    for passage in passages(content.body):
        # A passage alone often doesn't name its subject ("It takes 5 to 8 days."); the title does.
        yield Unit(Kind.PASSAGE, f"{content.title}: {passage}", passage)
