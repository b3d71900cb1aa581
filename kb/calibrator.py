"""The calibration of the knowledge base as it is now, kept in the database and followed in the background."""

import hashlib
import threading
import time
from dataclasses import dataclass

import numpy as np

from kb.calibration import Calibration, calibrated, calibration_from, uncalibrated
from kb.encoder import SentenceEncoder
from kb.judgements import JudgementStore
from kb.live import LiveSnapshot
from kb.passages import Kind, Unit
from kb.risk import RiskModel, shipped_model
from kb.trials import tried, unrelated_sentences
from kb.vectors import VectorShelf

LOOK_SECONDS = 1.0
# To be raised when trials are made or used in another way.
METHOD = 1
_LONGEST_PAUSE = 30.0


@dataclass(frozen=True)
class Known:
    """A calibration, and the state of the knowledge base and the judgements it was made from."""

    calibration: Calibration
    generation: int
    judgements: int


class Calibrator:
    """Gives the newest calibration at once and makes the next one when asked to. Safe in several threads."""

    def __init__(
        self,
        store: JudgementStore,
        live: LiveSnapshot,
        shelf: VectorShelf,
        encoder: SentenceEncoder,
        *,
        out_of_scope: float,
        model: RiskModel | None = None,
    ) -> None:
        self._store = store
        self._live = live
        self._shelf = shelf
        self._encoder = encoder
        self._out_of_scope = out_of_scope
        self._model = model
        self._known: Known | None = None
        self._working = threading.Lock()
        self._not_before = 0.0

    def current(self, generation: int) -> tuple[Calibration, bool]:
        """The newest calibration, and whether it was made for another state than `generation`."""
        known = self._known or self._loaded()
        return known.calibration, known.generation != generation

    def follow(self) -> None:
        """Make a calibration for the knowledge base as it is, unless this or another process has made it."""
        with self._working:
            snapshot = self._live.refreshed()
            wanted = (snapshot.generation, self._store.count())
            known = self._known
            if known and (known.generation, known.judgements) == wanted:
                return
            known = self._loaded()
            if (known.generation, known.judgements) == wanted:
                return
            model, judged = self._model or shipped_model(), self._store.judged()
            units = [Unit(Kind.VARIANT, text, text) for text in unrelated_sentences()]
            vectors = self._shelf.of(units)
            unrelated = np.array([vectors[unit.digest] for unit in units], dtype=np.float32)
            trials = tried(snapshot, unrelated, model.reference)
            made = calibrated(model, trials, judged, out_of_scope=self._out_of_scope)
            self._known = Known(made, *wanted)
            self._store.keep(made.facts(), self._key(model), *wanted)

    def follow_calmly(self) -> None:
        """`follow`, but after work leave the processor to others for ten times as long."""
        began = time.monotonic()
        if began < self._not_before:
            return
        self.follow()
        ended = time.monotonic()
        self._not_before = ended + min(10 * (ended - began), _LONGEST_PAUSE)

    def _loaded(self) -> Known:
        """What the database has, if it was made with the same model."""
        model = self._model or shipped_model()
        kept = self._store.kept(self._key(model))
        if kept is None:
            return Known(uncalibrated(model), -1, -1)
        facts, generation, judgements = kept
        self._known = Known(calibration_from(facts, model), generation, judgements)
        return self._known

    def _key(self, model: RiskModel) -> str:
        """Tells apart what a calibration depends on besides articles and judgements."""
        return hashlib.sha256(f"{METHOD} {model.digest} {self._out_of_scope}".encode()).hexdigest()
