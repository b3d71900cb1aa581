"""What is kept: the database and the stores."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from functools import cached_property
from zoneinfo import ZoneInfo, available_timezones

from bot import migrations
from bot.attachments.store import FileRules, FileStore
from bot.blocking.store import Blocks
from bot.conversation.store import ConversationStore
from bot.errors import InvalidInput
from bot.handoff.departments.store import DepartmentStore
from bot.ledger.channels.records import Reader
from bot.ledger.channels.store import ChannelStore
from bot.ledger.keys import KeyedHash
from bot.ledger.prices.store import PriceStore
from bot.ledger.store import EventStore
from bot.settings import PROJECT_ROOT, Settings, secret
from bot.staff.audit import AuditLog
from bot.staff.second_factor import SecondFactors
from bot.staff.sessions import Sessions
from bot.staff.signing_in import SigningIn
from bot.staff.store import StaffStore
from kb.database import Database

DATA = PROJECT_ROOT / "data"


def utc_now() -> datetime:
    """The moment, aware."""
    return datetime.now(UTC)


class Kept:
    """The database, and what keeps things in it."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = utc_now) -> None:
        self.settings = settings
        self.now = now

    @cached_property
    def db(self) -> Database:
        """The database, in its newest shape."""
        self.settings.data_dir.mkdir(parents=True, exist_ok=True)
        db = Database(self.settings.resolved_database_url)
        migrations.upgrade(db)
        return db

    @cached_property
    def keys(self) -> KeyedHash:
        """How the ledger recognises visitors."""
        return KeyedHash(self._secret("ledger-keys"))

    @cached_property
    def conversations(self) -> ConversationStore:
        """All conversations."""
        return ConversationStore(self.db, self.keys, timedelta(hours=self.settings.episode_silence_hours))

    @cached_property
    def blocks(self) -> Blocks:
        """Who is kept out."""
        return Blocks(self.db, self.conversations)

    @cached_property
    def files(self) -> FileStore:
        """What visitors and agents send each other."""
        settings = self.settings
        rules = FileRules(
            most_bytes=round(settings.file_max_megabytes * 1_000_000),
            types=settings.allowed_file_types,
            per_conversation=settings.files_per_conversation,
        )
        return FileStore(self.db, self.conversations, settings.data_dir / "files", rules)

    @cached_property
    def events(self) -> EventStore:
        """The ledger."""
        return EventStore(self.db)

    @cached_property
    def channels(self) -> ChannelStore:
        """Contacts, orders and carts from elsewhere."""
        return ChannelStore(self.db)

    def records_reader(self, zone: str = "UTC") -> Reader:
        """What makes records of rows; times without a zone are on the clocks of `zone`.

        Raises:
            InvalidInput: there is no such time zone.
        """
        if zone not in available_timezones():
            raise InvalidInput("There is no such time zone. Try one like Europe/Berlin.", field="timezone")
        return Reader(self.keys, ZoneInfo(zone), self.settings.phone_region)

    @cached_property
    def prices(self) -> PriceStore:
        """What contacts cost, from which day on."""
        return PriceStore(self.db)

    @cached_property
    def staff(self) -> StaffStore:
        """Accounts."""
        return StaffStore(self.db)

    @cached_property
    def sessions(self) -> Sessions:
        """Who is signed in."""
        return Sessions(self.db, timedelta(hours=self.settings.session_hours))

    @cached_property
    def second_factors(self) -> SecondFactors:
        """Authenticator apps."""
        return SecondFactors(self.db, self._secret("second-factors"), self.settings.shop_name)

    @cached_property
    def signing_in(self) -> SigningIn:
        """The ways in."""
        return SigningIn(self.db, self.staff, self.sessions, self.second_factors)

    @cached_property
    def audit(self) -> AuditLog:
        """What the staff did."""
        return AuditLog(self.db)

    @cached_property
    def departments(self) -> DepartmentStore:
        """The departments, as admins set them up."""
        return DepartmentStore(self.db)

    def _secret(self, name: str) -> str:
        return secret(self.settings.data_dir, name)
