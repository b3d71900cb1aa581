"""The publish gate: golden questions that are right now must not become wrong by a publication."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from kb.articles import Article, Audience, one_line
from kb.errors import InvalidInput, PublicationStopped
from kb.golden import Found, GoldenQuestion, found, is_right
from kb.life import Step
from kb.live import LiveSnapshot
from kb.search import SearchResult
from kb.snapshot import Snapshot

Ask = Callable[[Snapshot, Sequence[str]], Sequence[SearchResult]]
Changed = Mapping[str, Article | None]


@dataclass(frozen=True)
class Compared:
    """A golden question with what the search makes of it before and after a publication."""

    golden: GoldenQuestion
    before: Found
    after: Found

    @property
    def was_right(self) -> bool:
        """Whether what is published now does what is expected."""
        return is_right(self.golden.expected, self.before)

    @property
    def will_be_right(self) -> bool:
        """Whether it would after the publication."""
        return is_right(self.golden.expected, self.after)


@dataclass(frozen=True)
class Override:
    """A publication that broke golden questions and was made nevertheless: by whom, when and why.

    `article_id` and `version` are None for an import, `version` also for archiving.
    """

    article_id: str | None
    version: int | None
    step: Step
    reason: str
    decided_by: str
    decided_at: datetime
    golden_ids: tuple[str, ...]


@dataclass(frozen=True)
class GateReport:
    """All golden questions, compared on what was published at one moment.

    `generation` tells that moment; None without golden questions, when there was nothing to compare.
    """

    compared: tuple[Compared, ...] = ()
    generation: int | None = None

    @property
    def golden(self) -> list[GoldenQuestion]:
        """The golden questions, in the order in which they were given."""
        return [one.golden for one in self.compared]

    @property
    def regressions(self) -> tuple[Compared, ...]:
        """Those that are right now and would be wrong."""
        return tuple(one for one in self.compared if one.was_right and not one.will_be_right)

    @property
    def mended(self) -> tuple[Compared, ...]:
        """Those that are wrong now and would be right."""
        return tuple(one for one in self.compared if one.will_be_right and not one.was_right)

    @property
    def still_wrong(self) -> tuple[Compared, ...]:
        """Those that are wrong now and would stay so."""
        return tuple(one for one in self.compared if not one.will_be_right and not one.was_right)

    def check(self, despite: str | None = None) -> None:
        """Let a publication through that breaks nothing, or one that somebody wants in spite of it.

        Args:
            despite: why it is to be published nevertheless; None to be stopped.

        Raises:
            PublicationStopped: there are regressions; says which.
            InvalidInput: nevertheless, but without a reason.
        """
        count = len(self.regressions)
        if not count:
            return
        if despite is None:
            questions = "1 golden question that is" if count == 1 else f"{count} golden questions that are"
            raise PublicationStopped(
                f"This would break {questions} right now.", [told(one) for one in self.regressions]
            )
        if not despite.strip():
            raise InvalidInput("Say why it should be published nevertheless.", field="reason")

    def override(
        self,
        article_id: str | None,
        version: int | None,
        step: Step,
        despite: str | None,
        by: str,
        at: datetime,
    ) -> Override | None:
        """What to keep of a publication that was let through in spite of regressions; None without any."""
        if not self.regressions:
            return None
        broken = tuple(one.golden.id for one in self.regressions)
        return Override(article_id, version, step, one_line(despite or "", "reason"), by, at, broken)


def told(compared: Compared) -> dict[str, Any]:
    """A comparison as it goes over the wire: plain values only."""
    golden = compared.golden
    return {
        "id": golden.id,
        "question": golden.expected.question,
        "expected": {"decision": golden.expected.decision.value, "article_id": golden.expected.article_id},
        "before": _told(compared.before),
        "after": _told(compared.after),
    }


def _told(found: Found) -> dict[str, Any]:
    return {
        "decision": found.decision.value,
        "article_id": found.article_id,
        "title": found.title,
        "risk": found.risk,
    }


class Gate:
    """Runs golden questions against what is published and what would be."""

    def __init__(self, live: LiveSnapshot, ask: Ask) -> None:
        self._live = live
        self._ask = ask

    def now(self, golden: Sequence[GoldenQuestion]) -> tuple[Found, ...]:
        """What the search makes of golden questions now."""
        return self._found(self._live.refreshed(), golden) if golden else ()

    def compare(self, golden: Sequence[GoldenQuestion], changed: Changed) -> GateReport:
        """What would become of golden questions if these articles were published, or taken out (None).

        Articles for staff count as taken out: visitors don't find them.
        """
        if not golden:
            return GateReport()
        for_visitors = {
            article_id: None if one is None or one.content.audience is Audience.STAFF else one
            for article_id, one in changed.items()
        }
        now = self._live.caught_up()
        before = self._found(now, golden)
        after = self._found(self._live.preview(now, for_visitors), golden)
        return GateReport(tuple(map(Compared, golden, before, after)), now.generation)

    def _found(self, snapshot: Snapshot, golden: Sequence[GoldenQuestion]) -> tuple[Found, ...]:
        return tuple(map(found, self._ask(snapshot, [one.expected.question for one in golden])))
