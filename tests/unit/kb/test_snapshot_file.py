"""What is kept on disk saves a start its work, and never changes what is found."""

import pytest

from kb import live
from kb.articles import written
from kb.base import KnowledgeBase
from kb.snapshot_file import SnapshotFile
from tests.databases import empty_sqlite


@pytest.fixture
def folder(tmp_path):
    return tmp_path / "cache"


@pytest.fixture
def start(db, encoder, folder):
    """A process that starts, and has answered a first question."""

    def start(database=db):
        knowledge = KnowledgeBase(database, encoder, folder=folder)
        knowledge.search("hello")
        return knowledge

    return start


@pytest.fixture
def kept(start, publish, shipping, returns):
    """A file on disk, of two articles."""
    publish(shipping)
    publish(returns)
    knowledge = start()
    knowledge._live.tidy()
    return next(knowledge._live._file._file.parent.iterdir())


@pytest.fixture
def computed(monkeypatch):
    """The titles of the articles of which everything was computed anew."""
    titles = []
    units = live.units
    monkeypatch.setattr(live, "units", lambda content: titles.append(content.title) or units(content))
    return titles


def answers(knowledge):
    hits = [*knowledge.search("express shipping days").hits, *knowledge.search("send it back").hits]
    return [(hit.article_id, hit.answer, hit.passage, hit.score) for hit in hits]


def test_a_start_computes_nothing_of_what_is_kept_and_finds_the_same(kept, start, kb, computed):
    begun = start()
    assert computed == []
    assert answers(begun) == answers(kb)


def test_what_changed_since_is_computed_and_the_rest_is_used(kept, start, publish, shipping, computed, now):
    article = publish(written(title="Gift cards", body="For everyone."))
    publish(written(title=shipping.title, body="It takes a year."), "how-long-does-shipping-take")
    computed.clear()
    begun = start()
    assert sorted(computed) == ["Gift cards", shipping.title]
    assert begun.search("gift cards").hits[0].article_id == article.id
    assert begun.search("how long does shipping take").hits[0].answer == "It takes a year."


def test_what_was_archived_since_is_not_found(kept, start, kb, now):
    kb.archive("how-do-i-return-an-item", by="ada", at=now)
    assert [hit.article_id for hit in start().search("send it back").hits] == ["how-long-does-shipping-take"]


@pytest.mark.parametrize("damage", ["empty", "cut short", "one bit", "something else"])
def test_a_damaged_file_counts_as_none(kept, start, kb, computed, damage):
    good = kept.read_bytes()
    middle = len(good) // 2
    damaged = {
        "empty": b"",
        "cut short": good[: len(good) - 200],
        "one bit": good[:middle] + bytes([good[middle] ^ 1]) + good[middle + 1 :],
        "something else": b"\x93NUMPY is not what this is",
    }
    kept.write_bytes(damaged[damage])
    computed.clear()
    begun = start()
    assert len(computed) == 2
    assert answers(begun) == answers(kb)


def test_a_file_of_another_database_with_the_same_ids_is_not_believed(kept, start, tmp_path, encoder, now):
    other = empty_sqlite(tmp_path / "other.db")
    there = KnowledgeBase(other, encoder)
    saved = there.save_draft(
        None, written(title="How do I return an item?", body="We take nothing back."), by="bob", at=now
    )
    there.publish(saved.id, by="bob", at=now)
    assert start(other).search("return an item").hits[0].answer == "We take nothing back."
    other.close()


def test_another_way_of_cutting_texts_makes_the_file_worthless(kept, start, computed, monkeypatch):
    monkeypatch.setattr(SnapshotFile, "_fingerprint", lambda _: "another")
    start()
    assert len(computed) == 2


def test_a_file_is_written_only_when_there_is_something_new(kept, start, publish, shipping):
    written_at = kept.stat().st_mtime_ns
    begun = start()
    begun._live.tidy()
    assert kept.stat().st_mtime_ns == written_at
    publish(written(title="Gift cards", body="For everyone."))
    begun.search("gift cards")
    begun._live.tidy()
    assert kept.stat().st_mtime_ns > written_at
    assert [path.name for path in kept.parent.iterdir()] == [kept.name]
