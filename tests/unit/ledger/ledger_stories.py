"""Stories: episodes told event by event, with every event checked against its schema."""

from datetime import UTC, datetime, timedelta

from bot.ledger.analysis import Analysis
from bot.ledger.columnar import ColumnarContacts
from bot.ledger.episodes import group
from bot.ledger.events import Event
from bot.ledger.filters import Filter
from bot.ledger.outcomes import judge
from bot.ledger.schemas import checked
from bot.ledger.terms import Terms
from bot.nlu.model import Tone
from bot.triage.inputs import Kept, inputs_of
from bot.triage.model import Signals

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LATER = START + timedelta(days=30)
TRIAGE = {
    "value": "low",
    "complexity": "low",
    "value_score": 0.1,
    "complexity_score": 0.1,
    "confidence": 0.9,
    "policy_version": 1,
}


INPUTS = inputs_of(
    Kept(
        act=None,
        act_confidence=0.0,
        reasons=(("order_status", 0.9),),
        wants_person=0.0,
        tone=Tone(),
        wishes=1,
        length=20,
        amount=0.0,
        quantity=0.0,
        familiarity=0.9,
        language="en",
    ),
    Signals(),
)


class Story:
    """One episode; every event comes ten seconds after the one before unless `after` says otherwise."""

    def __init__(
        self, episode="e1", *, conversation="c1", visitor="v1", at=START, test=False, invited=False, arm=None
    ):
        self.episode_id, self.conversation_id, self.visitor = episode, conversation, visitor
        self.now, self.seq, self.events = at, 0, []
        started = {"number": 1, "invited": invited, "test": test}
        self.happens("episode_started", after=0, **started)
        self.arm = arm

    def happens(self, type_, *, after=10, version=1, **data):
        self.now += timedelta(seconds=after)
        kept = checked(type_, version, data)
        number = len(self.events)
        self.events.append(
            Event(
                f"{self.episode_id}-{number}",
                type_,
                version,
                self.now,
                self.conversation_id,
                self.episode_id,
                self.visitor,
                kept,
            )
        )
        return self

    def asks(self, *, chat="bot", after=10, replied=True):
        """The visitor writes something that wants an answer."""
        self.seq += 1
        self.happens("message_received", seq=self.seq, length=20, chat=chat, after=after)
        if chat == "bot" and replied:
            self.happens("bot_replied", seq=self.seq, milliseconds=400, after=0)
        if self.arm is not None and chat == "bot":
            self.decided(eligible=True)
        return self

    def decided(self, *, eligible):
        """The last message was decided on while there is a holdout."""
        facts = {"reason": "order_status", "route": "answer", "inputs": INPUTS, "eligible": eligible}
        return self.happens(
            "triage_decided", version=2, seq=self.seq, after=0, arm=self.arm, **facts, **TRIAGE
        )

    def greets(self):
        """The visitor writes a greeting or thanks."""
        self.asks()
        return self.happens("message_classified", seq=self.seq, act="greet", substance=False, after=0)

    def meant(self, reason):
        """The last message was understood."""
        return self.happens("triage_decided", seq=self.seq, reason=reason, route="answer", after=0, **TRIAGE)

    def answered(self, article="shipping-times"):
        return self.happens(
            "answer_shown", seq=self.seq, article_id=article, article_version=1, score=0.9, risk=0.01, after=0
        )

    def reacts(self, polarity, *, about="answer", after=10, **what):
        return self.happens("reaction", seq=self.seq, polarity=polarity, about=about, after=after, **what)

    def person(self, *, wait=20, reply=10):
        """A person is asked for, accepts and writes."""
        self.happens("person_requested", seq=self.seq, times=2)
        self.happens("handoff_requested", handoff_reason="visitor_request", after=0)
        self.happens("queued", after=0)
        self.happens("person_accepted", agent_id="ada", waited_seconds=wait, after=wait)
        self.seq += 1
        return self.happens("agent_wrote", agent_id="ada", seq=self.seq, first=True, after=reply)

    def closed(self, by="agent", *, after=10, **data):
        return self.happens("closed", by=by, after=after, **data)

    def episode(self):
        return group(self.events)[0]

    def judged(self, now=LATER, terms=None):
        return judge(self.episode(), now, terms or Terms())


class MemoryEvents:
    """The ledger's events in a list, as `EventStore` hands them out."""

    def __init__(self, *stories):
        self.events = [event for story in stories for event in story.events]

    def mark(self, overlap):
        return len(self.events), min(len(self.events), overlap)

    def by_episode(self, up_to):
        own = {}
        for event in self.events[:up_to]:
            own.setdefault(event.episode_id, []).append(event)
        return iter(own.values())

    def episodes_after(self, seq):
        return list({event.episode_id for event in self.events[max(seq, 0) :]})

    def of_types_after(self, types, seq):
        touched = {event.episode_id for event in self.events[max(seq, 0) :] if event.type in types}
        return [event for event in self.events if event.episode_id in touched and event.type in types]

    def for_episodes(self, episode_ids):
        return [event for event in self.events if event.episode_id in episode_ids]

    def for_episode(self, episode_id):
        return self.for_episodes([episode_id])


def analysis_of(*stories, terms=None, titles=None):
    """The ledger's front door over these stories."""
    events = MemoryEvents(*stories)
    return Analysis(events, ColumnarContacts(events, None), terms or Terms(), lambda: titles or {})


def everything(now):
    """All episodes that began before `now`."""
    return Filter(datetime(2020, 1, 1, tzinfo=UTC), now)
