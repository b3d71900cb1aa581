"""The settings choose the shop and the mail server, and `firstline doctor` looks at both."""

import pytest

from bot.backoffice.facts import destination_names
from bot.bootstrap import Firstline
from bot.operate import doctor
from bot.settings import load_settings
from tests.contract.backoffice.shop_server import SECRET
from tests.contract.backoffice.woo_server import KEY
from tests.contract.backoffice.woo_server import SECRET as WOO_SECRET


@pytest.fixture
def installed(tmp_path):
    """Makes an installation with these settings."""
    made = []

    def install(**settings):
        firstline = Firstline(load_settings(data_dir=tmp_path / "var", **settings))
        made.append(firstline)
        return firstline

    yield install
    for firstline in made:
        firstline.close()


def _shop(firstline):
    return doctor._look(firstline, "Shop", "Check it.", doctor._shop)


def _mail(firstline):
    return doctor._look(firstline, "Mail", "Check it.", doctor._mail)


def test_the_sample_shop_is_the_shop_when_nothing_is_said(installed):
    firstline = installed()
    firstline.prepare_shop()
    assert firstline.shop.order("10045").number == "10045"
    assert _shop(firstline).detail == "sample, delivers to 14 countries"
    assert _mail(firstline).detail == "no mail server: mail stays in the outbox"


def test_a_shop_behind_the_contract_is_asked(installed, shop_server):
    firstline = installed(shop_system="http", shop_url=shop_server.url, shop_key=SECRET)
    firstline.prepare_shop()
    assert firstline.shop.order("10045").number == "10045"
    assert _shop(firstline).detail == "http, delivers to 14 countries"


def test_a_shop_on_woocommerce_is_asked(installed, woo_server):
    firstline = installed(
        shop_system="woocommerce",
        shop_url=woo_server.url,
        shop_key=KEY,
        shop_secret=WOO_SECRET,
        shop_amount_limit=100,
    )
    assert firstline.shop.order("10045").number == "10045"
    assert firstline.shop.order_options("10591", firstline.now()).cancel.code == "amount_above_limit"
    assert _shop(firstline).ok


def test_the_doctor_says_that_a_shop_or_a_mail_server_is_not_there(installed):
    firstline = installed(
        shop_system="http",
        shop_url="http://127.0.0.1:9",
        shop_key=SECRET,
        smtp_url="smtp://127.0.0.1:9",
        mail_from="help@larkwood.example",
    )
    for finding in (_shop(firstline), _mail(firstline)):
        assert finding.ok is False
        assert finding.remedy == "Check it."
        assert SECRET not in finding.detail


def test_a_shop_that_is_down_does_not_keep_the_product_from_starting(installed):
    firstline = installed(shop_system="http", shop_url="http://127.0.0.1:9", shop_key=SECRET)
    firstline.prepare_shop()
    assert destination_names(firstline.shop) == []
    assert firstline.sample_shop is None


def test_the_keys_of_another_shop_are_said_by_the_doctor(installed, shop_server):
    firstline = installed(shop_system="http", shop_url=shop_server.url, shop_key="guessed")
    assert "refuses the key" in _shop(firstline).detail
