"""What only the embedded sample shop does: its past, its mailbox, its links."""

import re
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import func, select

from bot.backoffice import tables
from bot.backoffice.sample.shop import SampleShop
from bot.errors import Refused


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


def test_a_password_link_works_once_and_for_an_hour(sample_shop, outbox, now):
    def link():
        sample_shop.send_password_link("ada.moreno@example.com", now, key=uuid.uuid4().hex)
        return re.search(r"reset=(\S+)", outbox.mails("ada.moreno@example.com")[0].text)[1]

    token = link()
    assert sample_shop.use_password_link(token, now + timedelta(minutes=59)).name == "Ada Moreno"
    assert sample_shop.use_password_link(token, now + timedelta(minutes=59)) is None
    assert sample_shop.use_password_link(link(), now + timedelta(hours=1)) is None
    assert sample_shop.use_password_link("guessed", now) is None


def test_a_link_is_not_kept_in_the_clear_outside_the_mailbox(sample_shop, outbox, db, now):
    sample_shop.send_password_link("ada.moreno@example.com", now, key="once")
    token = re.search(r"reset=(\S+)", outbox.mails()[0].text)[1]
    with db.read() as connection:
        assert token not in str(connection.execute(select(tables.password_links)).all())


def test_the_mailbox_shows_the_newest_first_and_one_address_at_a_time(outbox, now):
    for to in ("a@example.com", "b@example.com", "A@example.com"):
        outbox.send_mail(to, f"for {to}", "text", now)
    assert [mail.subject for mail in outbox.mails("a@example.com")] == [
        "for A@example.com",
        "for a@example.com",
    ]
    assert [mail.to for mail in outbox.mails(limit=2)] == ["a@example.com", "b@example.com"]


def test_an_account_is_erased_when_its_two_weeks_are_over(sample_shop, outbox, db, now):
    elin = sample_shop.customer_by_email("elin.sorensen@example.com")
    sample_shop.close_account(elin.id, now, key="close")
    assert sample_shop.erase_closed(now + timedelta(days=13, hours=23)) == 0
    assert sample_shop.erase_closed(now + timedelta(days=14)) == 1
    assert sample_shop.erase_closed(now + timedelta(days=14)) == 0
    assert sample_shop.customer(elin.id) is None
    assert sample_shop.customer_by_email(elin.email) is None
    with db.read() as connection:
        kept = "".join(
            str(connection.execute(select(table)).all())
            for table in (tables.customers, tables.orders, tables.newsletter, tables.outbox)
        )
    for trace in ("Elin", "elin.sorensen", elin.address.line1):
        assert trace not in kept
    assert sample_shop.order("10150").total == 210
    with pytest.raises(Refused) as refused:
        sample_shop.keep_account(elin.id, now + timedelta(days=15), key="keep")
    assert refused.value.code == "too_late"


def test_a_plus_members_label_is_free(sample_shop, now):
    member = next(
        order
        for order in (sample_shop.order(str(number)) for number in range(10_400, 10_600))
        if order.status == "delivered"
        and order.ship_to.country == "US"
        and sample_shop.membership(order.customer_id)
        and sample_shop.return_options(order.number, now).refusal is None
    )
    assert sample_shop.return_options(member.number, now).label_cost == 0


def test_two_processes_that_seed_at_once_make_one_shop(db, now):
    shops = [SampleShop(db, Path(__file__).parents[3] / "data") for _ in range(3)]
    with ThreadPoolExecutor(3) as pool:
        assert sorted(pool.map(lambda shop: shop.seed(now), shops)) == [False, False, True]
