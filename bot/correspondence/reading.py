"""What a mail that came in says: who wrote it, to what it is an answer, and the words that are new. Pure.

RFC 5322 (messages), RFC 3834 (automatic answers), RFC 3464 (bounces).
"""

import email
import email.policy
import hashlib
import re
from dataclasses import dataclass
from email.message import EmailMessage
from email.utils import getaddresses, parseaddr

from mailparser_reply import EmailReplyParser
from markdownify import markdownify

LONGEST_TEXT = 20_000
_LANGUAGES = ["en", "de", "fr", "es", "it", "nl", "pl", "sv", "pt"]
_TO = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})
_MESSAGE_ID = re.compile(r"<[^<>\s]+>")
_LONGEST_ID = 255
_CUT = "\n\n[The mail was longer than we keep.]"


@dataclass(frozen=True)
class Incoming:
    """A mail.

    Attributes:
        message_id: what it is called, or a hash of it where it has no name.
        sender: the address it says it is from, in lower case; empty where there is none.
        sender_name: the name beside it.
        to: all addresses it was sent to.
        answers: the Message-IDs it refers to, the nearest first.
        subject: as it stands.
        text: the words that are new: without quotations.
        automatic: whether a machine wrote it.
        bounce: whether it tells of a mail that didn't arrive.
    """

    message_id: str
    sender: str
    sender_name: str
    to: tuple[str, ...]
    answers: tuple[str, ...]
    subject: str
    text: str
    automatic: bool
    bounce: bool


def read(raw: bytes, *, envelope_sender: str | None = None, envelope_to: tuple[str, ...] = ()) -> Incoming:
    """Read a mail.

    Args:
        raw: the mail as it came.
        envelope_sender: who the sending server named; empty for a bounce, None where that isn't known.
        envelope_to: to whom the sending server said it is.
    """
    mail = email.message_from_bytes(raw, policy=email.policy.default)
    assert isinstance(mail, EmailMessage)  # noqa: S101 - the policy's
    name, address = parseaddr(_header(mail, "From"))
    recipients = [one for _, one in getaddresses([_header(mail, field) for field in _TO])]
    bounce = _is_bounce(mail, envelope_sender)
    return Incoming(
        message_id=_name_of(mail, raw),
        sender=address.strip().lower(),
        sender_name=" ".join(name.split())[:200],
        to=tuple(dict.fromkeys((*envelope_to, *(one for one in recipients if one)))),
        answers=_answers(mail),
        subject=" ".join(_header(mail, "Subject").split())[:300],
        text=new_words(_text(mail)),
        automatic=not bounce and _is_automatic(mail),
        bounce=bounce,
    )


def new_words(text: str) -> str:
    """A mail's text without what it quotes."""
    text = text.replace("\r\n", "\n").replace("\x00", "")
    said = EmailReplyParser(languages=_LANGUAGES).parse_reply(text=text) or ""
    lines = said.strip().splitlines()
    # A quotation that no line announces is left at the end.
    while lines and lines[-1].lstrip().startswith((">", "|")):
        lines.pop()
    said = "\n".join(lines).strip()
    return said if len(said) <= LONGEST_TEXT else said[:LONGEST_TEXT] + _CUT


def _header(mail: EmailMessage, name: str) -> str:
    try:
        values = mail.get_all(name, [])
    except (ValueError, IndexError, AttributeError):
        # The library stumbles over some headers that no mail program writes.
        return ""
    return ", ".join(str(value) for value in values)


def _name_of(mail: EmailMessage, raw: bytes) -> str:
    found = _MESSAGE_ID.search(_header(mail, "Message-ID"))
    if found and len(found[0]) <= _LONGEST_ID:
        return found[0]
    return f"<{hashlib.sha256(raw).hexdigest()}@unnamed>"


def _answers(mail: EmailMessage) -> tuple[str, ...]:
    nearest = _MESSAGE_ID.findall(_header(mail, "In-Reply-To"))
    chain = _MESSAGE_ID.findall(_header(mail, "References"))
    return tuple(dict.fromkeys((*nearest, *reversed(chain))))[:50]


def _is_bounce(mail: EmailMessage, envelope_sender: str | None) -> bool:
    report = mail.get_content_type() == "multipart/report"
    null = envelope_sender == "" or _header(mail, "Return-Path").strip() == "<>"
    return report or null or bool(_header(mail, "X-Failed-Recipients"))


def _is_automatic(mail: EmailMessage) -> bool:
    said = _header(mail, "Auto-Submitted").partition(";")[0].strip().lower()
    return (
        said not in ("", "no")
        or _header(mail, "Precedence").strip().lower() in _BULK
        or any(_header(mail, name) for name in ("X-Autoreply", "X-Autorespond", "List-Id"))
    )


def _text(mail: EmailMessage) -> str:
    try:
        body = mail.get_body(("plain", "html"))
        content = body.get_content() if body is not None else ""
    except (LookupError, ValueError, AttributeError):
        # An encoding that nobody knows, or a body that is none.
        return ""
    if not isinstance(content, str):
        return ""
    if body is not None and body.get_content_type() == "text/html":
        return str(markdownify(content, strip=["img", "script", "style"]))
    return content
