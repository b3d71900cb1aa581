from dataclasses import replace
from datetime import date

from kb.articles import written
from kb.diff import Change, Line, diff

BEFORE = written(
    title="Shipping", body="Five days.\n\nExpress: two days.", variants=["eta", "when"], tags=["a"]
)


def lines(content, field):
    return {one.field: one.lines for one in diff(BEFORE, content)}[field]


def test_nothing_differs_from_itself():
    assert diff(BEFORE, BEFORE) == ()


def test_a_text_is_compared_line_by_line():
    changed = replace(BEFORE, body="Five days.\n\nExpress: one day.\nFree.")
    assert lines(changed, "body") == (
        Line(Change.SAME, "Five days."),
        Line(Change.SAME, ""),
        Line(Change.REMOVED, "Express: two days."),
        Line(Change.ADDED, "Express: one day."),
        Line(Change.ADDED, "Free."),
    )


def test_an_answer_that_follows_the_body_is_shown_to_change_with_it():
    changed = replace(BEFORE, body="Six days.")
    assert [one.field for one in diff(BEFORE, changed)] == ["answer", "body"]


def test_lists_and_single_values_are_compared_entry_by_entry():
    changed = replace(BEFORE, variants=("when", "how long"), review_by=date(2027, 1, 1), answer_risk=0.025)
    assert lines(changed, "variants") == (
        Line(Change.REMOVED, "eta"),
        Line(Change.SAME, "when"),
        Line(Change.ADDED, "how long"),
    )
    assert lines(changed, "review_by") == (Line(Change.ADDED, "2027-01-01"),)
    assert lines(changed, "answer_risk") == (Line(Change.ADDED, "2.5%"),)
