"""What only the embedded sample shop does: its past, its mailbox, its links."""

import re
import time
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

from sqlalchemy import func, select

from bot.backoffice import tables
from bot.backoffice.sample_shop import SampleShop


def test_seeding_twice_changes_nothing(sample_shop, db, now):
    assert sample_shop.seed(now + timedelta(days=3)) is False
    with db.read() as connection:
        assert connection.execute(select(func.count()).select_from(tables.customers)).scalar_one() == 200
        assert connection.execute(select(func.count()).select_from(tables.orders)).scalar_one() == 600


def test_seeding_takes_less_than_two_seconds(db, now):
    shop = SampleShop(db, Path(__file__).parents[3] / "data")
    began = time.perf_counter()
    assert shop.seed(now) is True
    assert time.perf_counter() - began < 2


def test_a_password_link_works_once_and_for_an_hour(sample_shop, now):
    def link():
        sample_shop.send_password_link("ada.moreno@example.com", now)
        return re.search(r"reset=(\S+)", sample_shop.mailbox("ada.moreno@example.com")[0].text)[1]

    token = link()
    assert sample_shop.use_password_link(token, now + timedelta(minutes=59)).name == "Ada Moreno"
    assert sample_shop.use_password_link(token, now + timedelta(minutes=59)) is None
    assert sample_shop.use_password_link(link(), now + timedelta(hours=1)) is None
    assert sample_shop.use_password_link("guessed", now) is None


def test_a_link_is_not_kept_in_the_clear_outside_the_mailbox(sample_shop, db, now):
    sample_shop.send_password_link("ada.moreno@example.com", now)
    token = re.search(r"reset=(\S+)", sample_shop.mailbox()[0].text)[1]
    with db.read() as connection:
        assert token not in str(connection.execute(select(tables.password_links)).all())


def test_the_mailbox_shows_the_newest_first_and_one_address_at_a_time(sample_shop, now):
    for to in ("a@example.com", "b@example.com", "A@example.com"):
        sample_shop.send_mail(to, f"for {to}", "text", now)
    assert [mail.subject for mail in sample_shop.mailbox("a@example.com")] == [
        "for A@example.com",
        "for a@example.com",
    ]
    assert [mail.to for mail in sample_shop.mailbox(limit=2)] == ["a@example.com", "b@example.com"]


def test_two_processes_that_seed_at_once_make_one_shop(db, now):
    shops = [SampleShop(db, Path(__file__).parents[3] / "data") for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(lambda shop: shop.seed(now), shops)) == [False, False, True]
