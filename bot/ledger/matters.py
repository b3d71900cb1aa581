"""The matter an episode stands at: what became of the visitor's last question or errand. Pure.

An episode is judged by its last matter. An answered question followed by a form left half-way is not a
success, and neither is a finished form followed by a question nobody answered.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum, auto

from bot.ledger.events import Event


class Standing(Enum):
    """What became of a matter."""

    NOTHING_YET = auto()
    UNANSWERED = auto()
    ANSWERED = auto()
    HELPED = auto()
    ANSWER_MISSING = auto()
    CLARIFYING = auto()
    IN_FLOW = auto()
    FLOW_COMPLETED = auto()
    FLOW_CANCELLED = auto()
    FLOW_FAILED = auto()
    PERSON_REQUESTED = auto()
    OFFERED = auto()
    OFFER_DECLINED = auto()
    HANDOFF_REQUESTED = auto()
    QUEUED = auto()
    QUEUE_LEFT = auto()
    BOT_FAILED = auto()


@dataclass(frozen=True)
class Matter:
    """The matter after some events; `evidence` are the events that show how it stands.

    `articles` are the answers shown to the last question; `asked` is a message that still waits for a reply;
    `unfinished` is the flow that a question interrupted.
    """

    standing: Standing = Standing.NOTHING_YET
    evidence: tuple[Event, ...] = ()
    articles: frozenset[str] = frozenset()
    asked: Event | None = None
    flow: str | None = None
    step: str | None = None
    unfinished: Event | None = None


# With these an offer of a person is the way out that the bot shows, not a matter of its own.
_DEAD_ENDS = frozenset({Standing.ANSWER_MISSING, Standing.FLOW_FAILED, Standing.BOT_FAILED})


def last_matter(events: Iterable[Event]) -> Matter:
    """How the last matter of an episode stands, from its events in order."""
    events = tuple(events)
    questions = substantial(events)
    matter = Matter()
    for event in events:
        if event.type == "message_received":
            matter = replace(matter, asked=event) if event.data["seq"] in questions else matter
        elif event.type in _STEPS:
            following = _STEPS[event.type](matter, event)
            matter = replace(following, asked=matter.asked if _still_owed(matter, event) else None)
    if matter.asked is not None:
        return replace(matter, standing=Standing.UNANSWERED, evidence=(matter.asked,))
    return matter


def substantial(events: Iterable[Event]) -> set[int]:
    """The numbers of the visitor's messages that are more than a greeting or thanks."""
    found: set[int] = set()
    for event in events:
        if event.type in ("message_received", "message_classified"):
            (found.add if event.data["substance"] else found.discard)(event.data["seq"])
    return found


def _still_owed(matter: Matter, event: Event) -> bool:
    # What answers message 3 leaves message 5, sent meanwhile, unanswered.
    asked, seq = matter.asked, event.data.get("seq")
    return asked is not None and seq is not None and bool(seq < asked.data["seq"])


def _stands(standing: Standing) -> Callable[[Matter, Event], Matter]:
    def step(matter: Matter, event: Event) -> Matter:
        return Matter(standing, (event,), unfinished=matter.unfinished)

    return step


def _answered(matter: Matter, event: Event) -> Matter:
    article = frozenset({event.data["article_id"]})
    last = matter.evidence[-1] if matter.evidence else None
    if matter.standing is Standing.ANSWERED and last and last.data["seq"] == event.data["seq"]:
        # Several questions in one message have several answers.
        article, evidence = article | matter.articles, (*matter.evidence, event)
    else:
        evidence = (event,)
    return Matter(Standing.ANSWERED, evidence, article, unfinished=matter.unfinished)


def _reacted(matter: Matter, event: Event) -> Matter:
    if event.data["polarity"] == "negative" or not _concerns(matter, event):
        return matter
    helped = Standing.HELPED if matter.standing is Standing.ANSWERED else matter.standing
    return replace(matter, standing=helped, evidence=(*matter.evidence, event))


def _concerns(matter: Matter, reaction: Event) -> bool:
    if reaction.data["about"] == "flow":
        flow = reaction.data.get("flow")
        return matter.standing is Standing.FLOW_COMPLETED and flow in (None, matter.flow)
    article = reaction.data.get("article_id")
    return matter.standing is Standing.ANSWERED and (article is None or article in matter.articles)


def _in_flow(matter: Matter, event: Event) -> Matter:
    started = event if matter.unfinished is None or _flow_changed(matter, event) else matter.unfinished
    return Matter(
        Standing.IN_FLOW, (event,), flow=event.data["flow"], step=event.data.get("step"), unfinished=started
    )


def _flow_changed(matter: Matter, event: Event) -> bool:
    return matter.unfinished is not None and matter.unfinished.data["flow"] != event.data["flow"]


def _flow_ended(standing: Standing) -> Callable[[Matter, Event], Matter]:
    def step(_matter: Matter, event: Event) -> Matter:
        return Matter(standing, (event,), flow=event.data["flow"], step=event.data.get("step"))

    return step


def _offered(matter: Matter, event: Event) -> Matter:
    if matter.standing in _DEAD_ENDS:
        return matter
    return Matter(Standing.OFFERED, (event,))


_STEPS: dict[str, Callable[[Matter, Event], Matter]] = {
    "bot_replied": lambda matter, _event: matter,
    "answer_shown": _answered,
    "answer_missing": _stands(Standing.ANSWER_MISSING),
    "clarify_asked": _stands(Standing.CLARIFYING),
    "reaction": _reacted,
    "flow_started": _in_flow,
    "flow_step": _in_flow,
    "flow_completed": _flow_ended(Standing.FLOW_COMPLETED),
    "flow_cancelled": _flow_ended(Standing.FLOW_CANCELLED),
    "flow_failed": _flow_ended(Standing.FLOW_FAILED),
    "person_requested": _stands(Standing.PERSON_REQUESTED),
    "person_offered": _offered,
    "offer_declined": _stands(Standing.OFFER_DECLINED),
    "handoff_requested": _stands(Standing.HANDOFF_REQUESTED),
    "queued": _stands(Standing.QUEUED),
    "queue_left": _stands(Standing.QUEUE_LEFT),
    "bot_failed": _stands(Standing.BOT_FAILED),
}
