"""The article store does the same on every database."""

import threading
from datetime import UTC, datetime

import numpy as np
import pytest

from kb.articles import Status, written
from kb.errors import NotFound, Outdated
from kb.listing import Filter
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
            with store.next_generation(connection):
                store.set_published(connection, article_id, version, "ada", NOW)

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
    assert [one.id for one in store.articles(Filter(query="HOURS shop"), latest=True)] == ["hours"]
    assert store.articles(Filter(query="h%s"), latest=True) == []
    assert store.articles(Filter(Status.DRAFT), latest=True) == []


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


def test_what_changed_since_a_generation_is_told_and_nothing_else(db, store, publish):
    publish("hours", HOURS)
    publish("other", written(title="Other", body="x"))
    assert [article.id for article in store.changes(1).published] == ["other"]
    publish("hours", written(title="Hours", body="10 to 6"))
    with db.write() as connection, store.next_generation(connection):
        store.set_archived(connection, "other", NOW)
    changes = store.changes(2)
    assert [(article.id, article.version) for article in changes.published] == [("hours", 2)]
    assert (changes.number, changes.gone, changes.count) == (4, ["other"], 1)
    later = store.changes(4)
    assert (later.published, later.gone, later.count) == ([], [], 1)


def test_a_draft_is_no_change(db, store, publish):
    publish("hours", HOURS)
    with db.write() as connection, store.next_generation(connection):
        store.keep_version(connection, "hours", written(title="Draft", body="x"), "ada", NOW)
        store.keep_version(connection, "new", written(title="New", body="x"), "ada", NOW)
    assert store.changes(1).published == []


def test_of_writers_at_the_same_time_no_change_is_missed(db, store):
    seen, missed = {}, []

    def write(number):
        with db.write() as connection:
            version = store.keep_version(connection, f"article-{number}", HOURS, "ada", NOW)
            with store.next_generation(connection):
                store.set_published(connection, f"article-{number}", version, "ada", NOW)

    def look():
        number = 0
        while len(seen) < 24:
            changes = store.changes(number)
            seen.update({article.id: changes.number for article in changes.published})
            if changes.number == 24 and len(seen) < 24:
                missed.append(24 - len(seen))
                return
            number = changes.number

    looking = threading.Thread(target=look)
    looking.start()
    writers = [
        threading.Thread(target=lambda first=first: [write(first + step) for step in range(6)])
        for first in (0, 6, 12, 18)
    ]
    for one in writers:
        one.start()
    for one in (*writers, looking):
        one.join()
    assert missed == []


def test_of_writers_who_edit_the_same_version_at_once_one_writes_and_the_others_are_told(db, store, publish):
    publish("hours", HOURS)
    outcomes = []

    def write(number):
        content = written(title="Hours", body=f"text {number}")
        try:
            with db.write() as connection:
                outcomes.append(
                    store.keep_version(connection, "hours", content, f"w{number}", NOW, made_from=1)
                )
        except Outdated as refused:
            outcomes.append((refused.newest_version, refused.saved_by))

    writers = [threading.Thread(target=write, args=(number,)) for number in range(6)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()
    newest = store.article("hours", latest=True)
    assert outcomes.count(2) == 1
    assert outcomes.count((2, newest.updated_by)) == 5
    assert newest.version == 2
