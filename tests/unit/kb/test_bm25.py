import numpy as np
import pytest

from kb.articles import Article, Status, written
from kb.bm25 import WordIndex
from kb.passages import units
from kb.snapshot import prepared

ARTICLES = {
    "manual": {"title": "Care instructions", "body": "The KX-200 desk is wiped with a dry cloth."},
    "shipping": {"title": "How long does shipping take?", "variants": ["delivery time"], "body": "5 days."},
    "returns": {"title": "How do I return an item?", "body": "Within 30 days; shipping it back is free."},
}


@pytest.fixture
def ready(now):
    def ready(article_id, **changed):
        content = written(**(ARTICLES[article_id] | changed))
        of_one = units(content)
        article = Article(article_id, content, Status.PUBLISHED, 1, False, now, "ada")
        return prepared(article, of_one, np.zeros((len(of_one), 4), dtype=np.float32))

    return ready


@pytest.fixture
def index():
    return WordIndex()


@pytest.fixture
def words(index, ready):
    return index.changed([ready(article_id) for article_id in ARTICLES])


def best(words, text):
    return [article_id for article_id, _ in words.best(text, 5)]


def test_an_identifier_that_stands_in_one_body_finds_it(words):
    assert best(words, "what about the kx-200?") == ["manual"]


def test_what_is_asked_counts_more_than_what_is_told(words):
    assert best(words, "shipping") == ["shipping", "returns"]


def test_word_forms_are_one_word(words):
    assert best(words, "returned items") == ["returns"]


def test_a_word_with_one_letter_wrong_is_found(words):
    assert best(words, "delivary")[0] == "shipping"


def test_a_short_unknown_word_is_not_guessed_at(words):
    assert best(words, "tike") == []


@pytest.mark.parametrize("text", ["", "?!", 'AND OR NOT ( " : *', "title:shipping^9 OR", "x" * 10_000])
def test_no_text_breaks_the_search(words, text):
    assert isinstance(words.best(text, 5), list)


def test_a_removed_article_is_found_no_more_but_by_who_searched_before(index, words):
    after = index.changed([], ["manual"])
    assert best(after, "kx-200") == []
    assert best(words, "kx-200") == ["manual"]


def test_a_changed_article_is_found_by_its_new_words_only(index, words, ready):
    after = index.changed([ready("manual", body="The ZZ-9 shelf needs oil.")])
    assert (best(after, "zz-9"), best(after, "kx-200")) == (["manual"], [])
