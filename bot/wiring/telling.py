"""What is told without being asked (alerts, their webhook, the weekly summary), and who reads by token."""

from collections.abc import Sequence
from datetime import datetime
from functools import cached_property

from bot.alerts.store import AlertStore
from bot.alerts.watching import Watch
from bot.alerts.webhook import Webhook
from bot.conversation.machine import State
from bot.staff.api_tokens import ApiTokens
from bot.summaries.store import Summaries
from bot.wiring.knowing import Knowing


class Telling(Knowing):
    """What is told without being asked."""

    @cached_property
    def alerts(self) -> AlertStore:
        """What admins want to be told, and what was."""
        return AlertStore(self.db, self.settings.resolved_public_url)

    @cached_property
    def watch(self) -> Watch:
        """What looks whether something is out of the ordinary."""
        return Watch(self.alerts, self.analysis, self._waiting_since)

    @cached_property
    def webhook(self) -> Webhook:
        """What sends alerts to other systems."""
        hosts = [one.strip() for one in self.settings.webhook_private_hosts.split(",") if one.strip()]
        return Webhook(self.db, self.alerts, self._secret("webhooks"), clock=self.now, private_hosts=hosts)

    @cached_property
    def summaries(self) -> Summaries:
        """The weekly summary."""
        return Summaries(self.db, self.figures.report, self.settings.zone, self.settings.resolved_public_url)

    @cached_property
    def api_tokens(self) -> ApiTokens:
        """Programs that may read the figures."""
        return ApiTokens(self.db)

    def _waiting_since(self, now: datetime) -> Sequence[datetime]:
        waiting = self.conversations.in_states([State.QUEUED], limit=2_000)
        return [one.queued_at or now for one in waiting]
