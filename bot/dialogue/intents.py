"""Which of Rasa's intents a message becomes. Pure.

Understanding knows dozens of reasons and triage decides on routes; the rules need only what is to be done
next. So decisions become a few intents here, and the details travel beside them to the actions.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from bot.dialogue.flows import FLOWS, STEPS, Expected
from bot.dialogue.steering import correction_in, steers
from bot.nlu.model import (
    AFFIRM,
    ASK_BOT,
    ASK_PERSON,
    CONFUSED,
    DENY,
    GOODBYE,
    GREET,
    INFORM,
    SMALLTALK,
    STOP,
    THANK,
    Understanding,
)
from bot.triage.decide import SELF_SERVICE_FIRST
from bot.triage.model import UNKNOWN, Decision, HandoffReason, Route

BOT_FAILURE = "bot_failure"
QUESTION = "question"
OFFER_PERSON = "offer_person"
HANDOFF = "handoff"
LEAVE_MESSAGE = "leave_message"
FEEDBACK = "feedback"
SWITCH_FLOW = "switch_flow"
ACTS = frozenset({GREET, GOODBYE, THANK, AFFIRM, DENY, ASK_BOT, STOP, SMALLTALK, INFORM, CONFUSED})
PICKED = frozenset(
    {"helped", "not_helped", "rephrase", "browse_help", "decline_offer", LEAVE_MESSAGE, HANDOFF}
    | {STOP, INFORM, AFFIRM, DENY}
    | {QUESTION, ASK_PERSON, *FLOWS}
)
"""What a button may stand for."""

ALL = frozenset({BOT_FAILURE, QUESTION, ASK_PERSON, OFFER_PERSON, FEEDBACK, SWITCH_FLOW, *PICKED, *ACTS})
"""Every intent that a message can become; each is in the domain and has a rule."""

_NOT_HELPFUL = re.compile(
    r"\b(?:(?:did|does|do|was|is|were|are)(?:\s?n[o']?t|nt)\s+(?:really\s+|very\s+|any\s+|at all\s+)*"
    r"(?:help|helping|helpful|useful|what i (?:asked|meant|wanted|need))|not (?:helpful|helping|useful)"
    r"|(?:that|it|this)\s(?:still\s)?(?:did|does)(?:\s?n[o']?t|nt)\s+work"
    r"|no help|useless|wrong answer|(?:bad|stupid|dumb|terrible) (?:bot|robot|answer))\b",
    re.IGNORECASE,
)
_HELPFUL = re.compile(
    r"\b(?:(?:that|this|it|you)(?:'?ve| have| has)?(?:'?s| was| were| are|'?re| really)* "
    r"(?:helped|helpful|very helpful|so helpful)"
    r"|(?:great|good|nice|awesome) (?:bot|answer|job|help)|well done)\b",
    re.IGNORECASE,
)
_NO_CODE = re.compile(
    r"\b(?:did ?n.?t|have ?n.?t|has ?n.?t|not|never|no|nothing|still|where.?s|where is)\b.*"
    r"\b(?:get|got|receiv\w+|come|came|arriv\w+|code|mail|e-mail|email|there)\b"
    r"|\b(?:re-?send|send|new|another|again)\b.*\b(?:it|code|one|again|mail)\b|^again$|^resend$",
    re.IGNORECASE,
)
_STOPS = re.compile(
    r"^\W*(?:(?:please|ok|no|just)\W+)*(?:cancel|stop|quit|exit|abort|never ?mind|forget)"
    r"(?:\W+(?:about|it|this|that|please|now|thanks?))*\W*$",
    re.IGNORECASE,
)
"""Inside a flow these words alone mean the flow, whatever else they may mean outside of it."""
_ASKS = re.compile(
    r"\?\s*$|^(?:what|when|where|why|who|which|how|can|could|do|does|did|is|are|will|would|should|may"
    r"|tell me|show me|explain|i want to know)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Running:
    """The flow that runs and the step it asks for."""

    flow: str
    step: str


def running_in(slots: Mapping[str, object]) -> Running | None:
    """The running flow, as the conversation's slots tell it."""
    flow, step = slots.get("_flow"), slots.get("_step")
    return Running(str(flow), str(step)) if flow and step else None


def switches(intent: str, running: Running | None) -> bool:
    """Whether this is another flow than the one that runs."""
    return running is not None and intent in FLOWS and intent != running.flow


def would_go_on(intent: str, running: Running | None, off: Collection[str]) -> bool:
    """Whether this begins, or goes on with, a flow that is switched off."""
    if intent in off:
        return True
    return running is not None and running.flow in off and intent in (INFORM, AFFIRM, DENY, CONFUSED)


def code_did_not_come(text: str) -> bool:
    """Whether the visitor waits for the code, or asks for another one."""
    return bool(_NO_CODE.search(text))


def feedback_in(understanding: Understanding) -> str | None:
    """Whether the message judges the bot itself: "positive", "negative" or None; long ones say more."""
    text = understanding.text
    if len(text.split()) > 8:
        return None
    if _NOT_HELPFUL.search(text):
        return "negative"
    return "positive" if _HELPFUL.search(text) else None


def answers_step(running: Running, understanding: Understanding) -> bool:
    """Whether the message is what the running flow asked for, rather than something new.

    A step that asks for something recognisable takes a message that holds it; any other step takes what is
    neither a question nor a move of its own.
    """
    words = understanding.text.split()
    expected = STEPS.get(running.step, Expected())
    if understanding.act != ASK_PERSON and steers(understanding.text):
        return True
    if expected.kind == "code" and code_did_not_come(understanding.text):
        return understanding.act not in (STOP, ASK_PERSON)
    if expected.kind is not None and understanding.entity(expected.kind) is not None:
        return not _ASKS.search(understanding.text) or len(words) <= 4
    if running.step == "confirmed" and understanding.act in (AFFIRM, DENY):
        return True
    moves = {STOP, ASK_PERSON, ASK_BOT, GREET, THANK, GOODBYE, CONFUSED} - (
        {STOP} if expected.any_words else set()
    )
    return understanding.act in (INFORM, AFFIRM, DENY) or (
        expected.free_text
        and understanding.act not in moves
        and not _ASKS.search(understanding.text)
        and len(words) <= 15
    )


_FOLLOW_UP_WORDS = 4


def taken_up_again(decision: Decision, understanding: Understanding, ended: str | None) -> str | None:
    """The flow that just ended and that the message goes on with: "and norway?", another order's number.

    Only details do that, or a few words around them that give no reason of their own, or put them right:
    "sorry, my email is ...".
    """
    if ended is None or ended not in FLOWS or decision.route is Route.HANDOFF:
        return None
    if not any(understanding.entity(kind) is not None for kind in FLOWS[ended].opened_by):
        return None
    few = understanding.act is None and len(understanding.text.split()) <= _FOLLOW_UP_WORDS
    puts_right = correction_in(understanding.text) is not None
    own = decision.route in (Route.ANSWER, Route.FLOW) and decision.reason != UNKNOWN
    return ended if understanding.act == INFORM or ((few or puts_right) and not own) else None


def intent_of(
    decision: Decision, understanding: Understanding, running: Running | None, ended: str | None = None
) -> str:
    """The intent for a typed message.

    Args:
        decision: where triage sends it.
        understanding: what it says.
        running: the flow that runs.
        ended: the flow that ended last.
    """
    act = understanding.act
    if decision.route is Route.HANDOFF:
        return HANDOFF
    if running is not None and _STOPS.match(understanding.text):
        named_by = FLOWS[running.flow].named_by if running.flow in FLOWS else None
        return INFORM if named_by and named_by.search(understanding.text) else STOP
    if running is not None and answers_step(running, understanding):
        return act if act in (AFFIRM, DENY) else INFORM
    same = running is not None and decision.skill == running.flow
    if same and decision.route is Route.FLOW and _ASKS.search(understanding.text):
        return QUESTION
    again = taken_up_again(decision, understanding, ended) if running is None else None
    if again is not None:
        return again
    unsure = decision.handoff_reason is HandoffReason.LOW_CONFIDENCE
    if feedback_in(understanding) is not None and (unsure or decision.route.reach == 0):
        return FEEDBACK
    if decision.route is Route.OFFER_HUMAN:
        return OFFER_PERSON
    if decision.route is Route.LEAVE_MESSAGE:
        return LEAVE_MESSAGE
    if decision.skill == SELF_SERVICE_FIRST:
        return ASK_PERSON
    if decision.route is Route.FLOW:
        return _flow(decision.skill, running, act)
    if decision.route is Route.ANSWER and decision.skill in ACTS:
        return decision.skill
    # Details that belong to nothing: there is no question to answer, only to ask back.
    alone = len(understanding.text.split()) == 1 and not _ASKS.search(understanding.text)
    return INFORM if act == INFORM and (alone or decision.route is Route.CLARIFY) else QUESTION


def _flow(skill: str, running: Running | None, act: str | None) -> str:
    if running is not None and running.flow == skill:
        return act if act in (AFFIRM, DENY) else INFORM
    return skill if skill in FLOWS else QUESTION
