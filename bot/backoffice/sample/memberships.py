"""Larkwood Plus, and who gets the newsletter."""

from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, delete, select, update

from bot.backoffice import tables
from bot.backoffice.customers import Membership, NewsletterStatus
from bot.backoffice.refusals import Refusal, RefusalCode
from bot.backoffice.sample import letters, rows
from bot.backoffice.sample.accounts import customer_of
from bot.backoffice.sample.part import Part
from kb.database import upsert


class Memberships(Part):
    """Memberships and the newsletter."""

    def membership(self, customer_id: str) -> Membership | None:
        """The membership that runs now; None without one."""
        with self._db.read() as connection:
            return membership_of(connection, customer_id)

    def set_renewal(self, customer_id: str, renews: bool, at: datetime, *, key: str) -> Membership:
        """Turn the yearly renewal on or off, and tell the customer by mail."""
        with self._call(key, at, "set_renewal", customer_id, renews) as call:
            customer = customer_of(call.connection, customer_id)
            membership = membership_of(call.connection, customer_id)
            if membership is None or membership.until <= at:
                raise Refusal(RefusalCode.NO_MEMBERSHIP, "There is no membership to renew.").error()
            if call.again or membership.renews == renews:
                return membership
            table = tables.memberships
            call.connection.execute(
                update(table).where(table.c.customer_id == customer_id).values(renews=renews)
            )
            changed = replace(membership, renews=renews)
            self._put(call.connection, customer.email, letters.renewal_changed(customer.name, changed), at)
            return changed

    def newsletter(self, email: str) -> NewsletterStatus:
        """Whether this address gets the newsletter."""
        statement = select(tables.newsletter).where(tables.newsletter.c.email == email.strip().lower())
        with self._db.read() as connection:
            found = connection.execute(statement).first()
        return NewsletterStatus.OFF if found is None else NewsletterStatus.ON

    def set_newsletter(self, email: str, on: bool, at: datetime, *, key: str) -> NewsletterStatus:
        """Turn the newsletter on or off for this address, whoever has it."""
        address, table = email.strip().lower(), tables.newsletter
        with self._call(key, at, "set_newsletter", address, on) as call:
            if call.again:
                pass
            elif on:
                statement = upsert(self._db)(table).values(email=address).on_conflict_do_nothing()
                call.connection.execute(statement)
            else:
                call.connection.execute(delete(table).where(table.c.email == address))
            found = call.connection.execute(select(table).where(table.c.email == address)).first()
            return NewsletterStatus.OFF if found is None else NewsletterStatus.ON


def membership_of(connection: Connection, customer_id: str) -> Membership | None:
    """The membership of a customer."""
    statement = select(tables.memberships).where(tables.memberships.c.customer_id == customer_id)
    row = connection.execute(statement).mappings().first()
    return None if row is None else rows.membership(row)
