import numpy as np
import pytest

from kb.measuring import (
    Asked,
    answered_at,
    asked_of,
    calibration_error,
    highest,
    kept,
    ranked,
    weights_of,
)
from kb.search import Hit, SearchDecision, SearchResult


def asked(risks, wrong, answerable=None, shown=None):
    wrong = np.array(wrong, dtype=bool)
    answerable = np.array([True] * len(wrong) if answerable is None else answerable, dtype=bool)
    flags = {} if shown is None else {0.05: np.array(shown, dtype=bool)}
    return Asked(wrong, wrong, answerable, np.array(risks, dtype=float), flags)


def result(decision, *article_ids, risk=0.1):
    hits = [Hit(one, 1, "", "", "", "", 1.0, risk) for one in article_ids]
    return SearchResult(SearchDecision(decision), tuple(hits))


def test_questions_out_of_scope_weigh_thirty_percent_however_many_there_are():
    weights = weights_of(np.array([True] * 7 + [False]))
    assert weights[-1] == pytest.approx(0.3)
    assert weights.sum() == pytest.approx(1.0)


def test_the_highest_risk_keeps_the_share_of_wrong_ones_within_the_bound():
    risks, wrong = np.array([0.1, 0.2, 0.3, 0.4]), np.array([0, 0, 1, 0])
    assert highest(risks, wrong, 0.0) == 0.2
    assert highest(risks, wrong, 0.25) == 0.4


def test_weights_count_in_the_share_of_wrong_ones():
    risks, wrong = np.array([0.1, 0.2]), np.array([0, 1])
    assert highest(risks, wrong, 0.1, np.array([0.95, 0.05])) == 0.2
    assert highest(risks, wrong, 0.1, np.array([0.5, 0.5])) == 0.1


def test_equal_risks_are_shown_together_or_not_at_all():
    assert highest(np.array([0.1, 0.2, 0.2]), np.array([0, 0, 1]), 0.0) == 0.1


def test_where_no_bound_can_be_kept_nothing_is_shown():
    assert answered_at(asked([0.1, 0.2], [True, True]), 0.1) == 0.0


def test_wrong_answers_to_questions_out_of_scope_lower_what_can_be_answered():
    alone = asked([0.1, 0.3], [False, False])
    among = asked([0.1, 0.3, 0.2], [False, False, True], answerable=[True, True, False])
    assert answered_at(alone, 0.05) == 1.0
    assert answered_at(among, 0.05) == 0.5


def test_first_and_among_three_are_shares_of_what_can_be_answered():
    found = [
        result("answer", "a", "b"),
        result("clarify", "b", "c", "a"),
        result("abstain"),
        result("abstain", "a"),
    ]
    assert ranked(asked_of(found, ["a", "a", "a", None], 0.05)) == {
        "top1": pytest.approx(1 / 3),
        "top3": pytest.approx(2 / 3),
    }


def test_nothing_found_is_the_highest_risk_and_never_shown():
    found = asked_of([result("abstain")], ["a"], 0.05)
    assert (found.risks[0], found.shown[0.05][0], found.wrong[0]) == (1.0, False, True)


def test_an_article_shown_where_none_answers_is_a_wrong_answer():
    found = kept(asked_of([result("answer", "a"), result("answer", "a")], ["a", None], 0.05), 0.05)
    assert (found.answered, found.wrong, found.false_answers) == (1.0, pytest.approx(0.3), 1.0)


def test_shares_of_nothing_are_none():
    nothing_shown = kept(asked([0.9], [False], shown=[False]), 0.05)
    assert (nothing_shown.answered, nothing_shown.wrong, nothing_shown.false_answers) == (0.0, None, None)
    only_outside = asked([0.1], [True], answerable=[False], shown=[True])
    assert ranked(only_outside) == {"top1": None, "top3": None}
    assert answered_at(only_outside, 0.05) is None
    assert kept(only_outside, 0.05).false_answers == 1.0


def test_risks_that_come_true_have_no_calibration_error():
    risks = np.array([0.25] * 4)
    assert calibration_error(risks, np.array([1, 0, 0, 0])) == pytest.approx(0.0)
    assert calibration_error(risks, np.array([1, 1, 1, 1])) == pytest.approx(0.75)
