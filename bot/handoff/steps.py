"""What the bot tried before a person came in, and what the agent might do next, in plain words. Pure."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from bot.conversation.model import Conversation
from bot.ledger.events import Event

_BY_HANDOFF_REASON: Mapping[str, str] = {
    "visitor_request": "Say hello and ask what you can settle.",
    "high_value": "Answer soon: this contact is worth it.",
    "high_complexity": "Read what was gathered, then say how you will look into it.",
    "low_confidence": "Ask in one question what the visitor needs.",
    "negative_tone": "Say sorry for the trouble first, then what you will do and by when.",
    "flow_failed": "Finish by hand what self-service could not.",
    "policy": "Take it from here; the assistant does not decide this.",
    "bot_failure": "Say sorry that the assistant failed, and answer the last question.",
}


def tried(events: Iterable[Event], titles: Mapping[str, str]) -> list[str]:
    """What the bot tried in this episode, in order, one sentence each.

    Args:
        events: the episode's events in order.
        titles: article id → title.
    """
    said: list[str] = []
    for event in events:
        sentence = _sentence(event.type, event.data, titles)
        if sentence is not None and (not said or said[-1] != sentence):
            said.append(sentence)
    return said


def next_step(
    conversation: Conversation, articles: Sequence[Mapping[str, Any]], customer: Mapping[str, Any] | None
) -> str:
    """What the agent might do first: one or two sentences."""
    step = _BY_HANDOFF_REASON.get(conversation.handoff_reason or "", _BY_HANDOFF_REASON["visitor_request"])
    if any(article.get("reaction") == "negative" for article in articles):
        return f"{step} The article the assistant showed did not help: don't send it again."
    if customer is None and conversation.identity == "anonymous" and not conversation.email:
        return f"{step} We don't know who this is yet: ask for the order number or e-mail address."
    return step


def _sentence(type_: str, data: Mapping[str, Any], titles: Mapping[str, str]) -> str | None:
    flow = str(data.get("flow", "")).replace("_", " ")
    at_step = f" at “{str(data['step']).replace('_', ' ')}”" if data.get("step") else ""
    article = f"“{titles.get(data.get('article_id', ''), data.get('article_id', ''))}”"
    if type_ == "reaction":
        helped = data["polarity"] == "positive"
        return "The visitor said that it helped." if helped else "The visitor said that it did not help."
    return {
        "answer_shown": f"Showed {article}.",
        "answer_missing": "Found no article that answers.",
        "clarify_asked": "Asked which of several was meant.",
        "flow_started": f"Began “{flow}”.",
        "flow_completed": f"Finished “{flow}”.",
        "flow_cancelled": f"The visitor left “{flow}”{at_step}.",
        "flow_failed": f"“{flow}” failed{at_step}.",
        "offer_declined": "Offered a person; the visitor declined.",
        "bot_failed": "The assistant failed.",
    }.get(type_)
