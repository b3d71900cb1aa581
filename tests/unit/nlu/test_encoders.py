"""Two models side by side, and the second one itself."""

import numpy as np
import pytest

from bot.nlu.encoders import MultilingualEncoder, PairEncoder, principal_axes
from bot.nlu.ranking import LOCAL, Ranking
from bot.nlu.understander import Understander
from tests.unit.nlu.nlu_facts import WordEncoder, small_phrases


class LetterEncoder:
    """Texts with the same first letter are alike."""

    name = "letters"

    def encode(self, texts):
        rows = np.zeros((len(texts), 32), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[ord(text[:1] or " ") % 32] = 1.0
        return rows


@pytest.fixture(scope="module")
def multilingual():
    return MultilingualEncoder()


def test_the_vectors_of_a_pair_have_length_one_and_their_product_is_the_mean_of_both():
    pair, texts = PairEncoder(WordEncoder(), LetterEncoder()), ["where is it", "what is it"]
    vectors = pair.encode(texts)
    assert np.linalg.norm(vectors, axis=1) == pytest.approx([1.0, 1.0], abs=1e-6)
    words, letters = WordEncoder().encode(texts), LetterEncoder().encode(texts)
    assert vectors[0] @ vectors[1] == pytest.approx(
        (words[0] @ words[1] + letters[0] @ letters[1]) / 2, abs=1e-6
    )


def test_a_pair_takes_the_vectors_that_are_known():
    first = WordEncoder()
    pair, known = PairEncoder(first, LetterEncoder()), WordEncoder().encode(["hi", "no"])
    assert pair.beside(known, ["hi", "no"]) == pytest.approx(pair.encode(["hi", "no"]))
    assert first.asked == 2


def test_models_are_told_apart_by_the_names_of_both():
    assert PairEncoder(WordEncoder(), LetterEncoder()).name == "words+letters"


def test_a_message_keeps_the_vector_it_came_with_and_is_looked_at_by_both(tmp_path):
    first, second = WordEncoder(), LetterEncoder()
    understander = Understander(first, small_phrases(), tmp_path, second=second)
    understood = understander.understand("where is my order")
    assert understood.vector.shape == (64,)
    assert understander.looked_at(understood.text, understood.vector).shape == (96,)
    assert understood.reasons[0][0] == "order_status"


def test_the_second_model_reads_other_languages_like_english(multilingual):
    english, german, dutch, other = multilingual.encode(
        ["where is my parcel?", "wo ist mein Paket?", "waar is mijn pakket?", "I want to change my password"]
    )
    assert min(english @ german, english @ dutch) > 0.7
    assert english @ other < 0.5


def test_the_second_model_gives_a_text_the_same_vector_alone_and_in_company(multilingual):
    texts = [f"the lamp number {number} came broken" for number in range(70)]
    together = multilingual.encode(texts)
    assert together.shape == (70, 512)
    assert multilingual.encode([texts[69]])[0] == pytest.approx(together[69], abs=1e-4)


def test_the_local_look_is_near_one_for_the_intent_of_the_phrase_itself_and_near_zero_elsewhere():
    random = np.random.default_rng(3)
    centres = random.normal(size=(3, 16))
    labels = np.repeat([0, 1, 2], 20)
    vectors = centres[labels] + 0.05 * random.normal(size=(60, 16))
    vectors = (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)
    looks = Ranking(vectors, labels, 3).scores(vectors)[:, :, LOCAL]
    right = looks[np.arange(60), labels]
    assert right.min() > 0.8
    looks[np.arange(60), labels] = 0.0
    assert np.abs(looks).max() < 0.2


def test_the_principal_axes_keep_the_products_of_vectors_that_lie_near_few_directions():
    random = np.random.default_rng(5)
    few = random.normal(size=(200, 8)) @ random.normal(size=(8, 40))
    vectors = (few + 0.01 * random.normal(size=few.shape)).astype(np.float32)
    projected = vectors @ principal_axes(vectors, 8)
    assert projected.shape == (200, 8)
    assert projected @ projected.T == pytest.approx(vectors @ vectors.T, abs=0.05)


def test_few_dimensions_stay_as_they_are():
    assert (principal_axes(np.ones((3, 5), dtype=np.float32), 8) == np.eye(5)).all()
