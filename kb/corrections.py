"""Corrections: the bot's answer was wrong, an agent says; confirmed, it is a golden question (pure)."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from kb.articles import one_line
from kb.errors import Conflict, InvalidInput
from kb.golden import Expectation, expectation


class CorrectionState(StrEnum):
    """Whether somebody has decided."""

    OPEN = "open"
    CONFIRMED = "confirmed"
    DISMISSED = "dismissed"


@dataclass(frozen=True)
class Correction:
    """What the bot showed was wrong, and what would have been right.

    `question` is a visitor's words as the agent has edited them; `shown_article_id` is None where the bot
    gave no article, `right_article_id` where no article answers the question; `add_variant` is the wish that
    the question becomes one of that article's ways of asking. `decided_by` and `decided_at` are None while it
    is open.
    """

    id: str
    conversation_id: str
    message_seq: int
    question: str
    shown_article_id: str | None
    right_article_id: str | None
    add_variant: bool
    state: CorrectionState
    proposed_by: str
    proposed_at: datetime
    decided_by: str | None = None
    decided_at: datetime | None = None

    @property
    def expected(self) -> Expectation:
        """What the search has to do with this question from now on."""
        return expectation(self.question, None, self.right_article_id)


def checked_question(question: str) -> str:
    """The question as it is kept: one line.

    Raises:
        InvalidInput: nothing is left of it, or it is too long.
    """
    question = one_line(question, "question")
    if not question:
        raise InvalidInput("What did the visitor ask?", field="question")
    return question


def check_open(correction: Correction) -> None:
    """Refuse a second decision.

    Raises:
        Conflict: somebody has decided already.
    """
    if correction.state is not CorrectionState.OPEN:
        raise Conflict(f"{correction.decided_by} has {correction.state.value} this already.")
