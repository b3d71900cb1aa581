"""What visitors' reactions and picks teach the knowledge base: whether an article was the right one."""

import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.conversation.model import Message
from bot.conversation.store import ConversationStore
from bot.errors import NotFound
from bot.ledger.events import Event
from bot.ledger.store import EventStore
from kb.base import KnowledgeBase
from kb.judgements import Source

# A reaction comes after what it is about; what is older than this is not looked for.
LOOKING_BACK = timedelta(days=1)
TYPES = ("clarify_asked", "answer_shown", "reaction")
# Nobody sways the risk of everybody: one visitor teaches no more than this in the time looked back.
MOST_OF_A_VISITOR = 20


@dataclass(frozen=True)
class Lesson:
    """For the question that is message `seq`, the article was right or wrong.

    `shown_for` is the message that the article was shown for: the question, or the button that was pressed
    when the bot asked back.
    """

    conversation_id: str
    visitor_key: str
    seq: int
    shown_for: int
    article_id: str
    right: bool
    source: Source
    at: datetime

    @property
    def about(self) -> str:
        """The same for the same question and article: however often somebody reacts, it counts once."""
        facts = f"{self.conversation_id} {self.seq} {self.article_id}"
        return hashlib.sha256(facts.encode()).hexdigest()


def lessons(events: Sequence[Event]) -> list[Lesson]:
    """What events teach, in their order; of several about the same thing the last.

    A pick among several says that the picked one answers the question that was asked back about; a reaction
    to what was picked is about that question too, not about the button.
    """
    shown = Counter((one.conversation_id, one.data["seq"]) for one in events if one.type == "answer_shown")
    asked_back: dict[str, Event] = {}
    question_of: dict[tuple[str, int], int] = {}
    found: dict[str, Lesson] = {}
    for event in events:
        conversation_id, data = event.conversation_id, event.data
        place = (conversation_id, int(data["seq"]))
        lesson = None
        if shown[place] > 1:
            # Several questions in one message: which words were about which isn't kept.
            continue
        if event.type == "clarify_asked":
            asked_back[conversation_id] = event
        elif event.type == "answer_shown":
            clarified = asked_back.pop(conversation_id, None)
            if clarified and data["article_id"] in clarified.data["options"]:
                question_of[place] = int(clarified.data["seq"])
                lesson = _lesson(event, question_of[place], right=True, source=Source.PICK)
        elif event.type == "reaction" and data.get("about") == "answer" and data.get("article_id"):
            right = data["polarity"] == "positive"
            lesson = _lesson(event, question_of.get(place, place[1]), right=right, source=Source.REACTION)
        if lesson:
            found.pop(lesson.about, None)
            found[lesson.about] = lesson
    return _of_each_visitor_a_few(found.values())


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
        recent = lessons(self._events.of_types(TYPES, now - LOOKING_BACK, now))
        self._done &= {lesson.about for lesson in recent}
        new = self._knowledge.not_judged([one.about for one in recent if one.about not in self._done])
        taught = sum(self._taught(lesson) for lesson in recent if lesson.about in new)
        self._done |= new
        return taught

    def _taught(self, lesson: Lesson) -> bool:
        try:
            question = self._conversations.message(lesson.conversation_id, lesson.seq)
            shown_for = self._conversations.message(lesson.conversation_id, lesson.shown_for)
        except NotFound:
            return False
        was_asked_back = lesson.shown_for != lesson.seq
        if _is_button(question) or _is_button(shown_for) is not was_asked_back:
            # A button's words are ours; and what was typed after the bot asked back is a question of its own.
            return False
        return self._knowledge.judge(
            question.text,
            lesson.article_id,
            right=lesson.right,
            source=lesson.source,
            at=lesson.at,
            about=lesson.about,
        )


def _is_button(message: Message) -> bool:
    return "choice" in message.payload


def _of_each_visitor_a_few(found: Iterable[Lesson]) -> list[Lesson]:
    counted: Counter[str] = Counter()
    kept = []
    for lesson in found:
        counted[lesson.visitor_key] += 1
        if counted[lesson.visitor_key] <= MOST_OF_A_VISITOR:
            kept.append(lesson)
    return kept


def _lesson(event: Event, seq: int, *, right: bool, source: Source) -> Lesson:
    return Lesson(
        conversation_id=event.conversation_id,
        visitor_key=event.visitor_key,
        seq=seq,
        shown_for=int(event.data["seq"]),
        article_id=str(event.data["article_id"]),
        right=right,
        source=source,
        at=event.at,
    )
