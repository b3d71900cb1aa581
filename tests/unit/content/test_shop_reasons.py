"""The contact reasons follow the table of the requirements, and each has what it needs to be settled."""

import re
from collections import Counter

from bot.dialogue.flows import FLOWS

# What the requirements' table says of each row; a row stands for the reasons of one or more groups.
ROWS = {
    "information": ("low", "low"),
    "account": ("low", "low"),
    "order": ("low", "low"),
    "order_change": ("medium", "low"),
    "payment": ("medium", "medium"),
    "dispute": ("medium", "high"),
    "problem": ("high", "high"),
    "complaint": ("high", "high"),
    "sales": ("high", "low"),
    "message": ("high", "medium"),
}
PEOPLE_ONLY = {"dispute", "problem", "complaint", "sales", "message"}


def test_there_are_at_least_34_reasons_with_keys_of_their_own(reasons):
    keys = [reason["key"] for reason in reasons]
    assert len(keys) >= 34
    assert [key for key, times in Counter(keys).items() if times > 1] == []
    assert [key for key in keys if not re.fullmatch(r"[a-z]+(_[a-z]+)*", key)] == []


def test_every_reason_has_all_its_columns(reasons):
    columns = {
        "key", "title", "group", "value", "complexity", "department", "skill", "goal", "articles",
    }  # fmt: skip
    assert {r["key"]: set(r) for r in reasons if set(r) - {"always_person"} != columns} == {}


def test_only_safety_law_and_fraud_always_go_to_a_person_whatever_the_policy(reasons):
    always = {reason["key"] for reason in reasons if reason.get("always_person")}
    assert always == {"legal_threat", "fraud_report", "safety_issue"}


def test_value_and_complexity_are_those_of_the_requirements_row(reasons):
    given = {reason["key"]: (reason["value"], reason["complexity"]) for reason in reasons}
    assert given == {reason["key"]: ROWS[reason["group"]] for reason in reasons}


def test_every_row_of_the_requirements_stands_for_several_reasons(reasons):
    sizes = Counter(reason["group"] for reason in reasons)
    assert set(sizes) == set(ROWS)
    assert [group for group, size in sizes.items() if size < 2] == []


def test_departments_are_the_five_that_exist(reasons):
    assert {reason["department"] for reason in reasons} == {
        "support", "billing", "sales", "technical", "trust",
    }  # fmt: skip


def test_skills_are_an_answer_a_person_or_a_flow_that_exists(reasons):
    assert {reason["skill"] for reason in reasons} == set(FLOWS) | {"answer", "person"}


def test_what_needs_a_person_by_the_requirements_goes_to_one(reasons):
    for_people = {reason["group"] for reason in reasons if reason["skill"] == "person"}
    assert for_people == PEOPLE_ONLY
    assert [r["key"] for r in reasons if r["group"] in PEOPLE_ONLY and r["skill"] != "person"] == []


def test_every_goal_reads_on_after_the_visitor(reasons):
    third_person = re.compile(
        r"(wants|cannot|could|does|did|says|disagrees|received|has|got|is|speaks|reports|wrote) .+[^.]"
    )
    assert [r["goal"] for r in reasons if not third_person.fullmatch(r["goal"])] == []


def test_every_reason_names_articles_that_exist(reasons, articles):
    named = {(reason["key"], article) for reason in reasons for article in reason["articles"]}
    assert [pair for pair in named if pair[1] not in articles] == []
    assert [reason["key"] for reason in reasons if not reason["articles"]] == []
