import pytest

from kb.articles import written
from kb.calibration import Risk
from kb.ranking import Candidate
from kb.search import SearchDecision, decide, options


def candidate(score, number=0):
    return Candidate(number, score, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, 0.5, None)


TIE = [candidate(1.0, 0), candidate(0.95, 1), candidate(0.9, 2), candidate(0.4, 3)]


def test_an_answer_is_shown_only_within_the_risk_that_was_set(calibration):
    bound = calibration
    assert decide(TIE, Risk(0.2, 0.0), bound, 0.05) is SearchDecision.ANSWER
    assert decide(TIE, Risk(0.21, 0.9), bound, 0.05) is SearchDecision.ABSTAIN
    assert decide(TIE, Risk(0.21, 0.9), bound, 0.1) is SearchDecision.ANSWER


def test_it_asks_when_one_of_the_best_few_is_probably_right(calibration):
    assert decide(TIE, Risk(0.5, 0.1), calibration, 0.05) is SearchDecision.CLARIFY


def test_with_one_article_there_is_nothing_to_ask_between(calibration):
    assert decide(TIE[:1], Risk(0.5, 0.1), calibration, 0.05) is SearchDecision.ABSTAIN


def test_with_no_articles_it_abstains(calibration):
    assert decide([], Risk(0.0, 0.0), calibration, 0.05) is SearchDecision.ABSTAIN


@pytest.mark.parametrize(
    ("scores", "expected"),
    [([1.0, 0.95, 0.9, 0.89], 3), ([1.0, 0.9, 0.2], 2), ([1.0, 0.2, 0.1], 2), ([1.0], 1)],
)
def test_it_asks_between_those_that_share_the_first_place_two_or_three(scores, expected):
    assert options([candidate(score) for score in scores]) == expected


def test_the_best_unit_of_an_article_ranks_it(kb, publish, shipping, returns):
    publish(shipping)
    publish(returns)
    assert kb.search("when will my parcel arrive").hits[0].article_id == "how-long-does-shipping-take"
    assert kb.search("send it back").hits[0].article_id == "how-do-i-return-an-item"


def test_a_hit_brings_the_short_answer_the_passage_and_where_to_read_on(kb, publish, shipping):
    publish(shipping)
    hit = kb.search("express shipping days").hits[0]
    assert hit.answer == "Standard shipping takes 5 to 8 days."
    assert "Express shipping takes 2 days." in hit.passage
    assert hit.url == "/help/how-long-does-shipping-take"


def test_each_article_is_a_hit_once_and_the_first_has_the_least_risk(kb, publish, shipping, returns):
    for content in (shipping, returns, written(title="Hours", body="9 to 5")):
        publish(content)
    hits = kb.search("how long does shipping take").hits
    assert len({hit.article_id for hit in hits}) == len(hits) == 3
    assert all(hits[0].risk <= hit.risk <= 1.0 for hit in hits)


def test_no_more_hits_than_asked_for(kb, publish, shipping, returns):
    publish(shipping)
    publish(returns)
    assert len(kb.search("how", limit=1).hits) == 1


@pytest.mark.parametrize("text", ["", "   ", "?!", "\x00", "🙂"])
def test_a_question_without_a_word_is_not_answered(kb, publish, shipping, text):
    publish(shipping)
    assert kb.search(text).decision is SearchDecision.ABSTAIN


def test_an_empty_knowledge_base_abstains(kb):
    result = kb.search("anything")
    assert (result.decision, result.hits) == (SearchDecision.ABSTAIN, ())


def test_an_id_with_any_character_makes_an_address_that_can_be_followed(kb, encoder, now, tmp_path):
    file = tmp_path / "one.json"
    file.write_text('[{"id": "a/b ?", "title": "Odd", "answer": "Yes."}]')
    kb.import_path(file, publish=True, at=now)
    assert kb.search("odd").hits[0].url == "/help/a%2Fb%20%3F"


PRICES = """What delivery costs depends on where you live.

| Country | Standard | Express |
|---|---|---|
| Canada | $12 | $34 |
| Mexico | $9 | $25 |
"""


def test_a_fact_is_looked_up_in_the_table_of_the_best_article(kb, publish, returns):
    publish(written(title="What does delivery cost?", body=PRICES))
    publish(returns)
    best, *others = kb.search("what does express delivery to Canada cost").hits
    assert "$34" in best.fact
    assert "$9" not in best.fact
    assert all(other.fact == "" for other in others)


def test_what_a_table_does_not_list_is_said_and_not_guessed(kb, publish):
    publish(written(title="What does delivery cost?", body=PRICES))
    hit = kb.search("what does delivery to Japan cost").hits[0]
    assert (hit.fact, hit.not_listed) == ("", ("Japan",))


def test_a_question_that_names_no_row_gets_no_fact(kb, publish):
    publish(written(title="What does delivery cost?", body=PRICES))
    hit = kb.search("what does delivery cost").hits[0]
    assert (hit.fact, hit.not_listed) == ("", ())
