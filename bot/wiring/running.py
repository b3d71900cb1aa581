"""The running product: dialogue, routes, live updates."""

from datetime import timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from anyio import to_thread
from starlette.applications import Starlette

from bot.backoffice.facts import customer_facts
from bot.conversation.turns import TurnRunner
from bot.correspondence.receiving import Receiver
from bot.correspondence.tokens import ReplyMarks
from bot.correspondence.unseen import Unseen
from bot.correspondence.writing import Correspondence
from bot.dialogue.client import DialogueClient
from bot.dialogue.switched import SwitchedDialogue
from bot.handoff.assignment import Profile
from bot.handoff.canned import CannedStore, load_canned
from bot.handoff.connector import DeskConnector
from bot.handoff.desk import Desk, DeskRules
from bot.handoff.external.bridge import Bridge
from bot.handoff.external.chatwoot import Chatwoot
from bot.ledger.exports import Exports
from bot.operate.learning import Learner
from bot.triage.holdout import arm_of
from bot.web.hub import Hub
from bot.web.limits import Limits
from bot.web.live import LiveUpdates
from bot.web.parts import Parts
from bot.web.tokens import VisitorHandles, VisitorTokens
from bot.wiring.attempts import works
from bot.wiring.kept import DATA
from bot.wiring.telling import Telling

if TYPE_CHECKING:
    from bot.staff.company import CompanySignIn

# E-mails and left messages have a row of their own in the table of reasons.
MESSAGE_REASON = "unanswered_message"
# How sure the reading of a mail has to be to say more than that.
_CLEAR = 0.5


class Running(Telling):
    """What serves visitors and staff."""

    @cached_property
    def desk(self) -> Desk:
        """The agents' desk."""
        rules = DeskRules(
            agent_away=timedelta(minutes=self.settings.agent_away_minutes),
            agent_idle=timedelta(minutes=self.settings.agent_idle_minutes),
            queue_timeout=timedelta(minutes=self.settings.queue_timeout_minutes),
            ring=timedelta(seconds=self.settings.ring_seconds),
            shop_name=self.settings.shop_name,
        )
        return Desk(
            self.db,
            self.conversations,
            self.book,
            self.correspondence,
            rules,
            customers=lambda one: customer_facts(self.shop, one.identity, one.customer_id),
            articles=self._candidate_articles,
            departments=self.departments,
            profiles=self._profiles,
            topics=self._topics,
            now=self.now,
        )

    def _profiles(self) -> list[Profile]:
        """Whom each of the staff serves."""
        return [
            Profile(person.id, person.name, **vars(person.duties))
            for person in self.staff.people()
            if person.active
        ]

    def _topics(self, reason: str | None) -> set[str]:
        """What an agent may know about: the reason, its group and what settles it."""
        found = self.book.named(reason)
        return {found.key, found.group, found.skill}

    @cached_property
    def reply_marks(self) -> ReplyMarks:
        """The way back of mail."""
        return ReplyMarks(self._secret("reply-marks"), self.settings.mail_address)

    @cached_property
    def correspondence(self) -> Correspondence:
        """Mail to visitors."""
        return Correspondence(self.db, self.reply_marks, comes_back=self.settings.mail_comes_back)

    @cached_property
    def unseen(self) -> Unseen:
        """What sends agents' lines that were not seen."""
        return Unseen(
            self.db,
            self.conversations,
            self.correspondence,
            timedelta(minutes=self.settings.unseen_mail_minutes),
            self.settings.shop_name,
            self.settings.resolved_public_url,
        )

    @cached_property
    def receiver(self) -> Receiver:
        """What takes mail in."""
        return Receiver(
            self.db,
            self.conversations,
            self.desk.left_messages,
            self.blocks,
            self.reply_marks,
            timedelta(hours=self.settings.episode_silence_hours),
            self._about,
        )

    def _about(self, text: str) -> dict[str, str | None]:
        """What a mail is about: a message that waits for an answer, with the reason where it is clear."""
        waits = self.book.named(MESSAGE_REASON)
        reasons = self.understander.understand(text).reasons if self.understander else ()
        clear = bool(reasons) and reasons[0][1] >= _CLEAR and reasons[0][0] in self.reasons
        found = self.book.named(reasons[0][0]) if clear else waits
        return {
            "reason": found.key,
            "value": waits.value.value,
            "complexity": waits.complexity.value,
            "department": found.department,
        }

    @cached_property
    def bridge(self) -> Bridge | None:
        """Between our visitors and the desk that the company uses, where it is another one."""
        settings = self.settings
        if settings.desk == "built-in":
            return None
        other = Chatwoot(
            settings.chatwoot_url,
            settings.chatwoot_account,
            settings.chatwoot_inbox,
            settings.chatwoot_token.get_secret_value(),
            settings.chatwoot_webhook_secret.get_secret_value(),
        )
        return Bridge(self.db, self.conversations, self.desk, other)

    @cached_property
    def company(self) -> "CompanySignIn | None":
        """The company's sign-in, where there is one."""
        if not self.settings.oidc_issuer:
            return None
        from bot.staff.company import CompanySignIn

        return CompanySignIn(
            self.settings.oidc_issuer,
            self.settings.oidc_client_id,
            self.settings.oidc_client_secret.get_secret_value(),
            f"{self.settings.resolved_public_url}/signin/company/return",
            self._secret("company-sign-in"),
        )

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
            lambda: f"{self.encoder.name}.phrases-{self.understander.version}",
            self.switches,
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
            SwitchedDialogue(self.dialogue, self.switches),
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
            blocks=self.blocks,
            turns=turns,
            desk=self.desk,
            canned=CannedStore(self.db, load_canned(DATA / "canned.yml")),
            files=self.files,
            knowledge=self.knowledge,
            sample_shop=self.sample_shop,
            outbox=self.outbox,
            figures=self.figures,
            analysis=self.analysis,
            exports=Exports(self.analysis, self.keys),
            channels=self.channels,
            records_reader=self.records_reader,
            prices=self.prices,
            replays=self.replays,
            curator=self.curator,
            understander=self.understander,
            policies=self.policies,
            switches=self.switches,
            policy=self.policy,
            staff=self.staff,
            sessions=self.sessions,
            second_factors=self.second_factors,
            signing_in=self.signing_in,
            company=self.company,
            bridge=self.bridge,
            audit=self.audit,
            keys=self.keys,
            alerts=self.alerts,
            webhook=self.webhook,
            summaries=self.summaries,
            api_tokens=self.api_tokens,
            departments=self.departments,
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
                    "files": 20,
                    "transcripts": 5,
                    "sign-in": 20,
                    "sign-in-account": 10,
                    "external-desk": 6000,
                },
            ),
            readiness=self._readiness,
        )

    @cached_property
    def learner(self) -> Learner:
        """What takes visitors' reactions to the knowledge base."""
        return Learner(self.events, self.conversations, self.knowledge)

    async def _readiness(self) -> dict[str, bool]:
        return {
            "database": await to_thread.run_sync(
                works, lambda: self.conversations.owed(self.now()), abandon_on_cancel=True
            ),
            "knowledge": "knowledge" in self.__dict__,
            "understanding": "understander" in self.__dict__,
            "dialogue": await self.dialogue.ready(),
        }
