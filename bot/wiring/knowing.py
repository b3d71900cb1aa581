"""Knowledge and understanding: articles, reasons, policies."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from functools import cached_property
from typing import TYPE_CHECKING, Any

from bot.backoffice.facts import destination_names
from bot.dialogue.flows import FLOWS
from bot.handoff.departments.hours import closed_because
from bot.ledger.analysis import Analysis
from bot.ledger.columnar import ColumnarContacts
from bot.ledger.terms import terms_of
from bot.nlu.encoders import MultilingualEncoder
from bot.nlu.phrases import load_phrases
from bot.policies.live import LivePolicy
from bot.policies.store import PolicyStore
from bot.reasons.checks import KnownParts
from bot.reasons.curator import Curator
from bot.reasons.live import LiveBook
from bot.reasons.store import EditStore
from bot.switches.model import Switches
from bot.switches.store import SwitchStore
from bot.triage.costs import costs_of
from bot.triage.policy import DEFAULT_POLICY
from bot.triage.reasons import Reasons, load_reasons
from bot.web.figures import Figures
from bot.web.replays import Replays
from bot.wiring.kept import DATA
from bot.wiring.shop import Shop
from kb.base import KnowledgeBase
from kb.countries import country_names
from kb.encoder import Encoder

if TYPE_CHECKING:
    from bot.nlu.live import LiveUnderstander

from bot.wiring.attempts import works


class Knowing(Shop):
    """What is known, and what messages are understood to mean."""

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
                {reason.department for reason in shipped.shown} | set(self.departments().by_key)
            ),
            is_article=lambda article_id: works(lambda: self.knowledge.article_for_visitors(article_id)),
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
    def switches(self) -> SwitchStore:
        """What the bot may do, whenever it is asked."""
        return SwitchStore(self.db, Switches(notice=self.settings.notice))

    @cached_property
    def second_encoder(self) -> MultilingualEncoder:
        """What messages are looked at by, beside the vectors that articles are searched with."""
        return MultilingualEncoder()

    @cached_property
    def understander(self) -> "LiveUnderstander":
        """What a message means."""
        # Here and below: what takes long to import is imported by whoever needs it.
        from bot.nlu.live import LiveUnderstander
        from bot.nlu.understander import Understander

        countries = country_names(destination_names(self.shop))
        folder = self.settings.resolved_cache_dir / "phrases"
        return LiveUnderstander(
            self.book,
            lambda phrases: Understander(self.encoder, phrases, folder, countries, self.second_encoder),
        )

    @cached_property
    def figures(self) -> Figures:
        """What the ledger adds up to."""
        return Figures(self.analysis, self.settings.time_zone)

    @cached_property
    def analysis(self) -> Analysis:
        """The ledger's figures, whichever way they are asked for."""
        # Beside the database that it is made of: a cache folder may be shared by installations.
        path = self.settings.data_dir / "ledger" / "contacts.duckdb"
        columns = ColumnarContacts(self.events, path, self.channels)
        terms = terms_of(self.settings)
        return Analysis(self.events, columns, terms, self._titles, self.prices.in_force, self._holiday)

    @cached_property
    def replays(self) -> Replays:
        """What other policies would have made of it."""
        timeout = timedelta(minutes=self.settings.queue_timeout_minutes)
        return Replays(self.events, terms_of(self.settings), self.book.reasons, timeout)

    def _holiday(self, day: date) -> str | None:
        """The name of the holiday, where a department keeps one on this day."""
        known = (closed_because(one.hours, day) for one in self.departments().by_key.values())
        return next((name for name in known if name is not None), None)

    def _titles(self) -> Mapping[str, str]:
        """What people read for the keys that figures stand under."""
        return {
            **{one.id: one.title for one in self.knowledge.articles()},
            **{one.id: one.name for one in self.staff.people()},
            **{key: one.name for key, one in self.departments().by_key.items()},
            **self.book.reasons().titles,
        }

    def _candidate_articles(self, text: str) -> Sequence[Mapping[str, Any]]:
        return [
            {
                "article_id": hit.article_id,
                "title": hit.title,
                "answer": hit.answer,
                "url": hit.url,
                "score": round(hit.score, 3),
            }
            for hit in self.knowledge.search(text, limit=3).hits
        ]
