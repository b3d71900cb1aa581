"""Search and contact reason, taken together."""

import numpy as np
import pytest

from bot.dialogue.evidence import agreed
from bot.nlu.model import Understanding
from bot.triage.model import Level
from bot.triage.reasons import Reason, Reasons
from kb.search import Hit, SearchDecision, SearchResult

REASONS = Reasons(
    [
        Reason(
            key=key,
            title=key,
            group="information",
            value=Level.LOW,
            complexity=Level.LOW,
            department="support",
            skill=skill,
            goal="wants something",
            articles=(article,),
        )
        for key, skill, article in (
            ("return_request", "answer", "returns"),
            ("damaged_item", "person", "returns"),
        )
    ]
)


def hit(article_id: str, risk: float) -> Hit:
    return Hit(article_id, 1, article_id, "answer", "passage", f"/help/{article_id}", 0.5, risk)


def meaning(reason: str, probability: float) -> Understanding:
    return Understanding("text", np.zeros(1, dtype=np.float32), reasons=((reason, probability),))


def test_both_pointing_to_one_article_makes_an_answer_of_it_with_both_risks() -> None:
    found = SearchResult(SearchDecision.ABSTAIN, (hit("sofas", 0.4), hit("returns", 0.4)))
    together = agreed(found, meaning("return_request", 0.9), REASONS, 0.05)
    assert together.decision is SearchDecision.ANSWER
    assert [one.article_id for one in together.hits] == ["returns", "sofas"]
    assert together.hits[0].risk == pytest.approx(0.04)


@pytest.mark.parametrize(
    ("probability", "risk"), [(0.5, 0.4), (0.9, 0.6)], ids=["unsure reason", "unsure search"]
)
def test_the_bound_on_wrong_answers_is_kept(probability: float, risk: float) -> None:
    found = SearchResult(SearchDecision.ABSTAIN, (hit("returns", risk),))
    assert agreed(found, meaning("return_request", probability), REASONS, 0.05) is found


def test_a_reason_for_a_person_makes_no_answer() -> None:
    found = SearchResult(SearchDecision.CLARIFY, (hit("returns", 0.1),))
    assert agreed(found, meaning("damaged_item", 0.99), REASONS, 0.05) is found


def test_an_article_that_the_search_did_not_find_is_not_shown() -> None:
    found = SearchResult(SearchDecision.ABSTAIN, (hit("sofas", 0.1),))
    assert agreed(found, meaning("return_request", 0.99), REASONS, 0.05) is found


def test_what_the_search_was_sure_of_stays() -> None:
    found = SearchResult(SearchDecision.ANSWER, (hit("sofas", 0.01), hit("returns", 0.2)))
    assert agreed(found, meaning("return_request", 0.99), REASONS, 0.05) is found


def out_of_scope(probability: float) -> Understanding:
    return Understanding("text", np.zeros(1, dtype=np.float32), "out_of_scope", probability)


def test_an_article_of_the_shop_is_not_shown_to_what_reads_as_none_of_its_matters() -> None:
    found = SearchResult(SearchDecision.ANSWER, (hit("returns", 0.01),))
    assert agreed(found, out_of_scope(0.7), REASONS, 0.05).decision is SearchDecision.ABSTAIN
    assert agreed(found, out_of_scope(0.03), REASONS, 0.05) is found


def test_an_article_that_no_reason_names_is_shown_whatever_the_reasons_say() -> None:
    found = SearchResult(SearchDecision.ANSWER, (hit("imported", 0.01),))
    assert agreed(found, out_of_scope(0.9), REASONS, 0.05) is found
