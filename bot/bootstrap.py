"""The only place that puts the parts together. Nothing is built before it is asked for.

Commands that need a corner of the product (a search, a report) get just that corner; `serve` gets all of it.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from anyio import to_thread
from starlette.applications import Starlette

from bot import migrations
from bot.backoffice.facts import customer_facts, destination_names
from bot.backoffice.outbox import Outbox
from bot.backoffice.port import Backoffice
from bot.backoffice.remote.shop import RemoteShop
from bot.backoffice.sample.shop import SampleShop
from bot.backoffice.sending import MailServer, Sender
from bot.backoffice.verification import Verification
from bot.backoffice.woocommerce.shop import WooShop
from bot.conversation.store import ConversationStore
from bot.conversation.turns import TurnRunner
from bot.dialogue.client import DialogueClient
from bot.dialogue.flows import FLOWS
from bot.handoff.canned import load_canned
from bot.handoff.connector import DeskConnector
from bot.handoff.desk import Desk, DeskRules
from bot.ledger.keys import KeyedHash
from bot.ledger.store import EventStore
from bot.ledger.terms import terms_of
from bot.nlu.phrases import load_phrases
from bot.operate.learning import Learner
from bot.policies.live import LivePolicy
from bot.policies.store import PolicyStore
from bot.reasons.checks import KnownParts
from bot.reasons.curator import Curator
from bot.reasons.live import LiveBook
from bot.reasons.store import EditStore
from bot.settings import PROJECT_ROOT, Settings, secret
from bot.staff.store import StaffStore
from bot.triage.costs import costs_of
from bot.triage.holdout import arm_of
from bot.triage.policy import DEFAULT_POLICY
from bot.triage.reasons import Reasons, load_reasons
from bot.web.figures import Figures
from bot.web.hub import Hub
from bot.web.limits import Limits
from bot.web.live import LiveUpdates
from bot.web.parts import Parts
from bot.web.replays import Replays
from bot.web.tokens import VisitorHandles, VisitorTokens
from kb.base import KnowledgeBase
from kb.countries import country_names
from kb.database import Database
from kb.encoder import Encoder

if TYPE_CHECKING:
    from bot.nlu.live import LiveUnderstander

DATA = PROJECT_ROOT / "data"


def utc_now() -> datetime:
    """The moment, aware."""
    return datetime.now(UTC)


class Firstline:
    """The parts of one process, each built at its first use."""

    def __init__(self, settings: Settings, now: Callable[[], datetime] = utc_now) -> None:
        self.settings = settings
        self.now = now

    # --- what is kept

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
    def events(self) -> EventStore:
        """The ledger."""
        return EventStore(self.db)

    @cached_property
    def figures(self) -> Figures:
        """What the ledger adds up to."""
        return Figures(self.events, terms_of(self.settings), self.book.reasons)

    @cached_property
    def replays(self) -> Replays:
        """What other policies would have made of it."""
        timeout = timedelta(minutes=self.settings.queue_timeout_minutes)
        return Replays(self.events, terms_of(self.settings), self.book.reasons, timeout)

    @cached_property
    def staff(self) -> StaffStore:
        """Accounts and sessions."""
        return StaffStore(self.db, timedelta(hours=self.settings.session_hours))

    # --- knowledge and understanding

    @cached_property
    def encoder(self) -> Encoder:
        """Sentences to vectors."""
        return Encoder(self.settings.resolved_cache_dir)

    @cached_property
    def knowledge(self) -> KnowledgeBase:
        """The knowledge base."""
        return KnowledgeBase(
            self.db,
            self.encoder,
            answer_risk=self.settings.answer_risk,
            out_of_scope=self.settings.out_of_scope,
            folder=self.settings.resolved_cache_dir / "knowledge",
        )

    @cached_property
    def reason_edits(self) -> EditStore:
        """What admins did to the reasons and phrases."""
        return EditStore(self.db)

    @cached_property
    def book(self) -> LiveBook:
        """The reasons and phrases that ship, with the edits applied."""
        return LiveBook(self.reason_edits, load_reasons(DATA / "reasons.yml"), load_phrases(DATA / "nlu"))

    @property
    def reasons(self) -> Reasons:
        """Why visitors write, as it is now."""
        return self.book.reasons()

    @cached_property
    def curator(self) -> Curator:
        """What admins do to the reasons and phrases."""
        shipped = load_reasons(DATA / "reasons.yml")
        known = KnownParts(
            flows=frozenset(FLOWS),
            departments=lambda: (
                {reason.department for reason in shipped.shown}
                | {person.department for person in self.staff.people() if person.department}
            ),
            is_article=lambda article_id: _works(lambda: self.knowledge.article_for_visitors(article_id)),
        )
        return Curator(self.reason_edits, self.book, known, lambda: self.understander)

    @cached_property
    def policies(self) -> PolicyStore:
        """All saved policies."""
        return PolicyStore(self.db)

    @cached_property
    def policy(self) -> LivePolicy:
        """Who gets a person: the policy in force, whenever it is asked."""
        return LivePolicy(self.policies, replace(DEFAULT_POLICY, costs=costs_of(self.settings)))

    @cached_property
    def understander(self) -> "LiveUnderstander":
        """What a message means."""
        # Here and below: what takes long to import is imported by whoever needs it.
        from bot.nlu.live import LiveUnderstander
        from bot.nlu.understander import Understander

        countries = country_names(destination_names(self.shop))
        folder = self.settings.resolved_cache_dir / "phrases"
        return LiveUnderstander(
            self.book, lambda phrases: Understander(self.encoder, phrases, folder, countries)
        )

    # --- the shop and the people

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

    @cached_property
    def desk(self) -> Desk:
        """The agents' desk."""
        rules = DeskRules(
            agent_away=timedelta(minutes=self.settings.agent_away_minutes),
            queue_timeout=timedelta(minutes=self.settings.queue_timeout_minutes),
            shop_name=self.settings.shop_name,
        )
        return Desk(
            self.db,
            self.conversations,
            self.book,
            self.outbox,
            rules,
            customers=lambda one: customer_facts(self.shop, one.identity, one.customer_id),
            articles=self._candidate_articles,
            now=self.now,
        )

    # --- the running product

    @cached_property
    def rasa_secret(self) -> str:
        """What Rasa and we show each other."""
        return self._secret("rasa")

    @cached_property
    def dialogue(self) -> DialogueClient:
        """Rasa."""
        return DialogueClient(
            f"http://127.0.0.1:{self.settings.rasa_port}",
            self.rasa_secret,
            timeout=self.settings.turn_timeout_seconds,
        )

    @cached_property
    def private_app(self) -> Starlette:
        """What Rasa calls."""
        from actions import all_actions
        from actions.services import Services
        from bot.dialogue.circumstances import Circumstances
        from bot.dialogue.interpreter import Interpreter
        from bot.dialogue.private_app import private_app

        interpreter = Interpreter(
            self.conversations,
            self.understander,
            self.knowledge,
            self.book.reasons,
            self.policy,
            self.now,
            self.settings.answer_risk,
            Circumstances(
                self.desk.availability,
                lambda one: arm_of(one.visitor_key, self.settings.holdout_share, self.keys),
            ),
        )
        services = Services(
            conversations=self.conversations,
            desk=self.desk,
            knowledge=self.knowledge,
            shop=self.shop,
            verification=self.verification,
            settings=self.settings,
            now=self.now,
        )
        return private_app(interpreter.parse, all_actions(services), self.rasa_secret)

    @cached_property
    def parts(self) -> Parts:
        """What the routes work with."""
        hub = Hub(self.settings.redis_url)
        live = LiveUpdates(hub, self.conversations, self.desk, self.now)
        turns = TurnRunner(
            self.conversations,
            self.dialogue,
            DeskConnector(self.desk, self.now),
            live,
            self.now,
            self.settings.turn_timeout_seconds,
        )
        token_secret = self._secret("visitor-tokens")
        return Parts(
            settings=self.settings,
            now=self.now,
            db=self.db,
            conversations=self.conversations,
            turns=turns,
            desk=self.desk,
            canned=load_canned(DATA / "canned.yml"),
            knowledge=self.knowledge,
            sample_shop=self.sample_shop,
            outbox=self.outbox,
            figures=self.figures,
            replays=self.replays,
            curator=self.curator,
            understander=self.understander,
            policies=self.policies,
            policy=self.policy,
            staff=self.staff,
            tokens=VisitorTokens(token_secret, timedelta(hours=self.settings.token_hours)),
            handles=VisitorHandles(token_secret),
            site_secret=self._secret("site-identity"),
            hub=hub,
            live=live,
            limits=Limits(
                self.settings.redis_url,
                {
                    "messages": self.settings.messages_per_minute,
                    "conversations": self.settings.conversations_per_minute,
                    "sign-in": 20,
                    "sign-in-account": 10,
                },
            ),
            readiness=self._readiness,
        )

    @cached_property
    def learner(self) -> Learner:
        """What takes visitors' reactions to the knowledge base."""
        return Learner(self.events, self.conversations, self.knowledge)

    # --- the first start

    def prepare_shop(self) -> None:
        """Give an empty sample shop its past."""
        if self.sample_shop is not None:
            self.sample_shop.seed(self.now())

    def prepare_knowledge(self) -> int:
        """Load the sample shop's articles into an empty knowledge base; how many."""
        if self.knowledge.articles():
            return 0
        report = self.knowledge.import_path(DATA / "articles", publish=True, at=self.now())
        self.knowledge.calibrate()
        return len(report.added)

    def close(self) -> None:
        """Let go of the database."""
        if "db" in self.__dict__:
            self.db.close()

    def _secret(self, name: str) -> str:
        return secret(self.settings.data_dir, name)

    async def _readiness(self) -> dict[str, bool]:
        return {
            "database": await to_thread.run_sync(
                _works, lambda: self.conversations.owed(self.now()), abandon_on_cancel=True
            ),
            "knowledge": "knowledge" in self.__dict__,
            "understanding": "understander" in self.__dict__,
            "dialogue": await self.dialogue.ready(),
        }

    def _candidate_articles(self, text: str) -> Sequence[Mapping[str, Any]]:
        return [
            {"article_id": hit.article_id, "title": hit.title, "url": hit.url, "score": round(hit.score, 3)}
            for hit in self.knowledge.search(text, limit=3).hits
        ]


def _works(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except Exception:
        return False
    return True
