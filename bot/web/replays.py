"""Replays of the ledger's episodes: one way for the admin page and the command."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from anyio import CapacityLimiter

from bot.errors import InvalidInput
from bot.ledger.assessments import assess, in_period
from bot.ledger.store import EventStore
from bot.ledger.terms import Terms
from bot.triage.decide import decide
from bot.triage.inputs import from_inputs
from bot.triage.model import Route
from bot.triage.policy import Policy
from bot.triage.reasons import Reasons
from bot.triage.replay import Rules, replay
from bot.triage.replay.result import as_json
from bot.web.figures import period

MOST_EPISODES = 100_000


@dataclass(frozen=True)
class Replays:
    """Another policy on what is on record, by the terms in force."""

    events: EventStore
    terms: Terms
    reasons: Callable[[], Reasons]
    queue_timeout: timedelta
    one_at_a_time: CapacityLimiter = field(default_factory=lambda: CapacityLimiter(1))
    """A replay keeps a core busy, so a process that serves visitors makes one after the other."""

    def replay(
        self,
        policy: Policy,
        now: datetime,
        since: datetime | None = None,
        until: datetime | None = None,
        *,
        agents: int | None = None,
    ) -> dict[str, Any]:
        """What `policy` would have made of a period; the schema is docs/api/replay.schema.json.

        Args:
            policy: the policy asked about.
            now: as of when.
            since: the period's first moment; 30 days before its end where nothing is said.
            until: the first moment after it; now where nothing is said.
            agents: how many are on duty; None for as many as the record shows.

        Raises:
            InvalidInput: a period that can't be used, or with too many episodes.
        """
        start, end = period(since, until, now)
        if self.events.count("episode_started", start, now) > MOST_EPISODES:
            raise InvalidInput(
                f"More than {MOST_EPISODES:,} episodes began since then: choose a later beginning.",
                field="from",
            )
        every = assess(self.events.of_episodes_since(start), now, self.terms)

        reasons = self.reasons()

        def again(inputs: Mapping[str, Any]) -> Route:
            return decide(*from_inputs(inputs), reasons, policy).route

        result = replay(
            in_period(every, start, end),
            again,
            self.terms,
            start=start,
            end=end,
            rules=Rules(queue_timeout=self.queue_timeout, agents=agents),
        )
        return as_json(
            result,
            policy_version=policy.version,
            now=now,
            start=start,
            end=end,
            title_of=lambda reason: reasons.named(reason).title,
        )
