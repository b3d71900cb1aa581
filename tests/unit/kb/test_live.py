"""The snapshot in memory follows the database: whole or grown, in the background, with others at work."""

import json
import random
import threading
import time

import numpy as np
import pytest
from sqlalchemy import update

from kb import live
from kb.articles import written
from kb.errors import Unavailable
from kb.snapshot import grown
from kb.store import ArticleStore
from kb.tables import articles, generation

TOPICS = ["shipping", "returns", "hours", "cards", "rugs", "lamps", "beds", "tables", "chairs", "plants"]


@pytest.fixture
def growing(monkeypatch):
    """Every change lets the snapshot grow, as with a large knowledge base."""

    def after(live, before, number, gone, changed):
        fresh = live._prepared(changed)
        return grown(before, number, gone, fresh, live._words.changed(fresh, gone))

    monkeypatch.setattr(live.LiveSnapshot, "_after", after)


@pytest.fixture
def stocked(kb, publish):
    for topic in TOPICS:
        publish(written(title=f"About {topic}", body=f"All of {topic}.", variants=[f"{topic} please"]))
    kb.search("warm up")
    return kb


def snapshot(kb):
    return kb._live.refreshed()


def ids(result):
    return [hit.article_id for hit in result.hits]


def eventually(condition):
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end, "it never came to that"
        time.sleep(0.01)


def same(one, other):
    """Whether two whole snapshots are of the same articles, vectors and n-grams."""
    assert one.articles == other.articles
    assert one.shown == other.shown
    assert (one.starts, one.asked) == (other.starts, other.asked)
    assert np.array_equal(one.owners, other.owners)
    rows = len(one.owners)
    assert np.array_equal(one.index.vectors(0, rows), other.index.vectors(0, rows))
    assert all(map(np.array_equal, one.table.rows(0, rows), other.table.rows(0, rows)))
    assert np.array_equal(one.centroids, other.centroids)
    return True


def test_a_grown_snapshot_finds_what_is_new_what_was_edited_and_not_what_was_archived(
    stocked, publish, growing, now
):
    new = publish(written(title="Gift wrapping", body="In gold paper."))
    publish(written(title="About zebras", body="All of zebras."), "about-rugs")
    stocked.archive("about-lamps", by="ada", at=now)
    assert ids(stocked.search("gift wrapping"))[0] == new.id
    assert stocked.search("zebras").hits[0].version == 2
    assert stocked.search("zebras").hits[0].answer == "All of zebras."
    assert "about-lamps" not in ids(stocked.search("lamps please", limit=99))
    assert "All of rugs." not in [hit.answer for hit in stocked.search("rugs please", limit=99).hits]
    assert snapshot(stocked).overhead > 0


def test_after_any_changes_the_background_makes_what_a_fresh_start_would(
    stocked, another_process, publish, growing, now
):
    choose = random.Random(3)
    for number in range(40):
        topic = choose.choice(TOPICS)
        if choose.random() < 0.3:
            stocked.archive(f"about-{topic}", by="ada", at=now)
        else:
            publish(written(title=f"About {topic}", body=f"Edition {number}."), f"about-{topic}")
    assert snapshot(stocked).numbers.keys() == {article.id for article in stocked.articles("published")}
    stocked._live.tidy()
    assert snapshot(stocked).overhead == 0
    assert same(snapshot(stocked), snapshot(another_process))


def test_only_what_changed_is_read(stocked, another_process, publish, growing, monkeypatch):
    another_process.search("warm up")
    read = []
    monkeypatch.setattr(ArticleStore, "published", lambda _: pytest.fail("all articles were read"))
    changes = ArticleStore.changes
    monkeypatch.setattr(
        ArticleStore, "changes", lambda store, since: read.append(changes(store, since)) or read[-1]
    )
    article = publish(written(title="Gift wrapping", body="In gold paper."))
    assert ids(another_process.search("gift wrapping"))[0] == article.id
    assert [[one.id for one in change.published] for change in read] == [["gift-wrapping"]] * 2


def test_what_was_changed_past_the_generation_is_noticed_with_the_next_change(stocked, db, publish, growing):
    with db.write() as connection:
        connection.execute(
            update(articles)
            .where(articles.c.id == "about-beds")
            .values(status="archived", noted_version=None, published_version=None)
        )
        connection.execute(update(generation).values(number=generation.c.number + 1))
    assert "about-beds" not in ids(stocked.search("beds please", limit=99))


def test_publishing_again_what_is_published_costs_nothing(stocked, growing, now):
    before = snapshot(stocked)
    stocked.publish("about-rugs", by="ada", at=now)
    after = snapshot(stocked)
    assert after.generation == before.generation + 1
    assert after.articles is before.articles or after.articles == before.articles
    assert after.overhead == 0


def test_what_is_published_while_the_background_works_is_in_what_it_makes(
    stocked, publish, growing, now, monkeypatch
):
    publish(written(title="Gift wrapping", body="In gold paper."))
    build = live.build_snapshot

    def build_slowly(*given):
        made = build(*given)
        publish(written(title="Late addition", body="Just in time."))
        stocked.archive("about-cards", by="ada", at=now)
        return made

    monkeypatch.setattr(live, "build_snapshot", build_slowly)
    stocked._live.tidy()
    assert ids(stocked.search("late addition"))[0] == "late-addition"
    assert ids(stocked.search("gift wrapping"))[0] == "gift-wrapping"
    assert "about-cards" not in ids(stocked.search("cards please", limit=99))


def test_many_changes_at_once_make_a_whole_snapshot(kb, tmp_path, now, monkeypatch):
    monkeypatch.setattr(live, "WHOLE_UP_TO", 20)
    file = tmp_path / "many.json"
    file.write_text(json.dumps([{"title": f"Title {n}", "answer": f"Answer {n}"} for n in range(50)]))
    kb.search("warm up")
    kb.import_path(file, publish=True, at=now)
    assert (len(snapshot(kb).numbers), snapshot(kb).overhead) == (50, 0)


def test_a_process_takes_in_what_another_publishes_without_being_asked(another_process, publish, shipping):
    another_process.search("warm up")
    with another_process.following():
        article = publish(shipping)
        eventually(lambda: article.id in another_process._live._snapshot.numbers)


def test_looking_goes_on_after_the_database_was_away(another_process, publish, shipping, monkeypatch):
    another_process.search("warm up")
    look = ArticleStore.generation
    failed = []

    def fail_at_first(store):
        if threading.current_thread().name.startswith("knowledge-") and len(failed) < 2:
            failed.append(True)
            raise Unavailable("The database does not answer.")
        return look(store)

    monkeypatch.setattr(ArticleStore, "generation", fail_at_first)
    with another_process.following():
        article = publish(shipping)
        eventually(lambda: article.id in another_process._live._snapshot.numbers)
    assert len(failed) == 2


def test_nothing_looks_any_more_once_following_has_ended(kb):
    with kb.following():
        assert [one for one in threading.enumerate() if one.name.startswith("knowledge-")]
    assert not [one for one in threading.enumerate() if one.name.startswith("knowledge-")]


def test_a_preview_changes_nothing(stocked, growing, now):
    draft = stocked.save_draft(
        "about-lamps", written(title="About lamps", body="All of light."), by="bob", at=now
    )
    before = snapshot(stocked)
    after = stocked._live.preview(snapshot(stocked), {"about-rugs": None, "about-lamps": draft})
    assert "about-rugs" not in after.numbers
    assert after.articles[after.numbers["about-lamps"]].answer == "All of light."
    assert snapshot(stocked) is before
    assert ids(stocked.search("rugs please"))[0] == "about-rugs"


@pytest.mark.parametrize("size", ["whole", "grown"])
def test_searches_during_a_hundred_publishes_each_see_one_edition_of_all_articles(
    kb, another_process, tmp_path, now, size, request
):
    if size == "grown":
        request.getfixturevalue("growing")
    file = tmp_path / "edition.json"

    def bring(edition):
        drafts = [
            {"id": part, "title": f"{part} edition", "answer": f"Edition {edition}"}
            for part in ("one", "two")
        ]
        file.write_text(json.dumps(drafts))
        kb.import_path(file, publish=True, at=now)

    bring(1)
    done = threading.Event()
    editions, failures = [], []

    def ask(process):
        while not done.is_set():
            try:
                seen = {hit.answer for hit in process.search("edition").hits}
                assert len(seen) == 1
                editions.append(seen.pop())
            except Exception as error:
                failures.append(error)
                return

    def tidy():
        while not done.is_set():
            kb._live._not_whole_before = 0.0
            kb._live.tidy()

    at_work = [threading.Thread(target=ask, args=(one,)) for one in (kb, kb, another_process)]
    at_work.append(threading.Thread(target=tidy))
    for thread in at_work:
        thread.start()
    for edition in range(2, 102):
        bring(edition)
        assert {hit.answer for hit in kb.search("edition").hits} == {f"Edition {edition}"}
    done.set()
    for thread in at_work:
        thread.join()
    assert failures == []
    assert len(set(editions)) > 1
