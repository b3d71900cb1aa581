"""The machinery of understanding, with a made-up encoder."""

from pathlib import Path

import pytest

from bot.nlu import Tone
from bot.nlu.understander import Understander
from tests.unit.nlu.nlu_facts import WordEncoder, small_phrases

COUNTRIES = {"canada": "CA"}


@pytest.fixture
def understander(tmp_path: Path) -> Understander:
    return Understander(WordEncoder(), small_phrases(), tmp_path, COUNTRIES)


def test_a_training_phrase_is_its_own_intent(understander: Understander) -> None:
    understood = understander.understand("where is my order")
    assert understood.act is None
    assert understood.reasons[0][0] == "order_status"
    assert understood.familiarity == pytest.approx(1.0, abs=1e-5)


def test_a_message_is_encoded_once_and_not_at_all_with_its_vector(tmp_path: Path) -> None:
    encoder = WordEncoder()
    understander = Understander(encoder, small_phrases(), tmp_path)
    before = encoder.asked
    vector = understander.understand("where is it").vector
    assert encoder.asked == before + 1
    assert understander.understand("where is it", vector) == understander.understand("where is it", vector)
    assert encoder.asked == before + 1


@pytest.mark.parametrize(
    "text", ["10045", "#10045", "ada@example.org", "Canada", "123 456", "10045, ada@example.org"]
)
def test_bare_details_inform(understander: Understander, text: str) -> None:
    understood = understander.understand(text)
    assert (understood.act, understood.wants_person) == ("inform", 0.0)
    assert understood.act_confidence > 0.9
    assert sum(p for _, p in understood.reasons) < 0.05


@pytest.mark.parametrize("text", ["", " ", "?", "🙂", "\x00\ud800", "a" * 5000])
def test_anything_typed_is_understood_somehow(understander: Understander, text: str) -> None:
    understood = understander.understand(text)
    assert 0 <= understood.act_confidence <= 1
    assert sum(p for _, p in understood.reasons) <= 1 + 1e-6


def test_a_second_start_encodes_and_learns_nothing_new(tmp_path: Path) -> None:
    first = Understander(WordEncoder(), small_phrases(), tmp_path)
    encoder = WordEncoder()
    second = Understander(encoder, small_phrases(), tmp_path)
    assert encoder.asked == 0
    for text in ("where is my order", "human agent", "is delivery free"):
        assert second.understand(text).reasons == first.understand(text).reasons


def test_a_new_phrase_encodes_only_what_is_new(tmp_path: Path) -> None:
    Understander(WordEncoder(), small_phrases(), tmp_path)
    encoder = WordEncoder()
    learned = Understander(
        encoder, small_phrases(repairs=["fix my wobbly chair", "repair the leg"]), tmp_path
    )
    assert 0 < encoder.asked < 15
    assert learned.understand("repair the leg").reasons[0][0] == "repairs"


def test_a_damaged_cache_costs_time_only(tmp_path: Path) -> None:
    Understander(WordEncoder(), small_phrases(), tmp_path)
    for path in tmp_path.iterdir():
        path.write_bytes(b"not a zip file")
    understander = Understander(WordEncoder(), small_phrases(), tmp_path)
    assert understander.understand("where is my order").reasons[0][0] == "order_status"


def test_another_model_does_not_read_the_first_ones_vectors(tmp_path: Path) -> None:
    Understander(WordEncoder(), small_phrases(), tmp_path)
    other = WordEncoder()
    other.name = "other words"
    Understander(other, small_phrases(), tmp_path)
    assert other.asked > 0


def test_without_tone_phrases_everything_sounds_neutral(understander: Understander) -> None:
    assert understander.understand("you liars").tone == Tone()
