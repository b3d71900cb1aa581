"""The cost model, worked by hand."""

from datetime import UTC, date, datetime

import pytest

from bot.ledger.prices.model import ChannelPrice, DayOfContacts, PriceList

JAN, FEB = date(2026, 1, 1), date(2026, 2, 1)


def on(month: int, day: int, hour: int = 0) -> datetime:
    """The beginning of a day of 2026, or of one of its hours."""
    return datetime(2026, month, day, hour, tzinfo=UTC)


def test_a_whole_month_costs_the_months_price_and_a_part_its_share_of_days():
    prices = PriceList([ChannelPrice("phone", JAN, systems_per_month=310, tools_per_month=62)])
    january = prices.total("phone", on(1, 1), on(2, 1), [], 0)
    assert (january.systems, january.tools, january.each) == (pytest.approx(310), pytest.approx(62), None)
    assert prices.total("phone", on(1, 1), on(1, 11), [], 0).systems == pytest.approx(100)
    # Half a day of January is half of a thirty-first.
    assert prices.total("phone", on(1, 1), on(1, 1, 12), [], 0).systems == pytest.approx(5)
    # February has fewer days: a day is a larger share.
    assert prices.total("phone", on(2, 1), on(2, 15), [], 0).systems == pytest.approx(155)


def test_staff_time_is_paid_by_the_wage_of_its_day():
    prices = PriceList(
        [ChannelPrice("phone", JAN, wage_per_minute=0.5), ChannelPrice("phone", FEB, wage_per_minute=0.8)]
    )
    days = [DayOfContacts(date(2026, 1, 31), 2, minutes=10), DayOfContacts(FEB, 1, minutes=5)]
    assert prices.total("phone", on(1, 1), on(3, 1), days, 0).staff == pytest.approx(10 * 0.5 + 5 * 0.8)


def test_contacts_without_a_time_take_the_usual_minutes_and_stated_costs_stand_as_they_are():
    prices = PriceList([ChannelPrice("email", JAN, wage_per_minute=0.5, minutes_each=6, fee_each=0.1)])
    day = DayOfContacts(JAN, contacts=4, minutes=4, untimed=2, stated=7.5, stated_contacts=1)
    total = prices.total("email", on(1, 1), on(2, 1), [day], 0)
    assert total.staff == pytest.approx((4 + 2 * 6) * 0.5)
    assert total.fees == pytest.approx(3 * 0.1 + 7.5)
    assert total.each == pytest.approx((8 + 7.8) / 4)


def test_before_the_first_prices_the_stated_cost_of_a_contact_is_taken():
    prices = PriceList([ChannelPrice("chat", FEB, wage_per_minute=1)])
    days = [DayOfContacts(JAN, 3, minutes=30), DayOfContacts(FEB, 1, minutes=4)]
    assert prices.total("chat", on(1, 1), on(3, 1), days, 10).total == pytest.approx(3 * 10 + 4)
    assert not prices.has("chat", on(2, 1))
    assert prices.has("chat", on(3, 1))


def test_of_several_prices_for_one_day_the_last_set_holds():
    prices = PriceList([ChannelPrice("chat", JAN, fee_each=1), ChannelPrice("chat", JAN, fee_each=2)])
    found = prices.at("chat", FEB)
    assert found is not None
    assert found.fee_each == 2
    assert prices.at("phone", FEB) is None
