"""Accounts of the sample shop: who has one, what is changed in it, and how it ends."""

import hashlib
import re
import secrets
from dataclasses import asdict, replace
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Connection, delete, insert, select, update

from bot.backoffice import tables
from bot.backoffice.customers import AccountOptions, Address, Customer, Details
from bot.backoffice.orders import OrderStatus
from bot.backoffice.refusals import Refusal, RefusalCode
from bot.backoffice.returns import ReturnStatus
from bot.backoffice.sample import letters, rows, rules
from bot.backoffice.sample.part import Part
from bot.errors import InvalidInput, NotFound

_LINK_LIVES = timedelta(hours=1)
_OPEN = (OrderStatus.PLACED, OrderStatus.PAID, OrderStatus.PACKED, OrderStatus.SHIPPED)
_GOING_BACK = (ReturnStatus.STARTED, ReturnStatus.ON_ITS_WAY, ReturnStatus.ARRIVED)
_NO_CUSTOMER = "There is no such customer."
_CALLED = {"name": "name", "email": "e-mail address", "phone": "phone number"}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LONGEST_EMAIL, _FEWEST_DIGITS = 254, 7


class Accounts(Part):
    """Customers, password links, and accounts that are closed."""

    def customer(self, customer_id: str) -> Customer | None:
        """The customer of this id."""
        with self._db.read() as connection:
            return rows.customer_where(connection, tables.customers.c.id == customer_id)

    def customer_by_email(self, email: str) -> Customer | None:
        """The customer with this address; case and surrounding spaces don't matter."""
        with self._db.read() as connection:
            return rows.customer_where(connection, _has(email))

    def change_address(self, customer_id: str, address: Address, at: datetime, *, key: str) -> Customer:
        """Change the address in the customer's account, and tell the customer by mail."""
        address = self._checked(address)
        with self._call(key, at, "change_address", customer_id, address) as call:
            customer = customer_of(call.connection, customer_id)
            if call.again:
                return customer
            _set(call.connection, customer_id, **asdict(address))
            letter = letters.address_changed(customer.name, address, self._shop_name)
            self._put(call.connection, customer.email, letter, at)
            return replace(customer, address=address)

    def change_details(self, customer_id: str, details: Details, at: datetime, *, key: str) -> Customer:
        """Change name, e-mail or phone, and tell the customer at the address there was before."""
        details = _checked(details)
        with self._call(key, at, "change_details", customer_id, details) as call:
            customer = customer_of(call.connection, customer_id)
            wanted = {name: value for name, value in asdict(details).items() if value is not None}
            if call.again or not wanted:
                return customer
            if details.email is not None:
                _refuse_taken(call.connection, customer, details.email)
            _set(call.connection, customer_id, **wanted)
            what = ", ".join(_CALLED[name] for name in wanted)
            letter = letters.details_changed(customer.name, what, self._shop_name)
            self._put(call.connection, customer.email, letter, at)
            return replace(customer, **wanted)

    def send_password_link(self, email: str, at: datetime, *, key: str) -> None:
        """Mail a link with which a new password can be set.

        An address without an account gets a mail that says so: whoever asks sees no difference.
        """
        token = secrets.token_urlsafe(32)
        with self._call(key, at, "send_password_link", email.strip().lower()) as call:
            if call.again:
                return
            customer = rows.customer_where(call.connection, _has(email))
            if customer is None:
                letter = letters.no_account_for_password(self._shop_name)
            else:
                letter = letters.password_link(customer.name, f"{self._public_url}/account?reset={token}")
                row = {"token_hash": _hash(token), "customer_id": customer.id, "expires_at": at + _LINK_LIVES}
                call.connection.execute(insert(tables.password_links).values(row))
            self._put(call.connection, email, letter, at)

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

    def account_options(self, customer_id: str, at: datetime) -> AccountOptions:
        """What closing an account would mean."""
        with self._db.read() as connection:
            customer = customer_of(connection, customer_id)
            closed = customer.closes_at is not None
            refusal = None if closed else _open_orders(connection, customer_id)
        return AccountOptions(refusal, customer.closes_at or at + rules.CLOSING)

    def close_account(self, customer_id: str, at: datetime, *, key: str) -> Customer:
        """Close an account; it is erased 14 days later. Closed already it stays as it is."""
        with self._call(key, at, "close_account", customer_id) as call:
            customer = customer_of(call.connection, customer_id)
            if call.again or customer.closes_at is not None:
                return customer
            if refusal := _open_orders(call.connection, customer_id):
                raise refusal.error()
            closed = replace(customer, closes_at=at + rules.CLOSING)
            _set(call.connection, customer_id, closes_at=closed.closes_at)
            self._put(call.connection, customer.email, letters.account_closed(closed, self._shop_name), at)
            return closed

    def keep_account(self, customer_id: str, at: datetime, *, key: str) -> Customer:
        """Open a closed account again, until it is erased."""
        with self._call(key, at, "keep_account", customer_id) as call:
            customer = rows.customer_where(call.connection, tables.customers.c.id == customer_id)
            if customer is None and _erased(call.connection, customer_id):
                raise Refusal(RefusalCode.TOO_LATE, "The account has been deleted.").error()
            customer = customer_of(call.connection, customer_id)
            if call.again or customer.closes_at is None:
                return customer
            if customer.closes_at <= at:
                raise Refusal(RefusalCode.TOO_LATE, "The account is being deleted.").error()
            _set(call.connection, customer_id, closes_at=None)
            self._put(
                call.connection, customer.email, letters.account_kept(customer.name, self._shop_name), at
            )
            return replace(customer, closes_at=None)

    def erase_closed(self, now: datetime) -> int:
        """Erase the people behind accounts whose 14 days are over; how many. Amounts and invoices stay."""
        table = tables.customers
        due = select(table.c.id, table.c.email).where(table.c.closes_at <= now, table.c.erased_at.is_(None))
        with self._db.read() as connection:
            if connection.execute(due.limit(1)).first() is None:
                return 0
        with self._db.write() as connection:
            found = connection.execute(due).all()
            for customer_id, email in found:
                _erase(connection, customer_id, email, now)
        return len(found)


def is_email(text: str) -> bool:
    """Whether this can be an e-mail address."""
    return len(text) <= _LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None


def customer_of(connection: Connection, customer_id: str) -> Customer:
    """The customer of this id.

    Raises:
        NotFound: there is no such customer.
    """
    customer = rows.customer_where(connection, tables.customers.c.id == customer_id)
    if customer is None:
        raise NotFound(_NO_CUSTOMER)
    return customer


def _has(email: str) -> ColumnElement[bool]:
    return tables.customers.c.email == email.strip().lower()


def _set(connection: Connection, customer_id: str, **values: Any) -> None:
    connection.execute(update(tables.customers).where(tables.customers.c.id == customer_id).values(**values))


def _checked(details: Details) -> Details:
    name = details.name.strip() if details.name is not None else None
    email = details.email.strip().lower() if details.email is not None else None
    phone = details.phone.strip() if details.phone is not None else None
    if name is not None and not 1 <= len(name) <= 200:
        raise InvalidInput("A name has 1 to 200 characters.", field="name")
    if email is not None and not is_email(email):
        raise InvalidInput("That is no e-mail address.", field="email")
    if phone is not None and (len(phone) > 40 or sum(map(str.isdigit, phone)) < _FEWEST_DIGITS):
        raise InvalidInput("That is no phone number.", field="phone")
    return Details(name, email, phone)


def _refuse_taken(connection: Connection, customer: Customer, email: str) -> None:
    other = rows.customer_where(connection, _has(email))
    if other is not None and other.id != customer.id:
        words = "Another account has this e-mail address; a person can merge the two."
        raise Refusal(RefusalCode.EMAIL_TAKEN, words).error()


def _open_orders(connection: Connection, customer_id: str) -> Refusal | None:
    orders, returns = tables.orders, tables.returns
    mine = orders.c.customer_id == customer_id
    on_its_way = select(orders.c.number).where(mine, orders.c.status.in_([s.value for s in _OPEN]))
    going_back = (
        select(returns.c.number)
        .join(orders, orders.c.number == returns.c.order_number)
        .where(mine, returns.c.status.in_([s.value for s in _GOING_BACK]))
    )
    for statement in (on_its_way, going_back):
        if connection.execute(statement.limit(1)).first() is not None:
            words = "Orders on their way and returns have to be completed before the account can be closed."
            return Refusal(RefusalCode.OPEN_ORDERS, words)
    return None


def _erased(connection: Connection, customer_id: str) -> bool:
    table = tables.customers
    statement = select(table.c.id).where(table.c.id == customer_id, table.c.erased_at.is_not(None))
    return connection.execute(statement).first() is not None


def _erase(connection: Connection, customer_id: str, email: str, now: datetime) -> None:
    nowhere = {"line1": "", "line2": "", "city": "", "region": "", "postal_code": ""}
    _set(
        connection,
        customer_id,
        name="",
        email=f"{customer_id}@erased.invalid",
        phone="",
        erased_at=now,
        **nowhere,
    )
    orders = tables.orders
    gone = {f"ship_{part}": value for part, value in nowhere.items()}
    connection.execute(update(orders).where(orders.c.customer_id == customer_id).values(**gone))
    for table, column in (
        (tables.memberships, tables.memberships.c.customer_id == customer_id),
        (tables.password_links, tables.password_links.c.customer_id == customer_id),
        (tables.newsletter, tables.newsletter.c.email == email),
        (tables.outbox, tables.outbox.c.to == email),
    ):
        connection.execute(delete(table).where(column))


def _hash(token: str) -> str:
    # The token has 256 random bits: a plain hash can't be searched.
    return hashlib.sha256(token.encode()).hexdigest()
