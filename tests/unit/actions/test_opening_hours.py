"""What is said about the shop's places."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from actions.opening_hours import store_named, store_text
from bot.backoffice.customers import Address
from bot.backoffice.stores import Hours, SpecialDay, Store

WEEKDAY, SUNDAY = Hours(time(10), time(19)), Hours(time(11), time(17))
PORTLAND = Store(
    id="portland",
    name="Showroom Portland",
    address=Address("412 Alder Row", "Portland", "97209", "US", region="OR"),
    phone="+1 503 555 0100",
    zone="America/Los_Angeles",
    week=(*(WEEKDAY,) * 6, SUNDAY),
    special=(SpecialDay(date(2026, 3, 6), "Founders' Day", None),),
    directions="Streetcar stop Alder Row.",
)
SALEM = replace(
    PORTLAND, id="salem", name="Outlet", address=Address("1 High St", "Salem", "97301", "US", region="OR")
)
BOSTON = replace(
    PORTLAND, id="boston", name="Shop", address=Address("9 Elm St", "Boston", "02115", "US", region="MA")
)
MONDAY_NOON = datetime(2026, 3, 2, 20, 0, tzinfo=UTC)


def said(*days: date, now: datetime = MONDAY_NOON, only: bool = True) -> str:
    return store_text(PORTLAND, "412 Alder Row, Portland", days, now, only=only)


def test_without_a_day_the_week_is_told_with_what_is_different_soon() -> None:
    text = said()
    assert text.startswith("It's open right now, until 7 p.m.\n- Monday to Saturday: 10 a.m. to 7 p.m.")
    assert "- Sunday: 11 a.m. to 5 p.m.\n- Founders' Day, March 6: closed" in text
    assert "412 Alder Row, Portland. It's our only store." in text
    assert "Streetcar stop Alder Row. Phone: +1 503 555 0100." in text


def test_the_day_asked_for_comes_alone() -> None:
    text = said(date(2026, 3, 8))
    assert text.startswith("On Sunday, March 8 we're open **11 a.m. to 5 p.m.**\n\n")
    assert "Monday" not in text


def test_a_day_with_a_name_is_called_by_it() -> None:
    assert said(date(2026, 3, 6)).startswith("On Friday, March 6 (Founders' Day) we're **closed**.")


def test_today_says_whether_it_is_open_this_minute_by_the_stores_own_clock() -> None:
    before = datetime(2026, 3, 2, 17, 59, tzinfo=UTC)
    assert "It's closed right now. It opens today at 10 a.m." in said(date(2026, 3, 2), now=before)
    at_night = datetime(2026, 3, 3, 5, 0, tzinfo=UTC)
    text = said(date(2026, 3, 2), now=at_night)
    assert text.startswith("Today we're open")
    assert "It opens tomorrow at 10 a.m." in text


def test_the_next_opening_jumps_over_a_closed_day() -> None:
    thursday_night = datetime(2026, 3, 6, 4, 0, tzinfo=UTC)
    assert "It opens on Saturday, March 7 at 10 a.m." in said(now=thursday_night)


@pytest.mark.parametrize(
    ("text", "store"),
    [
        ("the one in portland", "portland"),
        ("Boston", "boston"),
        ("any shop in MA?", "boston"),
        ("the outlet", "salem"),
        ("near 97215", "portland"),
        ("i live in 02139", "boston"),
        ("97355", "salem"),
        ("somewhere in OR", None),
        ("seattle", None),
        ("97000", None),
        ("", None),
    ],
)
def test_a_store_is_named_by_city_region_name_or_is_the_nearest_by_postal_code(
    text: str, store: str | None
) -> None:
    assert store_named(text, (PORTLAND, SALEM, BOSTON)) == store
