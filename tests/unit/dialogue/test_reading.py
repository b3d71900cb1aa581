"""When an article serves better than the flow of the same matter."""

from pathlib import Path

import numpy as np
import pytest

from bot.dialogue.intents import Running
from bot.dialogue.reading import Reader, Scene
from bot.nlu.model import Understanding
from bot.triage.model import Signals
from bot.triage.policy import DEFAULT_POLICY
from bot.triage.reasons import load_reasons
from kb.search import Hit, SearchDecision, SearchResult

REASONS = load_reasons(Path(__file__).resolve().parents[3] / "data" / "reasons.yml")
IN_A_FLOW = Scene(Signals(active_flow="address_change"), Running("address_change", "street"))


class Understands:
    def __init__(self, reason: str) -> None:
        self.reason = reason

    def understand(self, text: str) -> Understanding:
        return Understanding(text, np.ones(2, dtype=np.float32), reasons=((self.reason, 0.95),))


class Finds:
    def __init__(self, decision: SearchDecision) -> None:
        self.decision = decision

    def search(self, text: str, *, vector: object = None, limit: int = 5) -> SearchResult:
        hit = Hit("article", 1, "Title", "Answer.", "Answer.", "/help/article", 0.9, 0.9)
        return SearchResult(self.decision, (hit,))


def intent(text: str, reason: str, decision: SearchDecision, scene: Scene | None = None) -> str:
    reader = Reader(Understands(reason), Finds(decision), lambda: REASONS, lambda: DEFAULT_POLICY)
    return reader.read(text, scene or Scene(Signals())).intent


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("what is larkwood plus", "subscription_renewal"),
        ("how much is plus", "subscription_renewal"),
        ("can i get the membership fee back", "subscription_renewal"),
        ("how often do you send the newsletter", "newsletter"),
        ("i am not receiving your newsletter", "newsletter"),
        ("what happens when i delete my account", "delete_account"),
        ("can i bring my dog to the store", "opening_hours"),
    ],
)
def test_what_the_flow_does_not_do_is_told_by_the_article_that_knows_it(text: str, reason: str) -> None:
    assert intent(text, reason, SearchDecision.ANSWER) == "question"
    assert intent(text, reason, SearchDecision.ABSTAIN) == reason


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("cancel my larkwood plus", "subscription_renewal"),
        ("when does my larkwood plus renew", "subscription_renewal"),
        ("turn the renewal back on", "subscription_renewal"),
        ("sign me up for the newsletter", "newsletter"),
        ("delete my account", "delete_account"),
        ("are you open on sunday", "opening_hours"),
    ],
)
def test_what_the_flow_does_begins_it_though_an_article_knows_it_too(text: str, reason: str) -> None:
    assert intent(text, reason, SearchDecision.ANSWER) == reason


def test_a_flow_that_only_informs_does_not_put_the_running_one_aside_where_an_article_answers() -> None:
    assert intent("are you open on sunday", "opening_hours", SearchDecision.ANSWER, IN_A_FLOW) == "question"
    assert (
        intent("are you open on sunday", "opening_hours", SearchDecision.ABSTAIN, IN_A_FLOW)
        == "opening_hours"
    )
    switched = intent("how do i delete my account?", "delete_account", SearchDecision.ANSWER, IN_A_FLOW)
    assert switched == "delete_account"
