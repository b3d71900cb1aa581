"""The way back: a signed mark of a conversation, short enough for the address that mail is answered to. Pure.

The mark stands in the reply address (`help+MARK@shop.example`) and in each Message-ID, which mail programs
repeat in In-Reply-To and References. So an answer finds its conversation even where the address lost its plus
part, and nobody finds one by guessing.
"""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterable

# A conversation's id is a UUID in hexadecimal: 16 bytes, 26 letters of base32. The signature has 80 bits.
_ID_BYTES = 16
_SIGNATURE_BYTES = 10
_MARK = re.compile(r"(?<![a-z2-7])r([a-z2-7]{26})([a-z2-7]{16})(?![a-z2-7])", re.IGNORECASE)
_LONGEST_LOCAL_PART = 64


class ReplyMarks:
    """Makes and reads marks.

    Args:
        key: this installation's secret for them.
        address: the shop's address, to which mail is answered.
    """

    def __init__(self, key: str, address: str) -> None:
        self._key = key.encode()
        self._local, _, self.domain = address.rpartition("@")

    def mark(self, conversation_id: str) -> str:
        """The mark of a conversation."""
        raw = bytes.fromhex(conversation_id)
        return f"r{_letters(raw)}{_letters(self._signature(raw))}"

    def conversation(self, texts: Iterable[str]) -> str | None:
        """The conversation whose genuine mark stands in one of these texts, the first that is found."""
        for text in texts:
            for found in _MARK.finditer(text):
                raw = base64.b32decode(found[1].upper() + "=" * 6)[:_ID_BYTES]
                signature = base64.b32decode(found[2].upper())
                if hmac.compare_digest(signature, self._signature(raw)):
                    return raw.hex()
        return None

    def reply_address(self, conversation_id: str) -> str | None:
        """The address that leads back to a conversation; None where that would be too long for an address."""
        local = f"{self._local}+{self.mark(conversation_id)}"
        return f"{local}@{self.domain}" if len(local) <= _LONGEST_LOCAL_PART else None

    def message_id(self, conversation_id: str, key: str) -> str:
        """A Message-ID that carries the mark; the same for the same key."""
        unique = hashlib.sha256(f"{conversation_id}:{key}".encode()).hexdigest()[:16]
        return f"<{self.mark(conversation_id)}.{unique}@{self.domain}>"

    def is_ours(self, address: str) -> bool:
        """Whether mail to this address is for us, with or without a plus part."""
        local, _, domain = address.rpartition("@")
        same_place = domain.lower() == self.domain.lower()
        return same_place and local.partition("+")[0].lower() == self._local.lower()

    def _signature(self, raw: bytes) -> bytes:
        return hmac.new(self._key, raw, hashlib.sha256).digest()[:_SIGNATURE_BYTES]


def _letters(raw: bytes) -> str:
    return base64.b32encode(raw).decode().rstrip("=").lower()
