"""Reasons and what is understood, as the admin pages get them."""

from bot.reasons.book import Entry
from bot.reasons.curator import Taught
from bot.triage.decide import decide
from bot.triage.model import UNKNOWN, Signals
from bot.web import schemas
from bot.web.parts import Parts

_MOST_READINGS = 5
_MOST_NEAR = 3
_MOST_FLIPS = 20


def listed(parts: Parts) -> schemas.ReasonList:
    """All reasons, archived ones at the end."""
    book = parts.curator.live.refreshed()
    contacts = parts.figures.contacts(parts.now())
    entries = sorted(book.entries.values(), key=lambda entry: entry.archived)
    return schemas.ReasonList(
        reasons=[
            schemas.ReasonLine.model_validate(_line(entry, contacts.get(entry.key, 0))) for entry in entries
        ],
        not_recognised=contacts.get(UNKNOWN, 0),
        skills=list(parts.curator.known.skills),
        departments=sorted(parts.curator.known.departments()),
        version=book.version,
    )


def detail(parts: Parts, entry: Entry) -> schemas.ReasonDetail:
    """One reason with its phrases and what was done to it."""
    undone = {edit.undoes for edit in parts.curator.live.edits}
    return schemas.ReasonDetail.model_validate(
        {
            **_line(entry, parts.figures.contacts(parts.now()).get(entry.key, 0)),
            "phrases": [vars(phrase) for phrase in entry.phrases],
            "edits": [
                {**vars(edit), "kind": edit.kind.value, "undone": edit.number in undone}
                for edit in parts.curator.edits_of(entry.key)
            ],
        }
    )


def taught(parts: Parts, done: Taught) -> schemas.PhrasesTaught:
    """What came of adding phrases."""
    return schemas.PhrasesTaught(
        reason=detail(parts, done.entry),
        added=list(done.added),
        already=list(done.already),
        flips=[
            schemas.PhraseFlip(
                phrase=flip.phrase,
                reason=flip.intent,
                title=_title(parts, flip.intent),
                because_of=flip.because_of,
            )
            for flip in done.flips[:_MOST_FLIPS]
        ],
    )


def read(parts: Parts, text: str) -> schemas.MessageRead:
    """What a message is understood as and where the policy sends it, with nothing else known."""
    understanding = parts.understander.understand(text)
    decision = decide(understanding, Signals(), parts.reasons, parts.policy())
    near = parts.understander.neighbours(understanding, _MOST_NEAR)
    return schemas.MessageRead(
        reasons=[
            schemas.ReadAs(reason=key, title=_title(parts, key), probability=probability)
            for key, probability in understanding.reasons[:_MOST_READINGS]
        ],
        act=understanding.act,
        act_probability=understanding.act_confidence,
        wants_person=understanding.wants_person,
        reason=decision.reason,
        title=_title(parts, decision.reason),
        confidence=decision.confidence,
        route=decision.route.value,
        value=decision.value.value,
        complexity=decision.complexity.value,
        department=decision.department,
        because=list(decision.because),
        nearest=[
            schemas.NearPhrase(text=phrase, reason=intent, title=_title(parts, intent), likeness=likeness)
            for phrase, intent, likeness in near
        ],
        calibrated=parts.understander.whole,
    )


def _line(entry: Entry, contacts: int) -> dict[str, object]:
    return {
        **entry.reason.model_dump(mode="json"),
        "origin": "shipped" if entry.shipped else "added",
        "edited": entry.edited,
        "archived": entry.archived,
        "phrase_count": len(entry.phrases),
        "contacts": contacts,
    }


def _title(parts: Parts, key: str) -> str:
    """A reason's title; a dialogue act's name in words."""
    return parts.reasons.titles.get(key, key.replace("_", " ").capitalize())
