"""What may be sent, and under which name it is kept. Pure.

A file's type is what its content says, never what its name or its sender says.
"""

import re
import unicodedata

from bot.errors import InvalidInput

NAME_MAX_LENGTH = 120
IMAGES = frozenset({"image/png", "image/jpeg", "image/gif", "image/webp"})
_ENDINGS = {
    "image/png": ("png",),
    "image/jpeg": ("jpg", "jpeg"),
    "image/gif": ("gif",),
    "image/webp": ("webp",),
    "application/pdf": ("pdf",),
    "text/plain": ("txt", "csv", "log"),
}
KNOWN_TYPES = frozenset(_ENDINGS)
_SAID = {
    "image/png": "PNG",
    "image/jpeg": "JPEG",
    "image/gif": "GIF",
    "image/webp": "WebP",
    "application/pdf": "PDF",
    "text/plain": "text",
}
# Signatures: https://www.iana.org/assignments/media-types and the formats' own specifications.
_STARTS = (
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
    (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"),
    (b"%PDF-", "application/pdf"),
)
# What a browser might take for a page of its own, if it ever looked at the content of a text.
_MARKUP = re.compile(rb"<\s*(!doctype|html|script|svg|iframe|object|embed|body|head|\?xml)", re.IGNORECASE)
_TEXT_CONTROLS = frozenset(range(32)) - {9, 10, 12, 13}


def type_of(content: bytes) -> str | None:
    """The media type that the content has; None for one that isn't known here."""
    for start, media_type in _STARTS:
        if content.startswith(start):
            return media_type
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "image/webp"
    return "text/plain" if _is_text(content) else None


def safe_name(name: str, media_type: str) -> str:
    """The name to keep: no folders, nothing that a system reads otherwise, the ending that the type has."""
    plain = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    plain = "".join(
        character if character.isalnum() or character in " -_.()" else "_"
        for character in plain
        if unicodedata.category(character)[0] != "C"
    )
    stem, dot, ending = plain.rpartition(".")
    endings = _ENDINGS[media_type]
    if not dot:
        stem, ending = plain, ""
    if ending.lower() not in endings:
        # "photo.png.exe" that is a PNG becomes "photo.png.png": a second ending never stands last.
        ending = endings[0]
    stem = re.sub(r"([ .])[ .]+", r"\1", stem).strip(" .") or "file"
    return f"{stem[: NAME_MAX_LENGTH - len(ending) - 1]}.{ending.lower()}"


def checked_type(content: bytes, allowed: frozenset[str], most_bytes: int) -> str:
    """The type of a file that may be sent.

    Raises:
        InvalidInput: it is empty, too large, or of a type that isn't allowed; says which are.
    """
    if not content:
        raise InvalidInput("That file is empty.", field="file")
    if len(content) > most_bytes:
        raise too_large(most_bytes)
    media_type = type_of(content)
    if media_type is None or media_type not in allowed:
        raise InvalidInput(f"Files of these kinds can be sent: {said(allowed)}.", field="file")
    return media_type


def too_large(most_bytes: int) -> InvalidInput:
    """What is said of a file above the limit."""
    return InvalidInput(f"That file is too large: at most {most_bytes / 1_000_000:g} MB.", field="file")


def said(types: frozenset[str]) -> str:
    """Types as people call them."""
    return ", ".join(sorted(_SAID[one] for one in types))


def _is_text(content: bytes) -> bool:
    if _MARKUP.search(content):
        return False
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return not any(ord(character) in _TEXT_CONTROLS for character in text)
