"""What visitors' reactions and picks teach the knowledge base: whether an article was the right one."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversation.store import ConversationStore
from bot.errors import NotFound
from bot.ledger.events import Event
from bot.ledger.store import EventStore
from kb.base import KnowledgeBase
from kb.judgements import Source

# A reaction comes after what it is about; what is older than this is not looked for.
LOOKING_BACK = timedelta(days=1)


@dataclass(frozen=True)
class Lesson:
    """For the question that is message `seq`, the article was right or wrong.

    `about` is the event that says so.
    """

    about: str
    conversation_id: str
    seq: int
    article_id: str
    right: bool
    source: Source
    at: datetime


def lessons(events: Sequence[Event]) -> list[Lesson]:
    """What events teach, in their order.

    A pick among several says that the picked one answers the question that was asked back about; a reaction
    to what was picked is about that question too, not about the button.
    """
    shown = Counter((one.conversation_id, one.data["seq"]) for one in events if one.type == "answer_shown")
    found: list[Lesson] = []
    asked_back: dict[str, Event] = {}
    question_of: dict[tuple[str, int], int] = {}
    for event in events:
        conversation_id, data = event.conversation_id, event.data
        if shown[conversation_id, data.get("seq")] > 1:
            # Several questions in one message: which words were about which isn't kept.
            continue
        if event.type == "clarify_asked":
            asked_back[conversation_id] = event
        elif event.type == "answer_shown":
            clarified = asked_back.pop(conversation_id, None)
            if clarified and data["article_id"] in clarified.data["options"]:
                seq = int(clarified.data["seq"])
                question_of[conversation_id, int(data["seq"])] = seq
                found.append(_lesson(event, seq, right=True, source=Source.PICK))
        elif event.type == "reaction" and data.get("about") == "answer" and data.get("article_id"):
            seq = question_of.get((conversation_id, int(data["seq"])), int(data["seq"]))
            found.append(_lesson(event, seq, right=data["polarity"] == "positive", source=Source.REACTION))
    return found


class Learner:
    """Teaches the knowledge base what was said of its answers lately; each lesson counts once."""

    def __init__(
        self, events: EventStore, conversations: ConversationStore, knowledge: KnowledgeBase
    ) -> None:
        self._events = events
        self._conversations = conversations
        self._knowledge = knowledge
        self._done: set[str] = set()

    def learn(self, now: datetime) -> int:
        """Take in what is new; gives the number of lessons that said something."""
        recent = lessons(self._events.between(now - LOOKING_BACK, now))
        self._done &= {lesson.about for lesson in recent}
        new = self._knowledge.not_judged([one.about for one in recent if one.about not in self._done])
        taught = sum(self._taught(lesson) for lesson in recent if lesson.about in new)
        self._done |= new
        return taught

    def _taught(self, lesson: Lesson) -> bool:
        try:
            question = self._conversations.message(lesson.conversation_id, lesson.seq).text
        except NotFound:
            return False
        return self._knowledge.judge(
            question,
            lesson.article_id,
            right=lesson.right,
            source=lesson.source,
            at=lesson.at,
            about=lesson.about,
        )


def _lesson(event: Event, seq: int, *, right: bool, source: Source) -> Lesson:
    article_id = str(event.data["article_id"])
    return Lesson(event.id, event.conversation_id, seq, article_id, right, source, event.at)
