"""What the bot asks back with: near ties between articles, or the reasons that a message may have. Pure."""

from typing import Any

from bot.nlu.model import Understanding
from bot.triage.model import Decision, Route
from bot.triage.reasons import Reason, Reasons
from kb.search import SearchDecision, SearchResult

MOST = 3
_PLAUSIBLE = 0.1


def options_for(
    decision: Decision, understanding: Understanding, found: SearchResult, reasons: Reasons
) -> list[dict[str, Any]]:
    """Two or three `{title, intent, entities}` with `article_id` or `reason`; or none at all."""
    if found.decision is SearchDecision.CLARIFY:
        return [
            {
                "title": hit.title,
                "intent": "question",
                "article_id": hit.article_id,
                "entities": {"article_id": hit.article_id},
            }
            for hit in found.hits[: min(found.options or 2, MOST)]
        ]
    if decision.route is not Route.CLARIFY:
        return []
    plausible = [
        reasons[key] for key, p in understanding.reasons[:MOST] if key in reasons and p >= _PLAUSIBLE
    ]
    return [as_option(reason) for reason in plausible] if len(plausible) > 1 else []


def as_option(reason: Reason) -> dict[str, Any]:
    """A way to what settles a reason."""
    entities: dict[str, Any] = {"reason": reason.key}
    intent = "handoff"
    if reason.is_flow:
        intent = reason.skill
    elif reason.skill == "answer" and reason.articles:
        intent, entities = "question", {**entities, "article_id": reason.articles[0]}
    return {"title": reason.title, "intent": intent, "reason": reason.key, "entities": entities}
