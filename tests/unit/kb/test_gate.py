"""The publish gate, with real searches on a small world."""

import pytest

from kb.articles import Status, written
from kb.errors import Conflict, InvalidInput, NotFound, PublicationStopped, Unavailable
from kb.golden_store import GoldenStore
from kb.life import Step

PARCEL = "when will my parcel arrive"


@pytest.fixture
def kb(db, encoder, risk_model):
    """Sure of what lies near, and of nothing else."""
    from kb.base import KnowledgeBase

    return KnowledgeBase(db, encoder, risk_model=risk_model(base=5.0, nearest=-10.0))


@pytest.fixture
def published(publish, shipping, returns):
    """Two articles, and a golden question that the first answers."""
    return publish(shipping), publish(returns)


@pytest.fixture
def golden(kb, published, now):
    return kb.curator.add(PARCEL, None, published[0].id, why="asked daily", by="ada", at=now)


def worse(shipping):
    """The same article without anything that answers the golden question."""
    return written(title="Opening hours", body="From nine to five.")


def test_a_publication_that_breaks_a_golden_question_is_stopped_and_changes_nothing(
    kb, published, golden, shipping, now
):
    article = published[0]
    kb.save_draft(article.id, worse(shipping), by="bob", at=now)
    with pytest.raises(PublicationStopped) as stopped:
        kb.publish(article.id, by="bob", at=now)
    [regression] = stopped.value.regressions
    assert regression["question"] == PARCEL
    assert regression["expected"] == {"decision": "answer", "article_id": article.id}
    assert (regression["before"]["decision"], regression["before"]["article_id"]) == ("answer", article.id)
    assert regression["after"]["decision"] == "abstain"
    assert regression["after"]["risk"] > regression["before"]["risk"]
    assert kb.article(article.id).version == 1
    assert kb.search(PARCEL).hits[0].article_id == article.id


def test_an_admin_publishes_nevertheless_with_a_reason_that_is_kept(kb, published, golden, shipping, now):
    article = published[0]
    kb.save_draft(article.id, worse(shipping), by="bob", at=now)
    with pytest.raises(InvalidInput):
        kb.publish(article.id, by="bob", at=now, despite="  ")
    kb.publish(article.id, by="bob", at=now, despite="we don't ship any more")
    [kept] = kb.overrides(article.id)
    assert (kept.version, kept.step, kept.reason) == (2, Step.PUBLISH, "we don't ship any more")
    assert (kept.decided_by, kept.golden_ids) == ("bob", (golden.id,))


def test_a_publication_that_breaks_nothing_needs_no_reason_and_keeps_none(kb, published, golden, now):
    kb.publish(published[1].id, by="bob", at=now, despite="to be sure")
    assert kb.overrides(published[1].id) == []


def test_archiving_goes_through_the_gate(kb, published, golden, now):
    with pytest.raises(PublicationStopped):
        kb.archive(published[0].id, by="bob", at=now)
    assert kb.article(published[0].id).status is Status.PUBLISHED
    kb.archive(published[0].id, by="bob", at=now, despite="sold the vans")
    assert kb.overrides(published[0].id)[0].step is Step.ARCHIVE


def test_rolling_back_goes_through_the_gate_before_anything_is_written(kb, publish, golden, shipping, now):
    first = kb.save_draft(None, worse(shipping), by="ada", at=now)
    kb.publish(first.id, by="ada", at=now)
    kb.save_draft(first.id, written(title="Opening hours", body="Noon."), by="ada", at=now)
    kb.publish(first.id, by="ada", at=now)
    assert kb.roll_back(first.id, 1, by="ada", at=now, publish=True).version == 3
    shipped = "how-long-does-shipping-take"
    kb.save_draft(shipped, worse(shipping), by="bob", at=now)
    kb.publish(shipped, by="bob", at=now, despite="a trial")
    kb.roll_back(shipped, 1, by="bob", at=now, publish=True)
    with pytest.raises(PublicationStopped):
        kb.roll_back(shipped, 2, by="bob", at=now, publish=True)
    assert kb.article(shipped, latest=True).version == 3


def test_making_an_article_staffs_own_counts_as_taking_it_out(kb, published, golden, shipping, now):
    hidden = written(title=shipping.title, body=shipping.body, variants=shipping.variants, audience="staff")
    kb.save_draft(published[0].id, hidden, by="bob", at=now)
    with pytest.raises(PublicationStopped):
        kb.publish(published[0].id, by="bob", at=now)


def test_what_was_wrong_before_stops_nothing(kb, published, now):
    kb.curator.add("do you sell boats", "answer", published[1].id, why="", by="ada", at=now)
    kb.archive(published[1].id, by="bob", at=now)
    assert [one.right for one in kb.curator.standings()] == [False]


def test_the_gate_says_beforehand_what_would_break_and_what_would_be_mended(
    kb, published, golden, shipping, now
):
    kb.curator.add("opening hours", None, published[0].id, why="", by="ada", at=now)
    kb.save_draft(published[0].id, worse(shipping), by="bob", at=now)
    report = kb.gate(published[0].id)
    assert [one.golden.expected.question for one in report.regressions] == [PARCEL]
    assert [one.golden.expected.question for one in report.mended] == ["opening hours"]
    assert report.still_wrong == ()


def test_an_import_that_breaks_a_golden_question_is_stopped_unless_it_is_to_go_on(
    kb, published, golden, now, tmp_path
):
    file = tmp_path / "new.csv"
    file.write_text(f"question,answer,id\nOpening hours,From nine to five,{published[0].id}\n")
    for dry_run in (True, False):
        with pytest.raises(PublicationStopped):
            kb.import_path(file, publish=True, at=now, dry_run=dry_run)
    assert kb.article(published[0].id, latest=True).version == 1
    kb.import_path(file, publish=False, at=now)
    kb.import_path(file, publish=True, at=now, despite_regressions=True)
    assert kb.article(published[0].id).version == 2
    assert kb.overrides()[0].golden_ids == (golden.id,)


def test_an_import_whose_reason_cannot_be_kept_imports_nothing(
    kb, published, golden, now, tmp_path, monkeypatch
):
    file = tmp_path / "new.csv"
    file.write_text(f"question,answer,id\nOpening hours,From nine to five,{published[0].id}\n")

    def fails(*_):
        raise Unavailable("The database does not answer.")

    monkeypatch.setattr(GoldenStore, "keep_override", fails)
    with pytest.raises(Unavailable):
        kb.import_path(file, publish=True, at=now, despite_regressions=True)
    assert kb.article(published[0].id, latest=True).version == 1


def test_golden_questions_are_encoded_once(kb, encoder, published, golden, now):
    kb.gate(published[0].id)
    known = encoder.encoded.count(PARCEL)
    kb.gate(published[0].id)
    assert encoder.encoded.count(PARCEL) == known


def test_a_golden_question_is_added_once_and_can_be_removed(kb, published, golden, now):
    with pytest.raises(Conflict):
        kb.curator.add(PARCEL.upper(), None, published[0].id, why="", by="bob", at=now)
    kb.curator.remove(golden.id)
    assert kb.curator.standings() == []
    with pytest.raises(NotFound):
        kb.curator.remove(golden.id)


def test_a_golden_question_needs_an_article_that_is_there(kb, now):
    with pytest.raises(InvalidInput) as refused:
        kb.curator.add("when?", None, "nope", why="", by="ada", at=now)
    assert refused.value.field == "article_id"


def test_golden_questions_are_brought_in_and_the_rest_is_named(kb, published, golden, now):
    text = (
        "question,article_id,decision\n"
        f"{PARCEL},,abstain\nsend it back,{published[1].id},\nboats?,nope,\ncars?,,\n"
    )
    done = kb.curator.bring_in(text, "golden.csv", by="bob", at=now)
    assert (done.added, done.updated, done.unchanged) == (2, 1, 0)
    assert [problem.cause for problem in done.failed] == ["there is no article “nope”"]
    again = kb.curator.bring_in(text, "golden.csv", by="bob", at=now)
    assert (again.added, again.updated, again.unchanged) == (0, 0, 3)
