import pytest

from kb.errors import ImportProblem, InvalidInput
from kb.golden import Expectation, Found, expectation, golden_id, is_right, read_golden
from kb.search import SearchDecision

ANSWER, CLARIFY, ABSTAIN = SearchDecision.ANSWER, SearchDecision.CLARIFY, SearchDecision.ABSTAIN


@pytest.mark.parametrize(
    ("expected", "found", "right"),
    [
        (Expectation("q", ANSWER, "a"), Found(ANSWER, "a"), True),
        (Expectation("q", ANSWER, "a"), Found(ANSWER, "b"), False),
        (Expectation("q", ANSWER, "a"), Found(CLARIFY, "a", options=("a", "b")), False),
        (Expectation("q", ABSTAIN), Found(ABSTAIN, "a"), True),
        (Expectation("q", ABSTAIN), Found(ANSWER, "a"), False),
        (Expectation("q", CLARIFY, "b"), Found(CLARIFY, "a", options=("a", "b")), True),
        (Expectation("q", CLARIFY, "c"), Found(CLARIFY, "a", options=("a", "b")), False),
        (Expectation("q", CLARIFY), Found(CLARIFY, "a", options=("a", "b")), True),
    ],
)
def test_right_is_what_was_expected_and_nothing_else(expected, found, right):
    assert is_right(expected, found) is right


def test_without_a_decision_the_article_says_which_it_is():
    assert expectation(" when? ", None, "a") == Expectation("when?", ANSWER, "a")
    assert expectation("when?", "", "") == Expectation("when?", ABSTAIN, None)


@pytest.mark.parametrize(
    ("question", "decision", "article", "field"),
    [
        (" ", "answer", "a", "question"),
        ("q", "maybe", "a", "decision"),
        ("q", "answer", None, "article_id"),
        ("q", "abstain", "a", "article_id"),
    ],
)
def test_an_expectation_that_makes_no_sense_is_refused_with_its_field(question, decision, article, field):
    with pytest.raises(InvalidInput) as refused:
        expectation(question, decision, article)
    assert refused.value.field == field


def test_a_question_is_golden_once_whatever_its_capitals():
    assert golden_id("When?") == golden_id("wHEN?") != golden_id("why?")


def test_golden_questions_are_read_from_csv_with_what_cant_be_used_named():
    text = "question,article_id,decision,why\nwhen?,hours,,asked daily\n,hours,,\nbuy a dog?,,abstain,\n"
    first, problem, third = read_golden(text, "golden.csv")
    assert first == (Expectation("when?", ANSWER, "hours"), "asked daily")
    assert isinstance(problem, ImportProblem)
    assert (problem.file, problem.row) == ("golden.csv", 3)
    assert third == (Expectation("buy a dog?", ABSTAIN), "")


def test_golden_questions_are_read_from_json_lines_with_what_cant_be_used_named():
    text = '{"question": "when?", "article_id": "hours"}\n[1]\n{"question": 7, "decision": "clarify"}\n'
    first, problem, third = read_golden(text, "golden.jsonl")
    assert first[0] == Expectation("when?", ANSWER, "hours")
    assert (problem.row, problem.cause) == (2, "not a JSON object")
    assert third[0] == Expectation("7", CLARIFY)


def test_a_file_without_questions_is_one_problem():
    [problem] = read_golden("title,text\na,b\n", "x.csv")
    assert "column “question”" in str(problem)
