import threading

import pytest
from sqlalchemy import event, func, select

from kb.articles import Status, written
from kb.base import KnowledgeBase
from kb.errors import NotFound
from kb.tables import article_versions
from kb.tables import vectors as vectors_table


def ids(result):
    return [hit.article_id for hit in result.hits]


def test_a_draft_is_not_searchable_until_it_is_published(kb, shipping, now):
    draft = kb.save_draft(None, shipping, by="ada", at=now)
    assert (draft.status, ids(kb.search("shipping"))) == (Status.DRAFT, [])
    kb.publish(draft.id, by="ada", at=now)
    assert ids(kb.search("shipping")) == [draft.id]


def test_what_one_process_publishes_the_next_search_of_another_finds(kb, another_process, publish, shipping):
    another_process.search("shipping")
    article = publish(shipping)
    assert ids(another_process.search("shipping")) == [article.id]


def test_another_process_refreshes_once_and_only_when_something_changed(another_process, publish, shipping):
    another_process.refresh_if_changed()
    assert another_process.refresh_if_changed() is False
    publish(shipping)
    assert another_process.refresh_if_changed() is True
    assert another_process.refresh_if_changed() is False


def test_a_new_draft_of_a_published_article_changes_nothing_for_visitors(kb, publish, shipping, now):
    article = publish(shipping)
    changed = written(title=shipping.title, body="It takes a year.", variants=shipping.variants)
    newest = kb.save_draft(article.id, changed, by="bob", at=now)
    assert (newest.version, newest.has_draft, newest.status) == (2, True, Status.PUBLISHED)
    assert kb.search("shipping").hits[0].answer == "Standard shipping takes 5 to 8 days."
    assert kb.article(article.id).version == 1
    kb.publish(article.id, by="bob", at=now)
    hit = kb.search("shipping").hits[0]
    assert (hit.answer, hit.version) == ("It takes a year.", 2)
    assert kb.article(article.id).has_draft is False


def test_every_version_is_kept(kb, db, publish, shipping, now):
    article = publish(shipping)
    publish(written(title="Other", body="Words"), article.id)
    with db.read() as connection:
        titles = list(
            connection.scalars(select(article_versions.c.title).order_by(article_versions.c.version))
        )
    assert titles == [shipping.title, "Other"]


def test_saving_what_is_there_already_makes_no_new_version(kb, publish, shipping, now):
    article = publish(shipping)
    assert kb.save_draft(article.id, shipping, by="bob", at=now).version == 1


def test_an_archived_article_is_not_found_and_can_be_published_again(
    kb, another_process, publish, shipping, now
):
    article = publish(shipping)
    another_process.search("shipping")
    assert kb.archive(article.id, by="ada", at=now).status is Status.ARCHIVED
    assert ids(kb.search("shipping")) == ids(another_process.search("shipping")) == []
    kb.publish(article.id, by="ada", at=now)
    assert ids(kb.search("shipping")) == [article.id]


def test_two_articles_of_one_title_get_ids_of_their_own(kb, publish, shipping):
    assert [publish(shipping).id, publish(shipping).id] == [
        "how-long-does-shipping-take",
        "how-long-does-shipping-take-2",
    ]


@pytest.mark.parametrize("act", ["article", "publish", "archive", "save_draft"])
def test_an_article_that_is_not_there_is_said_to_be_missing(kb, shipping, now, act):
    with pytest.raises(NotFound):
        {
            "article": lambda: kb.article("nope"),
            "publish": lambda: kb.publish("nope", by="ada", at=now),
            "archive": lambda: kb.archive("nope", by="ada", at=now),
            "save_draft": lambda: kb.save_draft("nope", shipping, by="ada", at=now),
        }[act]()


def test_a_text_is_encoded_once_however_often_it_is_published(kb, encoder, publish, shipping):
    article = publish(shipping)
    known = len(encoder.encoded)
    changed = written(
        title=shipping.title, body=shipping.body, variants=(*shipping.variants, "eta of my box")
    )
    publish(changed, article.id)
    assert encoder.encoded[known:] == ["eta of my box"]


def test_a_fresh_start_encodes_nothing(publish, shipping, another_process):
    publish(shipping)
    another_process.refresh_if_changed()
    assert another_process._asker._encoder.encoded == []


def test_another_model_gets_vectors_of_its_own(db, encoder, publish, shipping):
    publish(shipping)
    other = type(encoder)()
    other.name = "another model"
    assert ids(KnowledgeBase(db, other).search("shipping")) == ["how-long-does-shipping-take"]
    with db.read() as connection:
        counts = connection.execute(
            select(vectors_table.c.model, func.count()).group_by(vectors_table.c.model)
        ).all()
    assert len(counts) == 2
    assert len({count for _, count in counts}) == 1


def test_a_publish_that_fails_on_the_way_leaves_what_was_there(kb, db, encoder, publish, shipping, now):
    article = publish(shipping)
    kb.save_draft(article.id, written(title="New", body="New words"), by="ada", at=now)

    def refuse(_connection, _cursor, statement, *_rest):
        if "INTO kb_generation" in statement:
            raise RuntimeError("the power went out")

    event.listen(db.engine, "before_cursor_execute", refuse)
    with pytest.raises(RuntimeError):
        kb.publish(article.id, by="ada", at=now)
    event.remove(db.engine, "before_cursor_execute", refuse)
    assert kb.article(article.id).version == 1
    assert KnowledgeBase(db, encoder).search("shipping").hits[0].version == 1


def test_searches_during_publishes_see_the_old_or_the_new_and_never_a_mixture(kb, db, publish, now):
    def version(number):
        return written(title=f"Edition {number}", body=f"Text {number} of the edition.")

    article = publish(version(1))
    done = threading.Event()
    mixtures, searches = [], []

    def ask():
        while not done.is_set():
            hits = kb.search("edition text").hits
            searches.append(len(hits))
            if len(hits) != 1 or hits[0].title.split()[1] != hits[0].answer.split()[1]:
                mixtures.append(hits)

    askers = [threading.Thread(target=ask) for _ in range(3)]
    for asker in askers:
        asker.start()
    for number in range(2, 22):
        publish(version(number), article.id)
        assert kb.search("edition").hits[0].title == f"Edition {number}"
    done.set()
    for asker in askers:
        asker.join()
    assert mixtures == []
    assert searches


def test_articles_can_be_listed_by_status_and_by_words_of_their_text(kb, publish, shipping, returns, now):
    publish(shipping)
    draft = kb.save_draft(None, returns, by="ada", at=now)
    assert [article.title for article in kb.articles("draft")] == [draft.title]
    assert [article.title for article in kb.articles(query="EXPRESS days")] == [shipping.title]
    assert kb.articles(query="100%_") == []
    assert len(kb.articles()) == 2


def test_an_article_tells_who_wrote_it_when(kb, publish, shipping, now):
    article = publish(shipping)
    assert (article.updated_by, article.updated_at, article.category) == ("ada", now, "Shipping")
