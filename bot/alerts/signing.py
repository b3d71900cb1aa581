"""How a webhook's message is signed, and how its receiver checks that. Pure.

The signature is HMAC-SHA256 over `<timestamp>.<body>`, so that neither can be changed and an old message
can't be sent anew: a receiver refuses timestamps more than five minutes away.
"""

import hashlib
import hmac
from datetime import datetime, timedelta

TIMESTAMP_HEADER = "X-Firstline-Timestamp"
SIGNATURE_HEADER = "X-Firstline-Signature"
REPLAY_WINDOW = timedelta(minutes=5)


def key_of(installation_secret: str, number: int) -> str:
    """The webhook's secret of this number: derived, so that no database holds it."""
    named = f"webhook {number}".encode()
    return hmac.new(installation_secret.encode(), named, hashlib.sha256).hexdigest()


def signed(secret: str, body: bytes, at: datetime) -> dict[str, str]:
    """The headers that a message carries when it is sent at this moment."""
    timestamp = str(int(at.timestamp()))
    return {TIMESTAMP_HEADER: timestamp, SIGNATURE_HEADER: f"v1={_signature(secret, timestamp, body)}"}


def is_good(secret: str, body: bytes, timestamp: str, signature: str, at: datetime) -> bool:
    """Whether a message is ours and fresh: what a receiver does, as docs/alerts.md tells."""
    if not timestamp.isascii() or not timestamp.isdigit():
        return False
    if abs(at.timestamp() - int(timestamp)) > REPLAY_WINDOW.total_seconds():
        return False
    expected = f"v1={_signature(secret, timestamp, body)}"
    return hmac.compare_digest(expected.encode(), signature.encode())


def _signature(secret: str, timestamp: str, body: bytes) -> str:
    return hmac.new(secret.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()
