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
_TOO_LATE = "It has left already: offer to stop it at the carrier, or to take it back."
_BY_CAUSE: Mapping[str, str] = {
    "already_packed": "It is packed: ask the warehouse whether it can still be stopped.",
    "already_shipped": _TOO_LATE,
    "already_delivered": _TOO_LATE,
    "already_on_its_way": "The goods are on their way back: wait for them, then decide.",
    "too_late": "The time for it is over: decide whether to make an exception.",
    "amount_above_limit": "The amount is above what self-service may do: check it and do it by hand.",
    "not_returnable": "The rules don't allow it: explain why, or make an exception.",
    "needs_a_person": "It is our mistake: say sorry and offer a replacement or the money, without a form.",
    "email_taken": "Another account has this address: find out whether both are theirs, and join them.",
    "no_membership": "No membership runs with this account: look for another account of theirs.",
    "open_orders": "Something is on its way: agree on what happens to it before the account is closed.",
    "not_supported": "The shop's system can't do it from here: do it by hand.",
    "not_found": "No such order for this address: look for it by name, and check other addresses.",
    "not_verified": "They could not show who they are: ask for something only the customer knows.",
    "too_many": "Too many codes or links were sent: check the address, then help by hand.",
    "nothing_there": "There is no return and no refund: find out what they sent back, and when.",
}
"""What to do first, by why a flow failed: refusals of the shop's rules, and causes of the flows."""
_BY_FACT: Mapping[str, str] = {
    "booked_twice": "It was booked twice: send the second amount back and say by when it arrives.",
    "paid_later": "A later try went through: confirm that the order is paid, and look at what they see.",
    "declined": "The bank declined: suggest another way to pay, and keep the order open for it.",
    "expired_card": "The card has expired: send a link to pay with another one.",
    "not_confirmed": "The bank's confirmation didn't come: send a link to try it again.",
    "above_limit": "The card's limit is too low: suggest another way to pay, or parts.",
    "unknown": "The bank gave no reason: look the try up with the payment provider.",
    "not_found": "Nothing with us fits: ask the payment provider by amount and day, and think of fraud.",
}
"""What to do first, by the facts that a flow gathered about a payment."""
_BY_OTHER_FACTS = (
    "The charge was explained and still isn't clear: compare it with what they see, line by line."
)


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
    conversation: Conversation,
    articles: Sequence[Mapping[str, Any]],
    customer: Mapping[str, Any] | None,
    events: Iterable[Event] = (),
) -> str:
    """What the agent might do first: one or two sentences; `events` tell why a flow failed."""
    why = conversation.handoff_reason or "visitor_request"
    causes = [str(event.data["cause"]) for event in events if event.type == "flow_failed"]
    step = _BY_HANDOFF_REASON.get(why, _BY_HANDOFF_REASON["visitor_request"])
    if why == "flow_failed" and causes:
        step = _BY_CAUSE.get(causes[-1], step)
    if why == "policy" and conversation.slots.get("_gathered"):
        step = _BY_FACT.get(str(conversation.slots.get("cause")), _BY_OTHER_FACTS)
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
        "flow_failed": f"“{flow}” failed{at_step}{_because(data.get('cause'))}.",
        "offer_declined": "Offered a person; the visitor declined.",
        "bot_failed": "The assistant failed.",
    }.get(type_)


def _because(cause: object) -> str:
    """Why it failed, where there was more to it than not being understood."""
    return "" if cause in (None, "not_understood") else f": {str(cause).replace('_', ' ')}"
