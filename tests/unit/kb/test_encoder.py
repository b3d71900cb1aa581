import sys
import threading

import numpy as np
import pytest

import kb.encoder
from kb.encoder import EXPORT_FOLDER, Encoder, _batches, export_model
from kb.errors import Unavailable


class FakeModel:
    def __init__(self, *_):
        self.texts = []

    def run(self, texts):
        self.texts.extend(texts)
        return np.array([[len(text)] * Encoder.dimension for text in texts], dtype=np.float32)

    def run_one(self, text):
        return self.run([text])[0]


@pytest.fixture
def model():
    return FakeModel()


@pytest.fixture
def encoder(tmp_path, model):
    made = Encoder(tmp_path, remembered=3)
    made._model = model
    return made


def test_a_repeated_text_is_encoded_once(encoder, model):
    vectors = encoder.encode(["a", "bb", "a"])
    encoder.encode(["bb"])
    assert model.texts == ["a", "bb"]
    assert vectors[:, 0].tolist() == [1.0, 2.0, 1.0]


def test_only_so_many_texts_are_remembered_and_the_longest_unused_goes_first(encoder, model):
    encoder.encode(["a", "bb", "ccc"])
    encoder.encode(["a"])
    encoder.encode(["dddd"])
    encoder.encode(["a"])
    assert model.texts == ["a", "bb", "ccc", "dddd"]
    encoder.encode(["bb"])
    assert model.texts[-1] == "bb"


def test_changing_a_given_vector_does_not_change_the_remembered_one(encoder):
    encoder.encode(["a"])[0] = 99
    assert encoder.encode(["a"])[0, 0] == 1.0


def test_no_texts_are_no_vectors(encoder):
    assert encoder.encode([]).shape == (0, 384)


def test_many_threads_get_their_own_texts_vectors(tmp_path, model):
    encoder = Encoder(tmp_path, remembered=5)
    encoder._model = model
    wrong = []

    def ask(length):
        for _ in range(50):
            if encoder.encode(["x" * length])[0, 0] != length:
                wrong.append(length)

    threads = [threading.Thread(target=ask, args=(length,)) for length in range(1, 9)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_batches_hold_all_texts_once_and_are_small_enough_for_the_caches():
    lengths = [200, 3, 5, 500, 100, 100, 100, 100, 100, 100, 7]
    batches = _batches(lengths)
    assert sorted(position for batch in batches for position in batch) == list(range(len(lengths)))
    assert all(len(batch) == 1 or max(lengths[one] for one in batch) * len(batch) <= 512 for batch in batches)


def test_an_export_that_was_killed_leaves_no_cache_and_the_next_start_makes_one(tmp_path, monkeypatch):
    folder = tmp_path / EXPORT_FOLDER
    monkeypatch.setattr(sys, "executable", str(_script(tmp_path, 'mkdir "$3.partial-1"; kill -9 $$')))
    with pytest.raises(Unavailable):
        export_model(folder)
    assert not folder.exists()
    monkeypatch.setattr(sys, "executable", str(_script(tmp_path, 'mkdir "$3"')))
    export_model(folder)
    assert folder.exists()


def test_an_export_that_fails_says_why(tmp_path, monkeypatch):
    monkeypatch.setattr(sys, "executable", str(_script(tmp_path, "echo no space left >&2; exit 1")))
    with pytest.raises(Unavailable, match="no space left"):
        export_model(tmp_path / EXPORT_FOLDER)


def test_a_damaged_cache_is_made_anew(tmp_path, monkeypatch):
    folder = tmp_path / EXPORT_FOLDER
    folder.mkdir()
    (folder / "damaged").touch()
    exported = []

    def export(target):
        exported.append(target)
        target.mkdir()

    class Loader(FakeModel):
        def __init__(self, given, _threads):
            super().__init__()
            if (given / "damaged").exists():
                raise OSError("not a model")

    monkeypatch.setattr(kb.encoder, "export_model", export)
    monkeypatch.setattr(kb.encoder, "OnnxModel", Loader)
    assert Encoder(tmp_path).encode(["abc"])[0, 0] == 3.0
    assert exported == [folder]


def _script(folder, text):
    path = folder / "python"
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o700)
    return path
