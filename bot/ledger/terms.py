"""The terms by which the ledger counts: spans of time and prices, all of them settings."""

from dataclasses import dataclass
from datetime import timedelta

from bot.settings import Settings


@dataclass(frozen=True)
class Terms:
    """Spans of time, and prices in US dollars.

    `episode_silence` ends an episode; contacts less than `case_gap` apart are one case; another contact
    within `come_back` takes durable credit away. `share_would_contact` is the share of self-served visitors
    who would otherwise have contacted a person: stated, not measured, until a holdout measures it.
    """

    episode_silence: timedelta = timedelta(hours=24)
    case_gap: timedelta = timedelta(days=7)
    come_back: timedelta = timedelta(days=7)
    cost_human_contact: float = 10.0
    cost_self_service_contact: float = 0.05
    share_would_contact: float = 0.7
    first_response_goal: timedelta = timedelta(seconds=30)
    short_session_messages: int = 2
    agent_wage_per_minute: float = 0.6
    cost_message: float = 1.0
    conversion_span: timedelta = timedelta(hours=24)
    value_of_happy_chat: float = 5.0
    holdout_share: float = 0.0


def terms_of(settings: Settings) -> Terms:
    """The terms that the operator set."""
    return Terms(
        episode_silence=timedelta(hours=settings.episode_silence_hours),
        case_gap=timedelta(days=settings.case_gap_days),
        come_back=timedelta(days=settings.come_back_days),
        cost_human_contact=settings.cost_human_contact,
        cost_self_service_contact=settings.cost_self_service_contact,
        share_would_contact=settings.share_would_contact,
        agent_wage_per_minute=settings.agent_wage_per_minute,
        cost_message=settings.cost_message,
        conversion_span=timedelta(hours=settings.conversion_hours),
        value_of_happy_chat=settings.value_of_happy_chat,
        holdout_share=settings.holdout_share,
    )
