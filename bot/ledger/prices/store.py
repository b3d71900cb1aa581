"""Where prices are kept: each change is a version with who set it and when."""

from dataclasses import asdict, dataclass, fields
from datetime import datetime

from sqlalchemy import insert, select

from bot.ledger.prices.model import ChannelPrice, PriceList, check
from bot.ledger.prices.tables import prices
from kb.database import Database

_FIELDS = tuple(field.name for field in fields(ChannelPrice))


@dataclass(frozen=True)
class PriceVersion:
    """Prices, and who set them."""

    number: int
    price: ChannelPrice
    at: datetime
    by_id: str
    by_name: str


class PriceStore:
    """All prices ever set."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def set(self, price: ChannelPrice, *, by_id: str, by_name: str, at: datetime) -> int:
        """Set prices; the number of the version. Those of an earlier day change figures of the past.

        Raises:
            InvalidInput: the prices can't be.
        """
        check(price)
        row = {**asdict(price), "at": at, "by_id": by_id, "by_name": by_name}
        with self._db.write() as connection:
            return int(connection.execute(insert(prices).values(row).returning(prices.c.number)).scalar_one())

    def versions(self) -> list[PriceVersion]:
        """All of them, the last set first."""
        with self._db.read() as connection:
            rows = connection.execute(select(prices).order_by(prices.c.number.desc()))
            return [
                PriceVersion(
                    row.number,
                    ChannelPrice(**{name: getattr(row, name) for name in _FIELDS}),
                    row.at,
                    row.by_id,
                    row.by_name,
                )
                for row in rows
            ]

    def in_force(self) -> PriceList:
        """The list that figures are made with."""
        return PriceList(one.price for one in reversed(self.versions()))
