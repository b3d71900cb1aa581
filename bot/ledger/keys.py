"""Keyed hashes: how the ledger recognises a visitor again without knowing who it is."""

import hashlib
import hmac


class KeyedHash:
    """HMAC-SHA256 (RFC 2104) of an identifier under this installation's secret.

    Equal identifiers give equal keys, and without the secret nobody can go back or try out candidates.
    """

    def __init__(self, secret: str) -> None:
        if not secret:
            raise ValueError("a keyed hash needs a secret")
        self._secret = secret.encode()

    def __call__(self, identifier: str) -> str:
        """The key of a visitor id, e-mail or phone number, as 64 hexadecimal digits."""
        return hmac.new(self._secret, identifier.encode(), hashlib.sha256).hexdigest()
