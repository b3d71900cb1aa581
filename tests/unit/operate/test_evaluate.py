"""`firstline eval` on data that fits on a page, with an encoder that needs no model."""

import json
from datetime import UTC, datetime
from types import SimpleNamespace

import jsonschema
import pytest
from rich.console import Console

from bot.errors import InvalidInput
from bot.operate.evaluate import evaluate_own, render
from bot.operate.evaluation_sets import folder_of, own_questions, public_sets
from bot.settings import PROJECT_ROOT
from tests.unit.kb.conftest import WordEncoder

SCHEMA = json.loads((PROJECT_ROOT / "docs/api/eval.schema.json").read_text(encoding="utf-8"))


@pytest.fixture
def firstline():
    return SimpleNamespace(
        settings=SimpleNamespace(answer_risk=0.05),
        encoder=WordEncoder(),
        now=lambda: datetime(2026, 11, 22, 9, 0, tzinfo=UTC),
    )


@pytest.fixture
def articles(tmp_path):
    path = tmp_path / "articles.json"
    rows = [
        {"id": "shipping", "title": "How long does shipping take?", "answer": "Five days."},
        {"id": "returns", "title": "How do I return an item?", "answer": "Within 30 days."},
        {"id": "staff", "title": "What may agents refund?", "answer": "Up to $50.", "audience": "staff"},
    ]
    path.write_text(json.dumps(rows), encoding="utf-8")
    return path


def lines(path, *rows):
    path.write_text(
        "\n".join(row if isinstance(row, str) else json.dumps(row) for row in rows), encoding="utf-8"
    )
    return path


def asked(tmp_path, *pairs):
    return lines(tmp_path / "questions.jsonl", *({"text": text, "label": label} for text, label in pairs))


def test_own_articles_are_measured_with_own_questions(firstline, articles, tmp_path):
    questions = asked(tmp_path, ("how long does shipping take", "shipping"), ("is there a zoo", None))
    figures = evaluate_own(firstline, articles, questions)
    jsonschema.validate(figures, SCHEMA)
    (row,) = figures["knowledge"]
    assert (row["articles"], row["asked"], row["out_of_scope"]) == (2, 2, 1)
    assert (row["top1"], row["fitted"], figures["triage"]) == (1.0, False, [])


def test_only_questions_out_of_scope_can_be_measured_too(firstline, articles, tmp_path):
    figures = evaluate_own(firstline, articles, asked(tmp_path, ("is there a zoo", None)))
    jsonschema.validate(figures, SCHEMA)
    (row,) = figures["knowledge"]
    assert (row["top1"], row["answered_at"]["5%"], row["set_bound"]["held"]) == (None, None, None)
    assert row["set_bound"]["false_answers"] is not None


@pytest.mark.parametrize("label", ["nonsense", "staff"])
def test_a_label_that_is_no_visitors_article_is_named(firstline, articles, tmp_path, label):
    questions = asked(tmp_path, ("how long does shipping take", "shipping"), ("and the zoo", label))
    with pytest.raises(InvalidInput, match=f"Question 2: there is no article “{label}”"):
        evaluate_own(firstline, articles, questions)


@pytest.mark.parametrize(
    "row", ["not json", "[]", '{"text": "hi"}', '{"label": "a"}', '{"text": " ", "label": "a"}']
)
def test_a_line_of_another_form_is_named(tmp_path, row):
    path = lines(tmp_path / "q.jsonl", {"text": "hi", "label": None}, "", row)
    with pytest.raises(InvalidInput, match="q.jsonl, line 3"):
        own_questions(path)


def test_questions_that_are_not_there_are_said(tmp_path):
    with pytest.raises(InvalidInput, match="no such file"):
        own_questions(tmp_path / "none.jsonl")
    with pytest.raises(InvalidInput, match="no questions"):
        own_questions(lines(tmp_path / "empty.jsonl", ""))


def test_each_step_is_told(firstline, articles, tmp_path):
    told = []
    questions = asked(tmp_path, ("how long does shipping take", "shipping"), ("is there a zoo", None))
    evaluate_own(firstline, articles, questions, lambda step, done, total: told.append((step, done, total)))
    assert told[-1] == (f"{articles}: Asking", 2, 2)


def test_people_read_what_came_of_the_bound_and_of_what_failed(firstline, articles, tmp_path):
    rows = json.loads(articles.read_text(encoding="utf-8"))
    articles.write_text(json.dumps([*rows, {"id": "empty", "title": "Nothing"}]), encoding="utf-8")
    questions = asked(tmp_path, ("how long does shipping take", "shipping"))
    console = Console(width=160)
    with console.capture() as captured:
        console.print(render(evaluate_own(firstline, articles, questions)))
    assert "Set to at most 5% wrong answers" in captured.get()
    assert "1 article could not be imported" in captured.get()
    assert "was fitted on" not in captured.get()


def test_figures_of_a_set_that_the_risk_model_knows_come_with_a_warning(firstline, articles, tmp_path):
    figures = evaluate_own(firstline, articles, asked(tmp_path, ("how long", "shipping")))
    figures["knowledge"][0]["fitted"] = True
    console = Console(width=200)
    with console.capture() as captured:
        console.print(render(figures))
    assert "The shipped risk model was fitted on banking77, " in captured.get()
    assert "python -m bench.retrieval" in captured.get()


def test_without_evaluation_data_the_way_to_it_is_said(tmp_path):
    with pytest.raises(InvalidInput, match="FIRSTLINE_EVAL_DATA"):
        folder_of(tmp_path)


def test_the_sets_that_are_there_are_used_with_articles_left_out_as_the_hard_case(tmp_path):
    folder = tmp_path / "banking77"
    folder.mkdir()
    labels = [f"intent{number:02}" for number in range(40)]
    lines(folder / "kb.jsonl", *({"text": f"ask {label}", "label": label} for label in labels))
    lines(folder / "dev.jsonl", *({"text": f"about {label}", "label": label} for label in labels))
    whole, part = public_sets(folder_of(tmp_path))
    assert (len(whole.articles.drafts), len(part.articles.drafts)) == (40, 13)
    assert sum(one.article_id is None for one in whole.questions) == 0
    assert sum(one.article_id is None for one in part.questions) == 27
