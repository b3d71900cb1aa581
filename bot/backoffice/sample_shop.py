"""The embedded sample shop: an adapter of the port that keeps everything in Firstline's own database."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, insert, select, update

from bot.backoffice import letters, rows, tables
from bot.backoffice.catalogue import Product, find_destination, load_destinations, load_products
from bot.backoffice.letters import Letter
from bot.backoffice.port import Address, Customer, Destination, Order
from bot.backoffice.seeding import make_shop
from bot.errors import InvalidInput, NotFound
from kb.database import Database

_LINK_LIVES = timedelta(hours=1)
_SEED_LOCK = 7_310_001


@dataclass(frozen=True)
class Mail:
    """A mail in the sample shop's outbox."""

    id: int
    to: str
    subject: str
    text: str
    at: datetime


class SampleShop:
    """Larkwood, furniture and home goods, with made-up customers, orders and a mailbox.

    `data_dir` holds `shop/products.yml` and `shop/shipping.yml`; links in mails begin with `public_url`.
    """

    def __init__(
        self,
        db: Database,
        data_dir: Path,
        *,
        public_url: str = "http://127.0.0.1:8000",
        shop_name: str = "Larkwood",
    ) -> None:
        self._db = db
        self._public_url = public_url.rstrip("/")
        self._shop_name = shop_name
        self._products = load_products(data_dir / "shop" / "products.yml")
        self._destinations = load_destinations(data_dir / "shop" / "shipping.yml")

    def seed(self, now: datetime) -> bool:
        """Fill an empty shop with its past up to `now`; False when there was something in it."""
        with self._db.write() as connection:
            tables.take_turns(connection, _SEED_LOCK)
            if connection.execute(select(tables.customers.c.id).limit(1)).first() is not None:
                return False
            customers, orders = make_shop(now, self._products, self._destinations)
            connection.execute(
                insert(tables.customers), [rows.customer_row(customer) for customer in customers]
            )
            connection.execute(insert(tables.orders), [rows.order_row(order) for order in orders])
            connection.execute(
                insert(tables.order_items), [row for order in orders for row in rows.item_rows(order)]
            )
            return True

    def products(self) -> tuple[Product, ...]:
        """Everything the shop sells."""
        return self._products

    def customer(self, customer_id: str) -> Customer | None:
        """The customer of this id."""
        return self._customer_where(tables.customers.c.id, customer_id)

    def customer_by_email(self, email: str) -> Customer | None:
        """The customer with this address; case and surrounding spaces don't matter."""
        return self._customer_where(tables.customers.c.email, email.strip().lower())

    def order(self, number: str) -> Order | None:
        """The order of this number; a leading "#" and spaces don't matter."""
        with self._db.read() as connection:
            found = rows.orders_where(connection, tables.orders.c.number, number.strip().lstrip("#").strip())
        return found[0] if found else None

    def orders_of(self, customer_id: str) -> Sequence[Order]:
        """A customer's orders, newest first; empty for an unknown customer."""
        with self._db.read() as connection:
            return rows.orders_where(connection, tables.orders.c.customer_id, customer_id)

    def change_address(self, customer_id: str, address: Address, at: datetime) -> Customer:
        """Change the address in the customer's account, and tell the customer by mail.

        Raises:
            NotFound: there is no such customer.
            InvalidInput: the address is incomplete, or in a country the shop doesn't deliver to.
        """
        address = self._checked(address)
        customer = self.customer(customer_id)
        if customer is None:
            raise NotFound("There is no such customer.")
        with self._db.write() as connection:
            connection.execute(
                update(tables.customers).where(tables.customers.c.id == customer_id).values(asdict(address))
            )
            letter = letters.address_changed(customer.name, address, self._shop_name)
            _put_mail(connection, customer.email, letter, at)
        return replace(customer, address=address)

    def destinations(self) -> Sequence[Destination]:
        """All countries the shop delivers to."""
        return self._destinations

    def shipping_options(self, country: str) -> Destination | None:
        """How the shop delivers to a country, given by code, name or alias; None where it doesn't."""
        return find_destination(self._destinations, country)

    def send_password_link(self, email: str, at: datetime) -> None:
        """Mail a link with which a new password can be set.

        An address without an account gets a mail that says so: whoever asks sees no difference.
        """
        customer = self.customer_by_email(email)
        token = secrets.token_urlsafe(32)
        if customer is None:
            letter = letters.no_account_for_password(self._shop_name)
        else:
            letter = letters.password_link(customer.name, f"{self._public_url}/account?reset={token}")
        with self._db.write() as connection:
            if customer is not None:
                row = {"token_hash": _hash(token), "customer_id": customer.id, "expires_at": at + _LINK_LIVES}
                connection.execute(insert(tables.password_links).values(row))
            _put_mail(connection, email.strip().lower(), letter, at)

    def use_password_link(self, token: str, at: datetime) -> Customer | None:
        """The customer whose link this is; None when it is unknown, used or too old. Works once."""
        links = tables.password_links
        statement = (
            update(links)
            .where(links.c.token_hash == _hash(token), links.c.used_at.is_(None), links.c.expires_at > at)
            .values(used_at=at)
            .returning(links.c.customer_id)
        )
        with self._db.write() as connection:
            customer_id = connection.execute(statement).scalar_one_or_none()
        return None if customer_id is None else self.customer(customer_id)

    def send_mail(self, to: str, subject: str, text: str, at: datetime) -> None:
        """Put a mail into the outbox, which is where the sample shop's mail ends."""
        with self._db.write() as connection:
            _put_mail(connection, to.strip().lower(), Letter(subject, text), at)

    def mailbox(self, to: str | None = None, limit: int = 50) -> list[Mail]:
        """The newest mails first, all or those to one address."""
        statement = select(tables.mail).order_by(tables.mail.c.id.desc()).limit(limit)
        if to is not None:
            statement = statement.where(tables.mail.c.to == to.strip().lower())
        with self._db.read() as connection:
            return [Mail(**row) for row in connection.execute(statement).mappings()]

    def _customer_where(self, column: Any, value: str) -> Customer | None:
        with self._db.read() as connection:
            row = connection.execute(select(tables.customers).where(column == value)).mappings().first()
        return None if row is None else rows.customer(row)

    def _checked(self, address: Address) -> Address:
        for part in ("line1", "city", "postal_code", "country"):
            if not getattr(address, part).strip():
                raise InvalidInput("The address is incomplete.", field=part)
        destination = self.shipping_options(address.country)
        if destination is None:
            raise InvalidInput(f"{self._shop_name} doesn't deliver to this country.", field="country")
        return replace(address, country=destination.country)


def _put_mail(connection: Connection, to: str, letter: Letter, at: datetime) -> None:
    row = {"to": to, "subject": letter.subject, "text": letter.text, "at": at}
    connection.execute(insert(tables.mail).values(row))


def _hash(token: str) -> str:
    # The token has 256 random bits: a plain hash can't be searched.
    return hashlib.sha256(token.encode()).hexdigest()
