"""All configuration, typed, read once; a wrong value fails at start with the key's name."""

import os
import secrets
import tempfile
from contextlib import suppress
from decimal import Decimal
from email.utils import parseaddr
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, available_timezones

from pydantic import Field, SecretStr, ValidationError, ValidationInfo, field_validator
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.attachments.rules import KNOWN_TYPES
from bot.errors import SettingsError

_LOOPBACK = ("127.0.0.1", "localhost", "::1")
PROJECT_ROOT = Path(__file__).resolve().parent.parent


class Settings(BaseSettings):
    """What an operator may set, each as an environment variable `FIRSTLINE_<NAME>`."""

    model_config = SettingsConfigDict(env_prefix="FIRSTLINE_", frozen=True, extra="ignore")

    data_dir: Path = PROJECT_ROOT / "var"
    cache_dir: Path | None = Field(None, description="what can be computed again; default <data_dir>/cache")
    host: str = "127.0.0.1"
    port: int = Field(8000, ge=1, le=65535)
    private_port: int = Field(8001, ge=1, le=65535, description="what Rasa calls; loopback only")
    rasa_port: int = Field(8002, ge=1, le=65535, description="Rasa's own port; loopback only")
    rasa_unpatched: bool = Field(False, description="run Rasa as `rasa run` does; for the benchmark")
    public_url: str = ""
    database_url: str = ""
    redis_url: str = ""
    shop_name: str = "Larkwood"
    sample_mailbox: bool | None = Field(
        None,
        description="show mail that has not left at /mailbox; default: on loopback without a mail server",
    )
    shop_system: Literal["sample", "http", "woocommerce"] = "sample"
    shop_url: str = Field("", validate_default=True, description="where the shop's system answers")
    shop_key: SecretStr = Field(
        SecretStr(""), validate_default=True, description="the shop's secret, or WooCommerce's consumer key"
    )
    shop_secret: SecretStr = Field(
        SecretStr(""), validate_default=True, description="WooCommerce's consumer secret"
    )
    shop_amount_limit: Decimal = Field(
        Decimal(2000), gt=0, description="orders above this are cancelled and changed by a person"
    )
    smtp_url: SecretStr = Field(
        SecretStr(""), description="the mail server; without one mail stays in the outbox"
    )
    mail_from: str = Field("", validate_default=True, description="whom mail comes from")
    webhook_private_hosts: str = Field(
        "", description="hosts with a private address that webhooks may call, separated by commas"
    )
    time_zone: str = Field(
        "UTC", description="the company's; weeks and days of summaries and reports are its"
    )
    oidc_issuer: str = Field("", description="the company's OpenID Connect, its issuer address")
    oidc_client_id: str = Field("", validate_default=True, description="how the company's sign-in knows us")
    oidc_client_secret: SecretStr = Field(
        SecretStr(""), validate_default=True, description="the secret that goes with it"
    )
    mail_listen: str = Field(
        "", description="where a mail server hands over answers: smtp://host:port or lmtp://host:port"
    )
    imap_url: SecretStr = Field(SecretStr(""), description="the mailbox that answers arrive in")
    imap_every_seconds: float = Field(60, gt=0, description="how often that mailbox is looked into")
    unseen_mail_minutes: float = Field(
        5, ge=0, description="how long an agent's line stays unseen in the chat until it is mailed; 0: never"
    )
    desk: Literal["built-in", "chatwoot"] = Field("built-in", description="who answers visitors")
    chatwoot_url: str = Field("", validate_default=True, description="where Chatwoot runs")
    chatwoot_account: int = Field(1, ge=1, description="the number of the account there")
    chatwoot_inbox: int = Field(1, ge=1, description="the number of the inbox there, of the type API")
    chatwoot_token: SecretStr = Field(
        SecretStr(""), validate_default=True, description="the access token of a user there"
    )
    chatwoot_webhook_secret: SecretStr = Field(
        SecretStr(""), validate_default=True, description="with which it signs what it tells us"
    )
    notice: str = Field("", description="shown before the bot answers, in an incident for instance")

    token_hours: float = Field(24 * 30, gt=0, description="how long a visitor's token lives")
    session_hours: float = Field(12, gt=0, description="how long a staff session lives unused")
    episode_silence_hours: float = Field(24, gt=0)
    phone_region: str = Field(
        "US", pattern="^[A-Z]{2}$", description="the country of phone numbers that are written without one"
    )
    case_gap_days: float = Field(7, gt=0)
    come_back_days: float = Field(7, gt=0)
    conversion_hours: float = Field(
        24, gt=0, description="an order within this after a chat counts as its own"
    )
    turn_timeout_seconds: float = Field(8, gt=0, description="how long the bot may think about one message")
    answer_risk: float = Field(0.05, gt=0, lt=1, description="bound on wrong answers among those shown")
    out_of_scope: float = Field(
        0.3, ge=0, lt=1, description="share of questions without an answer that the bound is meant for"
    )
    message_max_length: int = Field(4000, ge=1)
    messages_per_minute: int = Field(60, ge=1, description="per conversation")
    conversations_per_minute: int = Field(600, ge=1, description="per address")
    file_max_megabytes: float = Field(10, gt=0, le=100, description="of one file in a conversation")
    file_types: str = Field(
        "image/png,image/jpeg,image/gif,image/webp,application/pdf,text/plain",
        description="media types that may be sent in a conversation; empty for none",
    )
    files_per_conversation: int = Field(50, ge=0)
    agent_away_minutes: float = Field(2, gt=0, description="without a sign of life an agent counts as away")
    agent_idle_minutes: float = Field(15, gt=0, description="without doing anything an agent counts as away")
    ring_seconds: float = Field(30, gt=0, description="how long a visitor rings at one agent (push)")
    queue_timeout_minutes: float = Field(10, gt=0)

    cost_human_contact: float = Field(10.0, ge=0, description="dollars a live chat costs")
    cost_self_service_contact: float = Field(0.05, ge=0)
    cost_message: float = Field(1.0, ge=0, description="an e-mail, or a left message and its answer")
    cost_waiting_minute: float = Field(0.1, ge=0, description="a minute in the queue")
    cost_disappointed_low: float = Field(1.0, ge=0, description="when self-service fails a visitor, by value")
    cost_disappointed_medium: float = Field(5.0, ge=0)
    cost_disappointed_high: float = Field(40.0, ge=0)
    holdout_share: float = Field(0, ge=0, le=0.5, description="share of visitors who get a person first")
    share_would_contact: float = Field(
        0.7, ge=0, le=1, description="share who would otherwise have contacted"
    )
    agent_wage_per_minute: float = Field(0.6, ge=0)
    value_of_happy_chat: float = Field(
        5.0, ge=0, description="what a chat rated 4 or 5 is worth, as you set it"
    )

    @field_validator("cost_disappointed_medium", "cost_disappointed_high")
    @classmethod
    def _more_value_costs_more(cls, cost: float, info: ValidationInfo) -> float:
        # Else a contact that is worth more could reach a person less easily.
        below = {"cost_disappointed_medium": "low", "cost_disappointed_high": "medium"}[str(info.field_name)]
        if cost < info.data.get(f"cost_disappointed_{below}", 0.0):
            raise ValueError(f"must be at least FIRSTLINE_COST_DISAPPOINTED_{below.upper()}")
        return cost

    @field_validator("file_types")
    @classmethod
    def _known_types(cls, types: str) -> str:
        unknown = _listed(types) - KNOWN_TYPES
        if unknown:
            raise ValueError(f"knows {', '.join(sorted(KNOWN_TYPES))}; not {', '.join(sorted(unknown))}")
        return types

    @field_validator("data_dir", "cache_dir")
    @classmethod
    def _absolute(cls, path: Path | None) -> Path | None:
        # The processes that share these folders are started in different places.
        return path.resolve() if path else None

    @field_validator("shop_url")
    @classmethod
    def _reachable(cls, url: str, info: ValidationInfo) -> str:
        if info.data.get("shop_system", "sample") == "sample":
            return url
        return _https(url.rstrip("/"))

    @field_validator("shop_key", "shop_secret")
    @classmethod
    def _given(cls, secret: SecretStr, info: ValidationInfo) -> SecretStr:
        needed = {"http": {"shop_key"}, "woocommerce": {"shop_key", "shop_secret"}}
        if not secret.get_secret_value() and info.field_name in needed.get(
            info.data.get("shop_system", ""), ()
        ):
            raise ValueError("has to be given for this shop system")
        return secret

    @field_validator("chatwoot_url")
    @classmethod
    def _other_desk(cls, url: str, info: ValidationInfo) -> str:
        return _https(url.rstrip("/")) if info.data.get("desk") == "chatwoot" else url

    @field_validator("chatwoot_token", "chatwoot_webhook_secret")
    @classmethod
    def _known_to_the_desk(cls, given: SecretStr, info: ValidationInfo) -> SecretStr:
        if info.data.get("desk") == "chatwoot" and not given.get_secret_value():
            raise ValueError("has to be given for this desk")
        return given

    @field_validator("oidc_issuer")
    @classmethod
    def _issuer(cls, url: str) -> str:
        return _https(url.rstrip("/")) if url else url

    @field_validator("oidc_client_id", "oidc_client_secret")
    @classmethod
    def _known_to_the_issuer(cls, given: str | SecretStr, info: ValidationInfo) -> str | SecretStr:
        text = given if isinstance(given, str) else given.get_secret_value()
        if info.data.get("oidc_issuer") and not text:
            raise ValueError("has to be given with FIRSTLINE_OIDC_ISSUER")
        return given

    @field_validator("smtp_url")
    @classmethod
    def _mail_server(cls, url: SecretStr) -> SecretStr:
        parts = urlsplit(url.get_secret_value())
        if url.get_secret_value() and (parts.scheme not in ("smtp", "smtps") or not parts.hostname):
            raise ValueError("has to be smtp://[user:password@]host[:port] or smtps://...")
        if parts.port == 0:  # Reading a port that is none raises ValueError, too.
            raise ValueError("has no usable port")
        return url

    @field_validator("mail_listen")
    @classmethod
    def _door(cls, url: str) -> str:
        parts = urlsplit(url)
        if url and (parts.scheme not in ("smtp", "lmtp") or not parts.hostname or not parts.port):
            raise ValueError("has to be smtp://host:port or lmtp://host:port")
        return url

    @field_validator("imap_url")
    @classmethod
    def _mailbox(cls, url: SecretStr) -> SecretStr:
        parts = urlsplit(url.get_secret_value())
        if url.get_secret_value() and (
            parts.scheme not in ("imap", "imaps") or not parts.hostname or not parts.username
        ):
            raise ValueError("has to be imaps://user:password@host[:port][/folder]")
        if parts.scheme == "imap" and parts.hostname not in _LOOPBACK:
            raise ValueError("has to begin with imaps:// (imap:// on this machine only)")
        return url

    @field_validator("mail_from")
    @classmethod
    def _sender(cls, sender: str, info: ValidationInfo) -> str:
        smtp = info.data.get("smtp_url")
        _, address = parseaddr(sender)
        if smtp and smtp.get_secret_value() and not ("@" in address and address.partition("@")[2]):
            raise ValueError("has to be an e-mail address, such as Larkwood <help@larkwood.example>")
        if "\n" in sender or "\r" in sender:
            raise ValueError("has to be one line")
        return sender

    @field_validator("time_zone")
    @classmethod
    def _known_zone(cls, name: str) -> str:
        if name not in available_timezones():
            raise ValueError("has to be a name of the IANA time zone database, such as Europe/Berlin")
        return name

    @property
    def zone(self) -> ZoneInfo:
        """The company's time zone."""
        return ZoneInfo(self.time_zone)

    @property
    def allowed_file_types(self) -> frozenset[str]:
        """The media types that may be sent in a conversation."""
        return _listed(self.file_types)

    @property
    def resolved_database_url(self) -> str:
        """The database's URL; without one, SQLite in the data folder."""
        return self.database_url or f"sqlite:///{self.data_dir / 'firstline.db'}"

    @property
    def shows_mailbox(self) -> bool:
        """Whether anybody may read mail that has not left, one-time codes included."""
        if self.sample_mailbox is not None:
            return self.sample_mailbox
        if self.smtp_url.get_secret_value():
            return False
        return urlsplit(self.resolved_public_url).hostname in _LOOPBACK and self.host in _LOOPBACK

    @property
    def mail_comes_back(self) -> bool:
        """Whether answers to mail reach this installation."""
        return bool(self.mail_listen or self.imap_url.get_secret_value())

    @property
    def mail_address(self) -> str:
        """The address that mail comes from and is answered to."""
        return parseaddr(self.mail_from)[1] or "shop@localhost"

    @property
    def resolved_cache_dir(self) -> Path:
        """Where the exported model and the learned weights lie."""
        return self.cache_dir or self.data_dir / "cache"

    @property
    def resolved_public_url(self) -> str:
        """Where people reach this installation, without a trailing slash."""
        host = "127.0.0.1" if self.host in ("0.0.0.0", "::") else self.host  # noqa: S104
        return (self.public_url or f"http://{host}:{self.port}").rstrip("/")


def _listed(text: str) -> frozenset[str]:
    return frozenset(one.strip() for one in text.split(",") if one.strip())


def _https(url: str) -> str:
    """An address of another system, refused unless what is sent there is safe on the way."""
    parts = urlsplit(url)
    if parts.scheme != "https" and not (parts.scheme == "http" and parts.hostname in _LOOPBACK):
        raise ValueError("has to begin with https:// (http:// on this machine only)")
    if not parts.hostname or parts.username or parts.query or parts.fragment:
        raise ValueError("has to be an address without user, query and fragment")
    return url


def load_settings(**overrides: object) -> Settings:
    """Read the settings from the environment.

    Raises:
        SettingsError: a value can't be used; names the key as the operator wrote it.
    """
    try:
        return Settings(**overrides)  # type: ignore[arg-type]
    except ValidationError as error:
        first = error.errors()[0]
        key = "FIRSTLINE_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{key}: {first['msg']}") from error


def secret(data_dir: Path, name: str) -> str:
    """The secret of this name, generated at first use and kept readable by its owner only."""
    folder = data_dir / "secrets"
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    path = folder / name
    if not path.exists():
        # Written aside and linked into place: of two processes that start at once, one wins, whole.
        descriptor, draft = tempfile.mkstemp(dir=folder)
        with os.fdopen(descriptor, "w", encoding="ascii") as file:
            file.write(secrets.token_urlsafe(48))
        with suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
    return path.read_text(encoding="ascii")
