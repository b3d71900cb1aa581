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


@dataclass(frozen=True)
class Verified:
    """The code was right: the conversation belongs to this customer."""

    customer_id: str


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

    def start(self, conversation_id: str, email: str, at: datetime, *, new_for: str | None = None) -> None:
        """Send a code to the address; earlier codes of this conversation stop working.

        With `new_for`, a customer's id, the address is to become that customer's: whoever has the mailbox
        shows it by the code, whether or not there is an account with it.

        Raises:
            TooManyRequests: three were sent within an hour, for this conversation or to this address.
            Unavailable: the mail can't be sent now.
        """
        address = email.strip().lower()
        if new_for is None:
            customer = self._customers.customer_by_email(address)
        else:
            customer = self._customers.customer(new_for)
        email_key = self._hash(f"email:{address}")
        code, row_id = f"{secrets.randbelow(1_000_000):06d}", uuid.uuid4().hex
        row = {
            "id": row_id,
            "conversation_id": conversation_id,
            "email_key": email_key,
            "customer_id": customer.id if customer else None,
            "code_hash": self._hash(f"code:{row_id}:{code}"),
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
        letter = letters.no_account_for_code() if customer is None else letters.code(customer.name, code)
        self._mailer.send_mail(address, letter.subject, letter.text, at)

    def check(self, conversation_id: str, code: str, at: datetime) -> Verified | Wrong | Expired:
        """Compare what the visitor typed with the code sent last; spaces and dashes in it don't matter."""
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
            same = hmac.compare_digest(self._hash(f"code:{row['id']}:{typed}"), row["code_hash"])
            this = update(codes).where(codes.c.id == row["id"])
            # An address without an account has a code nobody was told; guessing it must not help either.
            if same and row["customer_id"] is not None:
                connection.execute(this.values(used_at=at))
                return Verified(row["customer_id"])
            left = row["tries_left"] - 1
            connection.execute(this.values(tries_left=left))
            return Wrong(left)


def _refuse_too_many(connection: Connection, conversation_id: str, email_key: str, at: datetime) -> None:
    for mine in (codes.c.conversation_id == conversation_id, codes.c.email_key == email_key):
        recent = select(codes.c.sent_at).where(mine, codes.c.sent_at > at - _HOUR).order_by(codes.c.sent_at)
        times = connection.execute(recent).scalars().all()
        if len(times) >= SENDS_PER_HOUR:
            wait = (times[-SENDS_PER_HOUR] + _HOUR - at).total_seconds()
            raise TooManyRequests(
                "Three codes were sent within the last hour. Please wait a little.", retry_after=wait
            )
