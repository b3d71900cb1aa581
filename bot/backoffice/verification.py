"""Proof of identity by a one-time code: it goes to the customer's own address and comes back in the chat.

Whoever asks learns nothing about who has an account: known and unknown addresses get the same answers, cost
the same work and reach the same limits.
"""

import hmac
import secrets
import uuid
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, insert, select, update

from bot.backoffice import letters
from bot.backoffice.port import Customers, Mailer
from bot.backoffice.tables import take_turns
from bot.backoffice.tables import verification_codes as codes
from bot.errors import TooManyRequests
from kb.database import Database

LIFETIME = timedelta(minutes=10)
TRIES = 3
SENDS_PER_HOUR = 3
_HOUR = timedelta(hours=1)
_LOCK = 7_310_002
_ACCOUNT = "code"
"""What a code is for stands in its hash: one that proves an address never opens an account."""


@dataclass(frozen=True)
class Verified:
    """The code was right: the conversation belongs to this customer."""

    customer_id: str


@dataclass(frozen=True)
class Proven:
    """The code was right: the visitor reads the mail of this address, whether or not it has an account."""

    email: str


@dataclass(frozen=True)
class Wrong:
    """The code was not right; after the last try a new one has to be sent."""

    tries_left: int


@dataclass(frozen=True)
class Expired:
    """There is no code to compare with: none was sent, or it is used up or too old."""


class Verification:
    """Sends codes and checks them.

    `keyed_hash` turns text into a hash under this installation's secret (see `bot.ledger.keys`): six digits
    under a plain hash would be found in a second.
    """

    def __init__(
        self, db: Database, customers: Customers, mailer: Mailer, keyed_hash: Callable[[str], str]
    ) -> None:
        self._db = db
        self._customers = customers
        self._mailer = mailer
        self._hash = keyed_hash

    def start(self, conversation_id: str, email: str, at: datetime) -> None:
        """Send a code to the address; earlier codes of this conversation stop working.

        Raises:
            TooManyRequests: three were sent within an hour, for this conversation or to this address.
            Unavailable: the mail can't be sent now.
        """
        address = plain(email)
        customer = self._customers.customer_by_email(address)
        code = self._keep(conversation_id, address, at, _ACCOUNT, customer.id if customer else None)
        letter = letters.no_account_for_code() if customer is None else letters.code(customer.name, code)
        self._mailer.send_mail(address, letter.subject, letter.text, at)

    def start_for_address(self, conversation_id: str, email: str, at: datetime) -> None:
        """Send a code that proves an address only: every address gets the same, with an account or without.

        The limits are those of `start` and are counted together; earlier codes stop working here too.

        Raises:
            TooManyRequests: three were sent within an hour, for this conversation or to this address.
            Unavailable: the mail can't be sent now.
        """
        address = plain(email)
        code = self._keep(conversation_id, address, at, _address(address))
        letter = letters.address_code(code)
        self._mailer.send_mail(address, letter.subject, letter.text, at)

    def check(self, conversation_id: str, code: str, at: datetime) -> Verified | Wrong | Expired:
        """Compare what the visitor typed with the code sent last; spaces and dashes in it don't matter."""
        result = self._compare(conversation_id, code, at, _ACCOUNT, of_customer=True)
        return Verified(result) if isinstance(result, str) else result

    def check_address(
        self, conversation_id: str, email: str, code: str, at: datetime
    ) -> Proven | Wrong | Expired:
        """The same for a code of `start_for_address`: it proves the address it was sent to and no other."""
        address = plain(email)
        result = self._compare(conversation_id, code, at, _address(address), of_customer=False)
        return Proven(address) if isinstance(result, str) else result

    def _keep(
        self, conversation_id: str, address: str, at: datetime, purpose: str, customer_id: str | None = None
    ) -> str:
        """Keep a new code, which is good for its purpose only; the code."""
        email_key = self._hash(f"email:{address}")
        code, row_id = f"{secrets.randbelow(1_000_000):06d}", uuid.uuid4().hex
        row = {
            "id": row_id,
            "conversation_id": conversation_id,
            "email_key": email_key,
            "customer_id": customer_id,
            "code_hash": self._hash(f"{purpose}:{row_id}:{code}"),
            "sent_at": at,
            "expires_at": at + LIFETIME,
            "tries_left": TRIES,
        }
        with self._db.write() as connection:
            take_turns(connection, _LOCK)
            _refuse_too_many(connection, conversation_id, email_key, at)
            earlier = (codes.c.conversation_id == conversation_id, codes.c.used_at.is_(None))
            connection.execute(update(codes).where(*earlier).values(used_at=at))
            connection.execute(insert(codes).values(row))
        return code

    def _compare(
        self, conversation_id: str, code: str, at: datetime, purpose: str, *, of_customer: bool
    ) -> str | Wrong | Expired:
        """Compare with the code sent last; the customer it is of, or nothing, where it is right."""
        typed = "".join(character for character in code if character.isascii() and character.isdigit())
        current = (
            select(codes)
            .where(codes.c.conversation_id == conversation_id, codes.c.used_at.is_(None))
            .order_by(codes.c.sent_at.desc())
            .limit(1)
            .with_for_update()
        )
        with self._db.write() as connection:
            row = connection.execute(current).mappings().first()
            if row is None or row["expires_at"] <= at or row["tries_left"] <= 0:
                return Expired()
            same = hmac.compare_digest(self._hash(f"{purpose}:{row['id']}:{typed}"), row["code_hash"])
            this = update(codes).where(codes.c.id == row["id"])
            # An address without an account has a code nobody was told; guessing it must not help either.
            if same and (not of_customer or row["customer_id"] is not None):
                connection.execute(this.values(used_at=at))
                return str(row["customer_id"] or "")
            left = row["tries_left"] - 1
            connection.execute(this.values(tries_left=left))
            return Wrong(left)


def plain(email: str) -> str:
    """An address as it is compared: lower case, without spaces around it."""
    return email.strip().lower()


def _address(address: str) -> str:
    return f"address:{address}"


def _refuse_too_many(connection: Connection, conversation_id: str, email_key: str, at: datetime) -> None:
    for mine in (codes.c.conversation_id == conversation_id, codes.c.email_key == email_key):
        recent = select(codes.c.sent_at).where(mine, codes.c.sent_at > at - _HOUR).order_by(codes.c.sent_at)
        times = connection.execute(recent).scalars().all()
        if len(times) >= SENDS_PER_HOUR:
            wait = (times[-SENDS_PER_HOUR] + _HOUR - at).total_seconds()
            raise TooManyRequests(
                "Three codes were sent within the last hour. Please wait a little.", retry_after=wait
            )
