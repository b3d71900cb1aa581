"""Settings of the shop's system and of mail: wrong ones stop the start with their key's name."""

import pytest

from bot.errors import SettingsError
from bot.settings import load_settings

HTTP = {"shop_system": "http", "shop_url": "https://shop.example/api", "shop_key": "secret"}
WOO = {**HTTP, "shop_system": "woocommerce", "shop_secret": "other"}
SMTP = {"smtp_url": "smtp://mail.example", "mail_from": "Larkwood <help@larkwood.example>"}


def test_without_anything_said_the_sample_shop_is_the_shop_and_mail_stays():
    settings = load_settings()
    assert (settings.shop_system, settings.smtp_url.get_secret_value()) == ("sample", "")


@pytest.mark.parametrize("given", [HTTP, WOO, {**HTTP, "shop_url": "http://127.0.0.1:8300/"}, SMTP])
def test_whole_settings_are_taken(given):
    settings = load_settings(**given)
    assert not settings.shop_url.endswith("/")


@pytest.mark.parametrize(
    ("given", "key"),
    [
        ({"shop_system": "shopify"}, "FIRSTLINE_SHOP_SYSTEM"),
        ({**HTTP, "shop_url": ""}, "FIRSTLINE_SHOP_URL"),
        ({**HTTP, "shop_url": "http://shop.example"}, "FIRSTLINE_SHOP_URL"),
        ({**HTTP, "shop_url": "https://user:pass@shop.example"}, "FIRSTLINE_SHOP_URL"),
        ({**HTTP, "shop_url": "https://shop.example/?a=b"}, "FIRSTLINE_SHOP_URL"),
        ({**HTTP, "shop_key": ""}, "FIRSTLINE_SHOP_KEY"),
        ({**WOO, "shop_secret": ""}, "FIRSTLINE_SHOP_SECRET"),
        ({"shop_amount_limit": 0}, "FIRSTLINE_SHOP_AMOUNT_LIMIT"),
        ({**SMTP, "smtp_url": "http://mail.example"}, "FIRSTLINE_SMTP_URL"),
        ({**SMTP, "smtp_url": "smtp://"}, "FIRSTLINE_SMTP_URL"),
        ({**SMTP, "smtp_url": "smtp://mail.example:port"}, "FIRSTLINE_SMTP_URL"),
        ({**SMTP, "smtp_url": "smtp://mail.example:0"}, "FIRSTLINE_SMTP_URL"),
        ({**SMTP, "mail_from": ""}, "FIRSTLINE_MAIL_FROM"),
        ({**SMTP, "mail_from": "Larkwood"}, "FIRSTLINE_MAIL_FROM"),
        ({**SMTP, "mail_from": "a@b.example\nBcc: c@d.example"}, "FIRSTLINE_MAIL_FROM"),
    ],
)
def test_what_cannot_be_used_is_named(given, key):
    with pytest.raises(SettingsError, match=f"^{key}: "):
        load_settings(**given)


def test_secrets_are_not_shown():
    shown = repr(load_settings(**WOO, **{**SMTP, "smtp_url": "smtp://ada:hush@mail.example"}))
    for secret in ("secret'", "'other'", "hush"):
        assert secret not in shown


def test_mail_with_codes_is_only_shown_where_it_cannot_leave():
    assert load_settings().shows_mailbox is True
    assert load_settings(**SMTP).shows_mailbox is False
    assert load_settings(**SMTP, sample_mailbox=True).shows_mailbox is True
