"""The cost model: what a channel's contacts cost, with the days from which prices hold. Pure."""

from calendar import monthrange
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from bot.errors import InvalidInput

SELF_SERVICE, CHAT, MESSAGE = "self_service", "chat", "message"
PRICED = (SELF_SERVICE, CHAT, MESSAGE, "email", "phone", "form", "social", "store")
_MOST = 1e7


@dataclass(frozen=True)
class ChannelPrice:
    """Prices of one channel from `since` on, until the channel's next ones.

    `wage_per_minute` is what a minute of staff time costs, with everything; `minutes_each` is the time of a
    contact whose time is not on record; `systems_per_month` and `tools_per_month` are paid in any case (of
    self-service: hosting; its curation is `staff_per_month`); `fee_each` comes with each contact. Dollars.
    """

    channel: str
    since: date
    wage_per_minute: float = 0.0
    minutes_each: float = 0.0
    staff_per_month: float = 0.0
    systems_per_month: float = 0.0
    tools_per_month: float = 0.0
    fee_each: float = 0.0
    note: str = ""


def check(price: ChannelPrice) -> None:
    """Refuse prices that can't be.

    Raises:
        InvalidInput: names the field.
    """
    if price.channel not in PRICED:
        raise InvalidInput(f"One of {', '.join(PRICED)} is needed.", field="channel")
    for name in (
        "wage_per_minute",
        "minutes_each",
        "staff_per_month",
        "systems_per_month",
        "tools_per_month",
        "fee_each",
    ):
        if not 0 <= getattr(price, name) <= _MOST:
            raise InvalidInput("An amount of at least 0 is needed.", field=name)
    if len(price.note) > 500:
        raise InvalidInput("A note has up to 500 characters.", field="note")


@dataclass(frozen=True)
class DayOfContacts:
    """The contacts of one channel on one day (UTC).

    `minutes` is the time on record; `untimed` are those without; `stated` is the cost of those whose cost
    is known as a whole: they are in `contacts`, and in neither of the others.
    """

    day: date
    contacts: int
    minutes: float = 0.0
    untimed: int = 0
    stated: float = 0.0
    stated_contacts: int = 0


@dataclass(frozen=True)
class ChannelTotal:
    """What a channel's contacts cost: staff + systems + tools + fees (costs known as a whole are fees)."""

    contacts: int
    minutes: float
    staff: float
    systems: float
    tools: float
    fees: float

    @property
    def total(self) -> float:
        """All of it."""
        return self.staff + self.systems + self.tools + self.fees

    @property
    def each(self) -> float | None:
        """Cost per contact; None without one."""
        return self.total / self.contacts if self.contacts else None


class PriceList:
    """All prices that were set; of several for the same day the one set last holds."""

    def __init__(self, prices: Iterable[ChannelPrice]) -> None:
        by_channel: dict[str, dict[date, ChannelPrice]] = {}
        for price in prices:
            by_channel.setdefault(price.channel, {})[price.since] = price
        self._by_channel: Mapping[str, Sequence[ChannelPrice]] = {
            channel: sorted(own.values(), key=lambda price: price.since)
            for channel, own in by_channel.items()
        }

    def of(self, channel: str) -> Sequence[ChannelPrice]:
        """A channel's prices in the order of their days."""
        return self._by_channel.get(channel, ())

    def at(self, channel: str, day: date) -> ChannelPrice | None:
        """The prices that hold on a day; None before the first, and for a channel without."""
        found = None
        for price in self._by_channel.get(channel, ()):
            if price.since > day:
                break
            found = price
        return found

    def total(
        self, channel: str, start: datetime, end: datetime, days: Iterable[DayOfContacts], each: float
    ) -> ChannelTotal:
        """What the channel cost from `start` to `end`.

        What is paid by the month counts by the time: a whole month gives the month's price.

        Args:
            channel: the channel.
            start: the first moment, aware; days are those of UTC.
            end: the first moment after it.
            days: its contacts.
            each: what a contact costs on days without prices.
        """
        minutes = staff = fees = systems = tools = 0.0
        contacts = 0
        for one in days:
            contacts += one.contacts
            minutes += one.minutes
            fees += one.stated
            priced = one.contacts - one.stated_contacts
            price = self.at(channel, one.day)
            if price is None:
                fees += priced * each
                continue
            staff += (one.minutes + one.untimed * price.minutes_each) * price.wage_per_minute
            fees += priced * price.fee_each
        for day, part in _days(start, end):
            price = self.at(channel, day)
            if price is not None:
                share = part / monthrange(day.year, day.month)[1]
                staff += price.staff_per_month * share
                systems += price.systems_per_month * share
                tools += price.tools_per_month * share
        return ChannelTotal(contacts, minutes, staff, systems, tools, fees)

    def has(self, channel: str, end: datetime) -> bool:
        """Whether prices of this channel hold before a moment."""
        return any(price.since < end.astimezone(UTC).date() for price in self.of(channel))


def _days(start: datetime, end: datetime) -> Iterator[tuple[date, float]]:
    """The days (UTC) of a period, each with the part of it that lies in the period."""
    start, end = start.astimezone(UTC), end.astimezone(UTC)
    day = start.replace(hour=0, minute=0, second=0, microsecond=0)
    while day < end:
        following = day + timedelta(days=1)
        yield day.date(), (min(end, following) - max(start, day)) / timedelta(days=1)
        day = following
