"""What may be sent, and under which name."""

import io

import pytest
from PIL import Image

from bot.attachments.images import preview_of
from bot.attachments.rules import KNOWN_TYPES, checked_type, safe_name, type_of
from bot.errors import InvalidInput

PDF = b"%PDF-1.7\n%\xe2\xe3\n1 0 obj\n"


def picture(form="PNG", size=(900, 300), **options):
    out = io.BytesIO()
    Image.new("RGB", size, "teal").save(out, form, **options)
    return out.getvalue()


@pytest.mark.parametrize(
    ("content", "media_type"),
    [
        (picture("PNG"), "image/png"),
        (picture("JPEG"), "image/jpeg"),
        (picture("GIF"), "image/gif"),
        (picture("WEBP"), "image/webp"),
        (PDF, "application/pdf"),
        ("Grüße,\n1;2;3\n".encode(), "text/plain"),
        (b"<html><script>alert(1)</script>", None),
        (b"hello <SVG onload=alert(1)>", None),
        (b'<?xml version="1.0"?>', None),
        (b"MZ\x90\x00\x03", None),
        (b"\x7fELF\x02\x01", None),
        (b"PK\x03\x04", None),
        (b"#!/bin/sh\n\x00", None),
    ],
)
def test_the_type_is_what_the_content_says(content, media_type):
    assert type_of(content) == media_type


@pytest.mark.parametrize(
    ("name", "media_type", "kept"),
    [
        ("photo.PNG", "image/png", "photo.png"),
        ("../../etc/passwd", "text/plain", "passwd.txt"),
        (r"C:\Users\me\bill.pdf", "application/pdf", "bill.pdf"),
        ("mirror.png.exe", "image/png", "mirror.png.png"),
        ("page.html", "text/plain", "page.txt"),
        ("a\r\nSet-Cookie: x=1.txt", "text/plain", "aSet-Cookie_ x_1.txt"),
        ("‮gnp.exe", "image/png", "gnp.png"),
        ("", "image/jpeg", "file.jpg"),
        (".htaccess", "text/plain", "file.txt"),
        ("...", "text/plain", "file.txt"),
        ("Straße 5 – Kopie.jpeg", "image/jpeg", "Straße 5 _ Kopie.jpeg"),
        ("x" * 500 + ".pdf", "application/pdf", "x" * 116 + ".pdf"),
    ],
)
def test_a_name_is_kept_without_folders_tricks_and_other_endings(name, media_type, kept):
    assert safe_name(name, media_type) == kept


@pytest.mark.parametrize(
    ("content", "said"),
    [(b"", "empty"), (b"x" * 101, "at most 0.0001 MB"), (b"MZ\x90\x00", "can be sent: PDF, PNG, text")],
)
def test_what_may_not_be_sent_is_refused_with_the_reason(content, said):
    allowed = frozenset({"image/png", "application/pdf", "text/plain"})
    with pytest.raises(InvalidInput, match=said):
        checked_type(content, allowed, 100)


def test_a_type_the_operator_took_out_is_refused():
    with pytest.raises(InvalidInput):
        checked_type(PDF, KNOWN_TYPES - {"application/pdf"}, 1_000)


def test_a_preview_is_small_and_holds_nothing_but_the_picture():
    exif = Image.Exif()
    exif[0x010E] = "12 Elm Street"
    preview = preview_of(picture("JPEG", exif=exif) + b"<script>alert(1)</script>")
    with Image.open(io.BytesIO(preview)) as drawn:
        assert drawn.format == "WEBP"
        assert max(drawn.size) <= 640
        assert not drawn.getexif()
    assert b"script" not in preview
    assert b"Elm" not in preview


def test_what_only_begins_like_a_picture_is_refused():
    with pytest.raises(InvalidInput, match="can't be opened"):
        preview_of(b"\x89PNG\r\n\x1a\n" + b"not one" * 20)
