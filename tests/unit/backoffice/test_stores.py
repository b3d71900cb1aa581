"""Opening hours on a day, and the store file against what the articles say."""

from datetime import UTC, date, datetime, time
from pathlib import Path

import pytest

from bot.backoffice.customers import Address
from bot.backoffice.sample.places import load_stores
from bot.backoffice.stores import Hours, SpecialDay, Store, hours_on, is_open, opens_next
from bot.errors import InvalidInput

DATA = Path(__file__).parents[3] / "data"
NINE_TO_FIVE = Hours(time(9), time(17))
STORE = Store(
    id="a",
    name="A store",
    address=Address("1 A Street", "Berlin", "10115", "DE"),
    phone="",
    zone="Europe/Berlin",
    week=(NINE_TO_FIVE,) * 5 + (None, None),
    special=(SpecialDay(date(2026, 3, 3), "stocktaking", None),),
)


@pytest.mark.parametrize(
    ("moment", "opened"),
    [
        (datetime(2026, 3, 2, 7, 59, tzinfo=UTC), False),
        (datetime(2026, 3, 2, 8, 0, tzinfo=UTC), True),
        (datetime(2026, 3, 2, 15, 59, tzinfo=UTC), True),
        (datetime(2026, 3, 2, 16, 0, tzinfo=UTC), False),
        (datetime(2026, 3, 3, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 3, 7, 10, 0, tzinfo=UTC), False),
        (datetime(2026, 7, 6, 7, 0, tzinfo=UTC), True),
    ],
)
def test_a_store_is_open_by_its_own_clock(moment, opened):
    assert is_open(STORE, moment) is opened


def test_the_next_opening_leaves_out_closed_days():
    monday_evening = datetime(2026, 3, 2, 17, 0, tzinfo=UTC)
    assert opens_next(STORE, monday_evening).isoformat() == "2026-03-04T09:00:00+01:00"
    friday_night = datetime(2026, 3, 6, 23, 0, tzinfo=UTC)
    assert opens_next(STORE, friday_night).isoformat() == "2026-03-09T09:00:00+01:00"


def test_a_store_that_never_opens_has_no_next_opening():
    closed = Store("b", "B", STORE.address, "", "Europe/Berlin", (None,) * 7)
    assert opens_next(closed, datetime(2026, 3, 2, tzinfo=UTC)) is None


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 19), "Martin Luther King Jr. Day"),
        (date(2026, 5, 25), "Memorial Day"),
        (date(2027, 5, 31), "Memorial Day"),
        (date(2026, 9, 7), "Labor Day"),
        (date(2026, 11, 26), "Thanksgiving"),
        (date(2027, 11, 25), "Thanksgiving"),
    ],
)
def test_holidays_that_move_are_found(day, name):
    (store,) = load_stores(DATA / "shop" / "stores.yml", 2026)
    assert {one.day: one.name for one in store.special}[day] == name


def test_the_store_opens_as_the_article_says():
    (store,) = load_stores(DATA / "shop" / "stores.yml", 2026)
    article = (DATA / "articles" / "opening-hours.md").read_text(encoding="utf-8")
    row = next(line for line in article.splitlines() if line.startswith("| Showroom"))
    said = [cell.strip() for cell in row.strip("|").split("|")[1:]]
    assert said == ["10 a.m. to 7 p.m.", "10 a.m. to 7 p.m.", "11 a.m. to 5 p.m."]
    for day, words in ((date(2026, 3, 2), said[0]), (date(2026, 3, 7), said[1]), (date(2026, 3, 8), said[2])):
        hours = hours_on(store, day)
        assert f"{hours.opens.hour} a.m. to {hours.closes.hour - 12} p.m." == words
    assert store.address.line1 in (DATA / "articles" / "showroom-portland.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "content", ["- id: a", "[", "- {id: a, name: b, address: {line1: c}, zone: UTC, week: {}}"]
)
def test_a_broken_file_is_refused_by_name(tmp_path, content):
    path = tmp_path / "stores.yml"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(InvalidInput, match=r"stores\.yml"):
        load_stores(path, 2026)
