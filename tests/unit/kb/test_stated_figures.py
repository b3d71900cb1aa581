"""What others state stands beside what was measured, and can't be taken for it."""

import io

from rich.console import Console

from bench.retrieval import table
from bench.stated import STATED

CASES = ("banking77", "clinc150")
MEASURED = {case: {"firstline": {"top1": 0.857}, "nearest": {"top1": 0.81}} for case in CASES}


def lines():
    page = io.StringIO()
    Console(file=page, width=250).print(table(MEASURED, STATED))
    return page.getvalue().splitlines()


def test_every_stated_figure_is_in_the_table_and_marked():
    shown = [line for line in lines() if "stated, not measured here" in line]
    assert len(shown) == len(STATED)
    for one in STATED:
        [line] = [
            line
            for line in shown
            if f" {one.who} (" in line and (one.case or "other visitors") in line and one.shown() in line
        ]
        assert line


def test_what_was_measured_bears_no_mark():
    ours = [line for line in lines() if " firstline " in line or " nearest " in line and "(" not in line]
    assert len(ours) == 4
    assert all("stated" not in line for line in ours)


def test_stated_figures_are_shares_with_a_source_and_say_that_they_were_not_measured():
    for one in STATED:
        assert 0 < one.low <= one.high < 1
        assert one.source
        assert one.facts()["measured_in_this_run"] is False
