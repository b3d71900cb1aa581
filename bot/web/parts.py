"""What the routes work with. `bot.bootstrap` puts it together; nothing here is built at import."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Protocol

from starlette.requests import HTTPConnection

from bot.alerts.store import AlertStore
from bot.alerts.webhook import Webhook
from bot.attachments.store import FileStore
from bot.backoffice.outbox import Outbox
from bot.backoffice.sample.shop import SampleShop
from bot.blocking.store import Blocks
from bot.conversation.store import ConversationStore
from bot.conversation.turns import TurnRunner
from bot.handoff.canned import CannedStore
from bot.handoff.departments.store import DepartmentStore
from bot.handoff.desk import Desk
from bot.handoff.external.bridge import Bridge
from bot.ledger.analysis import Analysis
from bot.ledger.channels.records import Reader
from bot.ledger.channels.store import ChannelStore
from bot.ledger.exports import Exports
from bot.ledger.keys import KeyedHash
from bot.ledger.prices.store import PriceStore
from bot.policies.live import LivePolicy
from bot.policies.store import PolicyStore
from bot.reasons.curator import Curator
from bot.settings import Settings
from bot.staff.api_tokens import ApiTokens
from bot.staff.audit import AuditLog
from bot.staff.second_factor import SecondFactors
from bot.staff.sessions import Sessions
from bot.staff.signing_in import SigningIn
from bot.staff.store import StaffStore
from bot.summaries.store import Summaries
from bot.switches.store import SwitchStore
from bot.triage.reasons import Reasons
from bot.web.figures import Figures
from bot.web.hub import Hub
from bot.web.limits import Limits
from bot.web.live import LiveUpdates
from bot.web.replays import Replays
from bot.web.tokens import VisitorHandles, VisitorTokens
from kb.base import KnowledgeBase
from kb.database import Database

if TYPE_CHECKING:
    from bot.nlu.live import LiveUnderstander
    from bot.staff.company import CompanySignIn


class Readiness(Protocol):
    """Says which parts are ready."""

    async def __call__(self) -> dict[str, bool]:
        """Part by part."""
        ...


@dataclass(frozen=True)
class Parts:
    """One of each, shared by all routes of a process."""

    settings: Settings
    now: Callable[[], datetime]
    db: Database
    conversations: ConversationStore
    blocks: Blocks
    turns: TurnRunner
    desk: Desk
    canned: CannedStore
    files: FileStore
    knowledge: KnowledgeBase
    sample_shop: SampleShop | None
    outbox: Outbox
    figures: Figures
    analysis: Analysis
    exports: Exports
    channels: ChannelStore
    records_reader: Callable[[str], Reader]
    prices: PriceStore
    replays: Replays
    curator: Curator
    understander: "LiveUnderstander"
    policies: PolicyStore
    switches: SwitchStore
    policy: LivePolicy
    staff: StaffStore
    sessions: Sessions
    second_factors: SecondFactors
    signing_in: SigningIn
    company: "CompanySignIn | None"
    bridge: Bridge | None
    audit: AuditLog
    keys: KeyedHash
    alerts: AlertStore
    webhook: Webhook
    summaries: Summaries
    api_tokens: ApiTokens
    departments: DepartmentStore
    tokens: VisitorTokens
    handles: VisitorHandles
    site_secret: str
    hub: Hub
    live: LiveUpdates
    limits: Limits
    readiness: Readiness

    @property
    def reasons(self) -> Reasons:
        """Why visitors write, as it is now."""
        return self.curator.live.reasons()


def parts_of(connection: HTTPConnection) -> Parts:
    """The parts of the app that serves this request."""
    parts = connection.app.state.parts
    assert isinstance(parts, Parts)  # noqa: S101
    return parts
