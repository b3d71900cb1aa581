"""The article store does the same on every database."""

import threading
from datetime import UTC, datetime

import numpy as np
import pytest

from kb.articles import Status, written
from kb.errors import NotFound
from kb.store import ArticleStore

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
HOURS = written(title="Größe & hours", body="9 to 5", variants=["when ☎?"], tags=["a"], category="Shop")


@pytest.fixture
def store(db):
    return ArticleStore(db)


@pytest.fixture
def publish(db, store):
    def publish(article_id, content):
        with db.write() as connection:
            version = store.keep_version(connection, article_id, content, "ada", NOW)
            store.set_published(connection, article_id, version, "ada", NOW)
            store.next_generation(connection)

    return publish


def test_an_article_comes_back_as_it_was_written(store, publish):
    publish("hours", HOURS)
    article = store.article("hours", latest=False)
    assert (article.content, article.status, article.version) == (HOURS, Status.PUBLISHED, 1)
    assert (article.updated_at, article.updated_by) == (NOW, "ada")


def test_an_article_that_is_not_there_is_said_to_be_missing(store):
    with pytest.raises(NotFound):
        store.article("hours", latest=True)


def test_the_generation_starts_at_nothing_and_grows_with_each_change(store, publish):
    assert store.generation() == 0
    publish("hours", HOURS)
    publish("hours", HOURS)
    assert store.generation() == 2


def test_the_generation_and_the_articles_are_of_one_moment(store, publish):
    publish("b", HOURS)
    publish("a", HOURS)
    number, articles = store.published()
    assert (number, [article.id for article in articles]) == (2, ["a", "b"])


def test_vectors_come_back_to_the_bit_and_the_first_one_stays(db, store):
    first, second = np.linspace(-1, 1, 384, dtype=np.float32), np.zeros(384, dtype=np.float32)
    for vector in (first, second):
        with db.write() as connection:
            store.keep_vectors(connection, "model", {"digest": vector})
    found = store.vectors("model", ["digest", "unknown"])
    assert list(found) == ["digest"]
    assert np.array_equal(found["digest"], first)
    assert store.vectors("another", ["digest"]) == {}


def test_more_ids_than_a_statement_takes_are_looked_up_all_the_same(store, publish):
    publish("hours", HOURS)
    assert list(store.known([*(f"id-{number}" for number in range(1200)), "hours"])) == ["hours"]


def test_words_are_looked_for_whatever_their_case_and_signs_mean_themselves(store, publish):
    publish("hours", HOURS)
    assert [one.id for one in store.articles(None, "HOURS shop", latest=True)] == ["hours"]
    assert store.articles(None, "h%s", latest=True) == []
    assert store.articles(Status.DRAFT, "", latest=True) == []


def test_writers_at_the_same_time_each_get_a_version_of_their_own(db, store, publish):
    publish("hours", HOURS)
    versions = []

    def write(number):
        content = written(title="Hours", body=f"text {number}")
        with db.write() as connection:
            versions.append(store.keep_version(connection, "hours", content, "ada", NOW))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    assert sorted(versions) == list(range(2, 10))
