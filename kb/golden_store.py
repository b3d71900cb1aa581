"""Golden questions, corrections and the publications that were made nevertheless, in the database."""

from contextlib import nullcontext
from typing import Any

from sqlalchemy import Connection, Row, delete, insert, select, update

from kb.corrections import Correction, CorrectionState
from kb.database import Database, upsert
from kb.errors import NotFound
from kb.gate import Override
from kb.golden import Expectation, GoldenQuestion
from kb.life import Step
from kb.search import SearchDecision
from kb.tables import corrections, golden_questions, overrides


class GoldenStore:
    """The gate's tables behind verbs."""

    def __init__(self, db: Database) -> None:
        self._db = db
        self._insert: Any = upsert(db)

    def golden(self, within: Connection | None = None) -> list[GoldenQuestion]:
        """All golden questions, newest first; as a transaction sees them if it is `within` one."""
        statement = select(golden_questions).order_by(
            golden_questions.c.added_at.desc(), golden_questions.c.id
        )
        with nullcontext(within) if within else self._db.read() as connection:
            return [_golden(row) for row in connection.execute(statement)]

    def keep_golden(self, connection: Connection, golden: GoldenQuestion) -> None:
        """Keep a golden question; one of the same words is replaced, by a correction only another one's."""
        row = {
            "id": golden.id,
            "question": golden.expected.question,
            "decision": golden.expected.decision.value,
            "article_id": golden.expected.article_id,
            "why": golden.why,
            "added_by": golden.added_by,
            "added_at": golden.added_at,
            "conversation_id": golden.conversation_id,
        }
        first = self._insert(golden_questions).values(**row)
        of_a_correction = golden_questions.c.conversation_id.is_not(None)
        may_replace = None if golden.conversation_id is None else of_a_correction
        connection.execute(first.on_conflict_do_update(index_elements=["id"], set_=row, where=may_replace))

    def remove_golden(self, golden_id: str) -> None:
        """Let go of a golden question.

        Raises:
            NotFound: there is none of this id.
        """
        with self._db.write() as connection:
            gone = connection.execute(delete(golden_questions).where(golden_questions.c.id == golden_id))
            if gone.rowcount != 1:
                raise NotFound("There is no such golden question.")

    def corrections(self, state: CorrectionState | None) -> list[Correction]:
        """Corrections, newest first."""
        statement = select(corrections).order_by(corrections.c.proposed_at.desc(), corrections.c.id)
        if state is not None:
            statement = statement.where(corrections.c.state == state.value)
        with self._db.read() as connection:
            return [_correction(row) for row in connection.execute(statement)]

    def correction(self, correction_id: str) -> Correction:
        """One correction.

        Raises:
            NotFound: there is none of this id.
        """
        with self._db.read() as connection:
            row = connection.execute(select(corrections).where(corrections.c.id == correction_id)).first()
        if row is None:
            raise NotFound("There is no such correction.")
        return _correction(row)

    def keep_correction(self, connection: Connection, made: Correction) -> None:
        """Keep a new correction."""
        connection.execute(insert(corrections).values(**vars(made) | {"state": made.state.value}))

    def decide_correction(self, connection: Connection, decided: Correction) -> bool:
        """Keep a decision; False when somebody else has decided meanwhile."""
        kept = connection.execute(
            update(corrections)
            .where(corrections.c.id == decided.id, corrections.c.state == CorrectionState.OPEN.value)
            .values(
                state=decided.state.value,
                question=decided.question,
                add_variant=decided.add_variant,
                decided_by=decided.decided_by,
                decided_at=decided.decided_at,
            )
        )
        return kept.rowcount == 1

    def erase(self, conversation_id: str) -> int:
        """Delete all corrections of a conversation and the golden questions they became; how many rows."""
        with self._db.write() as connection:
            return sum(
                connection.execute(delete(table).where(table.c.conversation_id == conversation_id)).rowcount
                for table in (corrections, golden_questions)
            )

    def keep_override(self, connection: Connection, made: Override | None) -> None:
        """Keep who published nevertheless, and why; nothing where nobody had to."""
        if made is None:
            return
        row = {**vars(made), "step": made.step.value, "golden_ids": list(made.golden_ids)}
        connection.execute(insert(overrides).values(**row))

    def overrides(self, article_id: str | None) -> list[Override]:
        """What was published nevertheless, newest first: of one article, or (None) of imports."""
        of_these = overrides.c.article_id == article_id if article_id else overrides.c.article_id.is_(None)
        statement = select(overrides).where(of_these).order_by(overrides.c.id.desc())
        with self._db.read() as connection:
            return [_override(row) for row in connection.execute(statement)]

    def all_overrides(self, within: Connection) -> list[Override]:
        """What was published nevertheless, of all articles and imports, oldest first."""
        return [_override(row) for row in within.execute(select(overrides).order_by(overrides.c.id))]


def _golden(row: Row[Any]) -> GoldenQuestion:
    return GoldenQuestion(
        id=row.id,
        expected=Expectation(row.question, SearchDecision(row.decision), row.article_id),
        why=row.why,
        added_by=row.added_by,
        added_at=row.added_at,
        conversation_id=row.conversation_id,
    )


def _correction(row: Row[Any]) -> Correction:
    facts = dict(row._mapping)
    return Correction(**facts | {"state": CorrectionState(row.state)})


def _override(row: Row[Any]) -> Override:
    return Override(
        article_id=row.article_id,
        version=row.version,
        step=Step(row.step),
        reason=row.reason,
        decided_by=row.decided_by,
        decided_at=row.decided_at,
        golden_ids=tuple(row.golden_ids),
    )
