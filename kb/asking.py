"""Questions to searches: the encoder, calibration and bounds that every search of a process shares."""

from collections.abc import Callable, Sequence
from datetime import datetime

from kb.calibration import Calibration
from kb.encoder import SentenceEncoder, Vectors
from kb.features import features, values
from kb.judgements import JudgementStore, Source
from kb.ranking import rank
from kb.search import MOST_OPTIONS, SearchResult, search
from kb.snapshot import Snapshot

_MOST_REMEMBERED = 20_000


# The newest calibration, and whether it was made for another generation than the given one.
CalibrationOf = Callable[[int], tuple[Calibration, bool]]


class Asker:
    """Asks a snapshot. `answer_risk` bounds the share of wrong answers among those shown."""

    def __init__(
        self,
        encoder: SentenceEncoder,
        calibration: CalibrationOf,
        judgements: JudgementStore,
        answer_risk: float,
        help_url: str,
    ) -> None:
        self._encoder = encoder
        self._calibration = calibration
        self._judgements = judgements
        self._answer_risk = answer_risk
        self._help_url = help_url
        self._remembered: dict[str, Vectors] = {}

    def ask(
        self,
        snapshot: Snapshot,
        text: str,
        *,
        vector: Vectors | None = None,
        limit: int = 5,
        calm: bool = False,
    ) -> SearchResult:
        """What a snapshot says to a question; `vector` is the question's own, if it was encoded already.

        With `calm` the caution that follows a change is left out, as it will be when it was taken in.
        """
        corrected = snapshot.words.corrected(text)
        if vector is None or corrected != text:
            vector = self._encoder.encode([corrected])[0]
        calibration, cautious = self._calibration(snapshot.generation)
        return search(
            snapshot,
            corrected,
            vector,
            calibration=calibration,
            cautious=cautious and not calm,
            answer_risk=self._answer_risk,
            limit=limit,
            help_url=self._help_url,
        )

    def ask_again(self, snapshot: Snapshot, texts: Sequence[str]) -> list[SearchResult]:
        """What a snapshot says to questions that are asked again and again: their vectors are remembered.

        Calmly, or each publication would be compared with the caution after the one before.
        """
        # Read once and never changed in place: another thread may replace it at any time.
        known = self._remembered
        new = list(dict.fromkeys(text for text in texts if text not in known))
        if len(known) + len(new) > _MOST_REMEMBERED:
            known, new = {}, list(dict.fromkeys(texts))
        if new:
            known = known | dict(zip(new, self._encoder.encode(new), strict=True))
            self._remembered = known
        return [self.ask(snapshot, text, vector=known[text], limit=MOST_OPTIONS, calm=True) for text in texts]

    def judge(
        self,
        snapshot: Snapshot,
        question: str,
        article_id: str,
        *,
        right: bool,
        source: Source,
        at: datetime,
        about: str | None = None,
    ) -> bool:
        """Keep what somebody said of an answer, as `KnowledgeBase.judge` describes."""
        question = snapshot.words.corrected(question)
        ranking = rank(snapshot, question, self._encoder.encode([question])[0])
        if not ranking.candidates:
            return False
        first = snapshot.articles[ranking.candidates[0].number].id
        if first != article_id and (not right or source is Source.REACTION):
            # It was shown for another reading of the question, or by another state of the articles.
            return False
        calibration, _ = self._calibration(snapshot.generation)
        facts = values(features(snapshot, ranking, calibration.reference))
        self._judgements.add(
            first, facts, wrong=not right or first != article_id, source=source, at=at, about=about
        )
        return True
