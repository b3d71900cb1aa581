"""What visitors and staff said of answers, as numbers without a word of the question, and the calibration."""

from collections.abc import Collection
from datetime import datetime
from enum import StrEnum
from typing import Any

import numpy as np
from sqlalchemy import func, or_, select

from kb.calibration import Judged
from kb.database import Database, upsert
from kb.features import FEATURE_NAMES
from kb.tables import calibrations, judgements

MOST_USED = 2000
_CHUNK = 500


class Source(StrEnum):
    """Where a judgement comes from."""

    REACTION = "reaction"
    PICK = "pick"
    CORRECTION = "correction"


class JudgementStore:
    """The judgements and the kept calibration behind verbs."""

    def __init__(self, db: Database) -> None:
        self._db = db

    def add(
        self,
        article_id: str,
        facts: tuple[float, ...],
        *,
        wrong: bool,
        source: Source,
        at: datetime,
        about: str | None = None,
    ) -> None:
        """Keep that showing the article, found with these features, was right or wrong.

        Once `about` a thing.
        """
        row = {"article_id": article_id, "features": list(facts), "wrong": wrong, "source": source.value}
        kept = upsert(self._db)(judgements).values(**row, about=about, judged_at=at)
        with self._db.write() as connection:
            connection.execute(kept.on_conflict_do_nothing(index_elements=["about"]))

    def not_judged(self, about: Collection[str]) -> set[str]:
        """Which of these nothing was kept about."""
        asked = list(set(about))
        left = set(asked)
        with self._db.read() as connection:
            for start in range(0, len(asked), _CHUNK):
                chunk = asked[start : start + _CHUNK]
                statement = select(judgements.c.about).where(judgements.c.about.in_(chunk))
                left.difference_update(connection.execute(statement).scalars())
        return left

    def count(self) -> int:
        """How many there are."""
        with self._db.read() as connection:
            return int(connection.execute(select(func.count()).select_from(judgements)).scalar() or 0)

    def judged(self) -> Judged | None:
        """The newest of them; None without any. Those of another set of features are left out."""
        newest = select(judgements.c.features, judgements.c.wrong).order_by(judgements.c.id.desc())
        with self._db.read() as connection:
            found = [
                (facts, wrong)
                for facts, wrong in connection.execute(newest.limit(MOST_USED))
                if len(facts) == len(FEATURE_NAMES)
            ]
        if not found:
            return None
        return Judged(
            np.array([facts for facts, _ in found], dtype=np.float64),
            np.array([wrong for _, wrong in found], dtype=np.float64),
        )

    def keep(self, facts: dict[str, Any], model: str, generation: int, count: int) -> None:
        """Replace the kept calibration, unless another process has made one of a later state."""
        row = {"facts": facts, "model": model, "generation": generation, "judgements": count}
        first = upsert(self._db)(calibrations).values(id=1, **row)
        with self._db.write() as connection:
            newer = or_(calibrations.c.generation <= generation, calibrations.c.model != model)
            connection.execute(first.on_conflict_do_update(index_elements=["id"], set_=row, where=newer))

    def kept(self, model: str) -> tuple[dict[str, Any], int, int] | None:
        """The kept calibration, its generation and number of judgements, if it was made with this model."""
        columns = (calibrations.c.facts, calibrations.c.generation, calibrations.c.judgements)
        with self._db.read() as connection:
            row = connection.execute(select(*columns).where(calibrations.c.model == model)).first()
        return None if row is None else (row.facts, int(row.generation), int(row.judgements))
