"""What visitors and staff said of answers, as numbers without a word of the question, and the calibration."""

from datetime import datetime
from enum import StrEnum
from typing import Any

import numpy as np
from sqlalchemy import func, insert, select

from kb.calibration import Judged
from kb.database import Database, upsert
from kb.features import FEATURE_NAMES
from kb.tables import calibrations, judgements

MOST_USED = 2000


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
        self, article_id: str, facts: tuple[float, ...], *, wrong: bool, source: Source, at: datetime
    ) -> None:
        """Keep that showing the article, found with these features, was right or wrong."""
        row = {"article_id": article_id, "features": list(facts), "wrong": wrong, "source": source.value}
        with self._db.write() as connection:
            connection.execute(insert(judgements).values(**row, judged_at=at))

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
        """Replace the kept calibration."""
        row = {"facts": facts, "model": model, "generation": generation, "judgements": count}
        first = upsert(self._db)(calibrations).values(id=1, **row)
        with self._db.write() as connection:
            connection.execute(first.on_conflict_do_update(index_elements=["id"], set_=row))

    def kept(self, model: str) -> tuple[dict[str, Any], int, int] | None:
        """The kept calibration, its generation and number of judgements, if it was made with this model."""
        columns = (calibrations.c.facts, calibrations.c.generation, calibrations.c.judgements)
        with self._db.read() as connection:
            row = connection.execute(select(*columns).where(calibrations.c.model == model)).first()
        return None if row is None else (row.facts, int(row.generation), int(row.judgements))
