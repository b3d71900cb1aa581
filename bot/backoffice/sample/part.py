"""What the parts of the sample shop share: the database, its files, and calls that may come twice."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path

from sqlalchemy import Connection

from bot.backoffice import done, outbox
from bot.backoffice.customers import Address
from bot.backoffice.delivery import Destination, find_destination
from bot.backoffice.letters import Letter
from bot.backoffice.sample import rules
from bot.backoffice.sample.catalogue import Product, load_destinations, load_products
from bot.errors import InvalidInput
from kb.database import Database


@dataclass
class Call:
    """A changing call within its transaction.

    `reference` is what it left to be found again; with `again` it was made before and there is nothing to do.
    """

    connection: Connection
    again: bool
    reference: str = ""


class Part:
    """One noun of the sample shop; `data_dir` holds `shop/*.yml`, links begin with `public_url`.

    Orders above `limit` dollars are changed and cancelled by a person.
    """

    def __init__(
        self,
        db: Database,
        data_dir: Path,
        *,
        public_url: str = "http://127.0.0.1:8000",
        shop_name: str = "Larkwood",
        limit: Decimal = rules.LIMIT,
    ) -> None:
        self._db = db
        self._public_url = public_url.rstrip("/")
        self._shop_name = shop_name
        self._limit = limit
        self._shop_files = data_dir / "shop"
        self._products = load_products(self._shop_files / "products.yml")
        self._destinations = load_destinations(self._shop_files / "shipping.yml")
        self._catalogue: dict[str, Product] = {product.sku: product for product in self._products}

    def shipping_options(self, country: str) -> Destination | None:
        """How the shop delivers to a country, given by code, name or alias; None where it doesn't."""
        return find_destination(self._destinations, country)

    @contextmanager
    def _call(self, key: str, at: datetime, *what: object) -> Iterator[Call]:
        """A transaction in which a call is done once; `what` is the call with its arguments."""
        with self._db.write() as connection:
            before = done.reference_of(connection, key, what)
            call = Call(connection, before is not None, before or "")
            yield call
            if not call.again:
                done.remember(self._db, connection, key, what, at, call.reference)

    def _put(self, connection: Connection, to: str, letter: Letter, at: datetime) -> None:
        outbox.put(self._db, connection, to, letter, at)

    def _checked(self, address: Address) -> Address:
        for part in ("line1", "city", "postal_code", "country"):
            if not getattr(address, part).strip():
                raise InvalidInput("The address is incomplete.", field=part)
        destination = self.shipping_options(address.country)
        if destination is None:
            raise InvalidInput(f"{self._shop_name} doesn't deliver to this country.", field="country")
        return replace(address, country=destination.country)
