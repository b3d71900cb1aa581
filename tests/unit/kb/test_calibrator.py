"""The knowledge base tried on itself, and what follows when it changes or somebody judges an answer."""

from dataclasses import replace

import pytest

from kb.articles import written
from kb.base import KnowledgeBase
from kb.judgements import Source
from kb.tables import judgements
from tests.unit.kb.conftest import WordEncoder

ASKED = "when will my parcel arrive"
SHIPPING, RETURNS = "how-long-does-shipping-take", "how-do-i-return-an-item"


@pytest.fixture
def filled(kb, publish, shipping, returns):
    publish(shipping)
    publish(returns)
    return kb


def risk(kb):
    return kb.search(ASKED).hits[0].risk


def test_after_a_publication_the_risk_is_cautious_until_the_calibration_follows(filled, publish):
    filled.calibrate()
    calm = risk(filled)
    publish(written(title="Gift cards", body="We sell gift cards.", variants=["voucher"]))
    cautious = risk(filled)
    filled.calibrate()
    assert calm < cautious
    assert risk(filled) < cautious


def test_another_process_takes_the_calibration_that_was_made(filled, db):
    filled.calibrate()
    encoder = WordEncoder()
    another_process = KnowledgeBase(db, encoder)
    another_process.calibrate()
    assert encoder.encoded == [], "it was not made a second time"
    assert risk(another_process) == risk(filled)


def test_answers_that_were_wrong_raise_the_risk_and_right_ones_lower_it(filled, now):
    filled.calibrate()
    before = risk(filled)
    for _ in range(30):
        assert filled.judge(
            "when will my parcel arrive",
            "how-long-does-shipping-take",
            right=False,
            source=Source.REACTION,
            at=now,
        )
    filled.calibrate()
    worse = risk(filled)
    for _ in range(200):
        filled.judge(
            "when will my parcel arrive",
            "how-long-does-shipping-take",
            right=True,
            source=Source.REACTION,
            at=now,
        )
    filled.calibrate()
    assert before < worse
    assert risk(filled) < worse


def test_a_judgement_keeps_no_word_of_the_question(filled, db, now):
    filled.judge(ASKED, SHIPPING, right=True, source=Source.PICK, at=now)
    with db.read() as connection:
        (row,) = connection.execute(judgements.select())
    assert "parcel" not in str(row)
    assert (row.article_id, row.wrong) == ("how-long-does-shipping-take", False)


def test_picking_another_article_says_that_the_first_was_wrong(filled, db, now):
    filled.judge(ASKED, RETURNS, right=True, source=Source.PICK, at=now)
    with db.read() as connection:
        (row,) = connection.execute(judgements.select())
    assert (row.article_id, row.wrong) == ("how-long-does-shipping-take", True)


def test_a_wrong_article_that_would_not_be_shown_today_says_nothing(filled, now):
    assert not filled.judge(ASKED, RETURNS, right=False, source=Source.REACTION, at=now)


def test_a_reaction_to_an_article_that_would_not_come_first_today_says_nothing(filled, now):
    assert not filled.judge(ASKED, RETURNS, right=True, source=Source.REACTION, at=now)


def test_an_empty_knowledge_base_is_calibrated_without_complaint(kb):
    kb.calibrate()
    assert kb.search("anything").hits == ()


def test_an_article_may_have_a_bound_of_its_own(kb, publish, shipping):
    for bound, shown in ((0.0, False), (1.0, True)):
        publish(replace(shipping, answer_risk=bound), None if bound == 0.0 else "how-long-does-shipping-take")
        assert (kb.search("delivery time").decision == "answer") is shown
