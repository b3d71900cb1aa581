"""Bytes to text, in the encodings that exports of help centres and spreadsheets come in."""

import codecs

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)


def decoded(data: bytes, declared: str | None = None) -> str:
    """The text of `data`: by its byte order mark, as it was declared, as UTF-8, or else as Windows-1252.

    Raises:
        ValueError: it is none of these.
    """
    for mark, name in _MARKS:
        if data.startswith(mark):
            return data.decode(name)
    for encoding in (_trusted(declared), "utf-8", "cp1252"):
        try:
            text = data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
        if "\0" in text:
            break
        return text
    raise ValueError("it is not text in UTF-8, UTF-16 or Windows-1252")


def _trusted(declared: str | None) -> str:
    """The declared encoding, unless it is one that servers name by default and pages are not in."""
    try:
        name = codecs.lookup(declared or "").name
    except LookupError:
        return "utf-8"
    return "utf-8" if name in ("ascii", "iso8859-1") else name
