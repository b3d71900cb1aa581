"""The shop's systems, and mail."""

from functools import cached_property

from bot.backoffice.outbox import Outbox
from bot.backoffice.port import Backoffice
from bot.backoffice.remote.shop import RemoteShop
from bot.backoffice.sample.shop import SampleShop
from bot.backoffice.sending import MailServer, Sender
from bot.backoffice.verification import Verification
from bot.backoffice.woocommerce.shop import WooShop
from bot.wiring.kept import DATA, Kept


class Shop(Kept):
    """The shop's systems, and mail to its customers."""

    @cached_property
    def shop(self) -> Backoffice:
        """The shop's systems."""
        settings = self.settings
        key, secret = settings.shop_key.get_secret_value(), settings.shop_secret.get_secret_value()
        if settings.shop_system == "http":
            return RemoteShop(settings.shop_url, key)
        if settings.shop_system == "woocommerce":
            return WooShop(self.db, settings.shop_url, key, secret, limit=settings.shop_amount_limit)
        assert self.sample_shop is not None  # noqa: S101 - it is the third of three
        return self.sample_shop

    @cached_property
    def sample_shop(self) -> SampleShop | None:
        """The embedded sample shop, where it is the shop."""
        settings = self.settings
        if settings.shop_system != "sample":
            return None
        return SampleShop(
            self.db,
            DATA,
            public_url=settings.resolved_public_url,
            shop_name=settings.shop_name,
            limit=settings.shop_amount_limit,
        )

    @cached_property
    def verification(self) -> Verification:
        """One-time codes."""
        return Verification(self.db, self.shop, self.outbox, self.keys)

    @cached_property
    def outbox(self) -> Outbox:
        """Mail that goes out."""
        return Outbox(self.db)

    @cached_property
    def sender(self) -> Sender | None:
        """What sends the outbox; None without a mail server."""
        url = self.settings.smtp_url.get_secret_value()
        return Sender(self.db, MailServer(url, self.settings.mail_from)) if url else None
