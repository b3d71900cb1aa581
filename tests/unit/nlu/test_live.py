"""The understander follows the phrases; nobody waits, nothing is encoded twice."""

import threading
from pathlib import Path

import pytest

from bot.nlu.live import LiveUnderstander
from bot.nlu.phrases import Phrases, phrases_of
from bot.nlu.understander import Understander
from tests.unit.nlu.nlu_facts import WordEncoder, small_phrases

REPAIRS = ["fix my wobbly chair", "repair the leg"]


class Source:
    """Phrases that a test changes."""

    def __init__(self) -> None:
        self.version, self.now = 0, small_phrases()

    def phrases(self) -> tuple[int, Phrases]:
        return self.version, self.now

    def change(self, phrases: Phrases) -> None:
        self.version, self.now = self.version + 1, phrases


@pytest.fixture
def source() -> Source:
    return Source()


@pytest.fixture
def encoder() -> WordEncoder:
    return WordEncoder()


@pytest.fixture
def live(source: Source, encoder: WordEncoder, tmp_path: Path) -> LiveUnderstander:
    return LiveUnderstander(
        source, lambda phrases: Understander(encoder, phrases, tmp_path), settled_seconds=0.0
    )


def read(live: LiveUnderstander, text: str) -> tuple[str, float]:
    return live.understand(text).reasons[0]


def test_a_new_reason_is_understood_at_the_next_look_and_trusted_with_care(
    live: LiveUnderstander, source: Source
) -> None:
    assert live.follow() is False
    source.change(small_phrases(repairs=REPAIRS))
    assert live.follow() is True
    reason, probability = read(live, "repair the leg")
    assert reason == "repairs"
    assert probability <= 3 / 4
    assert (live.version, live.whole) == (1, False)
    assert live.follow() is False


def test_only_new_texts_are_encoded(live: LiveUnderstander, source: Source, encoder: WordEncoder) -> None:
    before = encoder.asked
    source.change(small_phrases(repairs=REPAIRS))
    live.follow()
    assert 2 <= encoder.asked - before <= 4
    before = encoder.asked
    source.change(small_phrases())
    live.follow()
    assert encoder.asked == before


def test_a_phrase_and_a_reason_that_go_are_forgotten(live: LiveUnderstander, source: Source) -> None:
    source.change(small_phrases(repairs=REPAIRS))
    live.follow()
    source.change(small_phrases(repairs=REPAIRS[:1]))
    live.follow()
    assert live.understand("repair the leg").familiarity < 0.99
    source.change(small_phrases())
    live.follow()
    assert all(reason != "repairs" for reason, _ in live.understand("repair the leg").reasons)


def test_one_that_was_taught_reads_as_one_that_was_built(
    live: LiveUnderstander, source: Source, tmp_path: Path
) -> None:
    more = ["where is my order", "track my parcel", "any news of my parcel"]
    source.change(small_phrases(repairs=REPAIRS, order_status=more))
    live.follow()
    whole = Understander(WordEncoder(), source.now, tmp_path / "other")
    for text in ("where is my order", "price of delivery", "any news of my parcel", "human agent", "hello"):
        quick, full = live.understand(text), whole.understand(text)
        assert (quick.act, quick.reasons[0][0]) == (full.act, full.reasons[0][0])
        assert quick.reasons[0][1] == pytest.approx(full.reasons[0][1], abs=0.05)


def test_a_whole_one_follows_in_the_background_once(live: LiveUnderstander, source: Source) -> None:
    assert live.settle() is False
    source.change(small_phrases(repairs=REPAIRS))
    live.follow()
    assert live.settle() is True
    assert live.whole
    assert live.settle() is False
    assert read(live, "repair the leg")[0] == "repairs"


def test_a_whole_one_waits_until_the_phrases_are_quiet(source: Source, tmp_path: Path) -> None:
    live = LiveUnderstander(
        source, lambda phrases: Understander(WordEncoder(), phrases, tmp_path), settled_seconds=1000.0
    )
    source.change(small_phrases(repairs=REPAIRS))
    live.follow()
    assert live.settle() is False


def test_while_a_whole_one_is_built_messages_are_read_and_changes_taken_in(
    source: Source, tmp_path: Path
) -> None:
    begun, go_on = threading.Event(), threading.Event()
    building = False

    def build(phrases: Phrases) -> Understander:
        if building:
            begun.set()
            assert go_on.wait(10)
        return Understander(WordEncoder(), phrases, tmp_path)

    live = LiveUnderstander(source, build, settled_seconds=0.0)
    source.change(small_phrases(repairs=REPAIRS))
    live.follow()
    building = True
    settling = threading.Thread(target=live.settle)
    settling.start()
    assert begun.wait(10)
    assert read(live, "repair the leg")[0] == "repairs"
    source.change(small_phrases(repairs=REPAIRS, gifts=["wrap it as a gift", "a gift card please"]))
    assert live.follow() is True
    assert read(live, "a gift card please")[0] == "gifts"
    go_on.set()
    settling.join(10)
    assert read(live, "a gift card please")[0] == "gifts"
    assert read(live, "repair the leg")[0] == "repairs"
    assert (live.version, live.whole) == (2, False)


def test_a_change_that_phrases_do_not_depend_on_teaches_nothing(
    live: LiveUnderstander, source: Source
) -> None:
    source.change(phrases_of(small_phrases().by_intent.items()))
    assert live.follow() is True
    assert (live.version, live.whole) == (1, True)


def test_a_phrase_that_would_draw_others_away_is_found_out(live: LiveUnderstander) -> None:
    [flip] = live.would_flip("shipping_cost", ["no likeness whatsoever", "has my order shipped yet"])
    assert (flip.phrase, flip.intent) == ("has my order shipped", "order_status")
    assert flip.because_of == "has my order shipped yet"
    assert live.would_flip("order_status", ["has my order shipped yet"]) == ()


def test_the_nearest_phrases_are_told(live: LiveUnderstander) -> None:
    [first, second] = live.neighbours(live.understand("where is my order"), 2)
    assert first[:2] == ("where is my order", "order_status")
    assert first[2] == pytest.approx(1.0, abs=1e-5)
    assert second[2] <= first[2]
