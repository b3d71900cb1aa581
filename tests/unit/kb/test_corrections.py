from dataclasses import replace

import pytest
from sqlalchemy import select

from kb.articles import Audience, Status
from kb.corrections import CorrectionState
from kb.errors import Conflict, InvalidInput, NotFound
from kb.search import SearchDecision
from kb.tables import judgements

CONVERSATION = "c" * 32


@pytest.fixture
def propose(kb, now):
    def propose(**facts):
        wanted = {
            "conversation_id": CONVERSATION,
            "message_seq": 4,
            "question": "where is  my box",
            "shown_article_id": "returns",
            "right_article_id": None,
            "add_variant": True,
            "by": "kim",
            "at": now,
        }
        return kb.curator.propose(**wanted | facts)

    return propose


def test_a_confirmed_correction_becomes_a_golden_question_and_a_way_of_asking(
    kb, publish, shipping, propose, now
):
    article = publish(shipping)
    proposed = propose(right_article_id=article.id)
    assert (proposed.state, proposed.question) == (CorrectionState.OPEN, "where is my box")
    confirmed, changed = kb.curator.confirm(proposed.id, by="ada", at=now)
    assert (confirmed.state, confirmed.decided_by) == (CorrectionState.CONFIRMED, "ada")
    [standing] = kb.curator.standings()
    assert standing.golden.expected.article_id == article.id
    assert standing.golden.expected.decision is SearchDecision.ANSWER
    assert (changed.stage, changed.variants[-1]) == (Status.DRAFT, "where is my box")
    assert kb.article(article.id).version == 1, "it is for an admin to publish"


def test_a_confirmed_correction_teaches_the_risk_without_a_word_of_it(kb, db, publish, returns, propose, now):
    shown = publish(returns)
    wrong = propose(question="return an item", shown_article_id=shown.id)
    kb.curator.dismiss(propose(question="return an item", shown_article_id=shown.id).id, by="ada", at=now)
    kb.curator.confirm(wrong.id, by="ada", at=now)
    with db.read() as connection:
        [judged] = connection.execute(select(judgements)).all()
    assert (judged.article_id, judged.wrong, judged.source) == (shown.id, True, "correction")
    assert "return an item" not in str(judged)


def test_where_no_article_is_right_the_golden_question_expects_none(kb, propose, now):
    _, changed = kb.curator.confirm(propose().id, by="ada", at=now)
    assert changed is None
    assert kb.curator.standings()[0].golden.expected.decision is SearchDecision.ABSTAIN


def test_who_confirms_may_take_personal_words_out_and_leave_the_variant(kb, publish, shipping, propose, now):
    article = publish(shipping)
    proposed = propose(question="I am Jo Doe, where is my box", right_article_id=article.id)
    confirmed, changed = kb.curator.confirm(
        proposed.id, question="where is my box", add_variant=False, by="ada", at=now
    )
    assert (confirmed.question, changed) == ("where is my box", None)
    [kept] = kb.curator.corrections()
    assert kept.question == "where is my box"


def test_what_was_decided_stays_decided(kb, propose, now):
    proposed = propose()
    kb.curator.dismiss(proposed.id, by="ada", at=now)
    with pytest.raises(Conflict, match="ada has dismissed this already"):
        kb.curator.confirm(proposed.id, by="bob", at=now)
    assert kb.curator.standings() == []
    assert kb.curator.corrections(CorrectionState.OPEN) == []


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"question": " "}, "question"),
        ({"right_article_id": "nope"}, "right_article_id"),
        ({"right_article_id": "returns"}, "right_article_id"),
    ],
)
def test_a_correction_that_says_nothing_is_refused(kb, propose, facts, field):
    with pytest.raises(InvalidInput) as refused:
        propose(**facts)
    assert refused.value.field == field
    assert kb.curator.corrections() == []


def test_only_an_article_that_visitors_may_read_can_be_the_right_one(kb, publish, shipping, propose, now):
    hidden = publish(replace(shipping, audience=Audience.STAFF))
    draft = kb.save_draft(None, replace(shipping, title="Not yet"), by="ada", at=now)
    for article in (hidden, draft):
        with pytest.raises(InvalidInput, match="published for everyone") as refused:
            propose(right_article_id=article.id)
        assert refused.value.field == "right_article_id"


def test_a_correction_whose_article_was_archived_meanwhile_is_not_confirmed(
    kb, publish, shipping, propose, now
):
    article = publish(shipping)
    proposed = propose(right_article_id=article.id)
    kb.archive(article.id, by="ada", at=now)
    with pytest.raises(InvalidInput, match="published for everyone"):
        kb.curator.confirm(proposed.id, by="ada", at=now)
    assert kb.curator.standings() == []
    kb.curator.dismiss(proposed.id, by="ada", at=now)


def test_a_golden_question_that_an_admin_added_outlasts_a_correction_of_the_same_words(
    kb, publish, shipping, propose, now
):
    article = publish(shipping)
    added = kb.curator.add("Where is my box", None, article.id, why="asked daily", by="bob", at=now)
    kb.curator.confirm(propose().id, by="ada", at=now)
    assert [one.golden for one in kb.curator.standings()] == [added]


def test_of_two_corrections_of_the_same_words_the_later_decides(kb, publish, shipping, propose, now):
    article = publish(shipping)
    kb.curator.confirm(propose().id, by="ada", at=now)
    kb.curator.confirm(propose(right_article_id=article.id).id, by="ada", at=now)
    assert [one.golden.expected.article_id for one in kb.curator.standings()] == [article.id]


def test_erasing_a_conversation_takes_its_corrections_and_their_golden_questions(kb, propose, now):
    kb.curator.confirm(propose().id, by="ada", at=now)
    propose(question="another")
    propose(conversation_id="d" * 32, question="not theirs")
    assert kb.curator.erase(CONVERSATION) == 3
    assert [one.question for one in kb.curator.corrections()] == ["not theirs"]
    assert kb.curator.standings() == []


def test_there_is_nothing_to_decide_about_a_correction_that_is_not_there(kb, now):
    with pytest.raises(NotFound):
        kb.curator.dismiss("nope", by="ada", at=now)
