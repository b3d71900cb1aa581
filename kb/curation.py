"""Golden questions and corrections: added, brought in, proposed, decided, erased."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol
from uuid import uuid4

from kb.articles import Article, Content, one_line, written
from kb.corrections import Correction, CorrectionState, check_open, checked_question
from kb.database import Database
from kb.editing import Editor
from kb.errors import Conflict, ImportProblem, InvalidInput, NotFound
from kb.gate import Gate
from kb.golden import Expectation, Found, GoldenQuestion, expectation, golden_id, is_right, read_golden
from kb.golden_store import GoldenStore
from kb.judgements import Source
from kb.store import ArticleStore, writing

FROM_CORRECTION = "A correction"


class Judge(Protocol):
    """Learns for the risk that an article was the right one for a question, or wasn't."""

    def __call__(
        self, question: str, article_id: str, *, right: bool, source: Source, at: datetime
    ) -> object:
        """Learn it."""
        ...


@dataclass(frozen=True)
class Standing:
    """A golden question with what the search makes of it now."""

    golden: GoldenQuestion
    found: Found

    @property
    def right(self) -> bool:
        """Whether that is what is expected."""
        return is_right(self.golden.expected, self.found)


@dataclass(frozen=True)
class GoldenImport:
    """What an import of golden questions did: how many of each, and the problems with the rest."""

    added: int
    updated: int
    unchanged: int
    failed: tuple[ImportProblem, ...]


class Curator:
    """Keeps the golden questions. Nothing here publishes."""

    def __init__(
        self,
        db: Database,
        articles: ArticleStore,
        store: GoldenStore,
        gate: Gate,
        editor: Editor,
        judge: Judge,
    ) -> None:
        self._db = db
        self._articles = articles
        self._store = store
        self._gate = gate
        self._editor = editor
        self._judge = judge

    def standings(self) -> list[Standing]:
        """All golden questions, newest first, each with how it stands now."""
        golden = self._store.golden()
        return list(map(Standing, golden, self._gate.now(golden)))

    def add(
        self, question: str, decision: str | None, article_id: str | None, *, why: str, by: str, at: datetime
    ) -> GoldenQuestion:
        """Add a golden question; without a decision the article, or that there is none, says which.

        Raises:
            InvalidInput: it can't be understood, or there is no such article; names the field.
            Conflict: the question is golden already.
        """
        expected = expectation(question, decision, article_id)
        self._check_articles([expected])
        made = GoldenQuestion(golden_id(expected.question), expected, one_line(why, "why"), by, at)
        if any(one.id == made.id for one in self._store.golden()):
            raise Conflict("There is a golden question of these words already.")
        with writing(self._db) as connection:
            self._store.keep_golden(connection, made)
        return made

    def bring_in(self, text: str, file: str, *, by: str, at: datetime) -> GoldenImport:
        """Add golden questions from CSV or JSON lines (question, article_id, decision, why).

        One of the same words is replaced; problems name `file`, row and cause.
        """
        failed: list[ImportProblem] = []
        read: dict[str, tuple[Expectation, str]] = {}
        for one in read_golden(text, file):
            if isinstance(one, ImportProblem):
                failed.append(one)
            else:
                read[golden_id(one[0].question)] = one
        missing = self._missing([expected for expected, _ in read.values()])
        known = {one.id: one.expected for one in self._store.golden()}
        added, updated = 0, 0
        with writing(self._db) as connection:
            for id_, (expected, why) in read.items():
                if expected.article_id in missing:
                    failed.append(ImportProblem(f"there is no article “{expected.article_id}”", file=file))
                elif known.get(id_) != expected:
                    added, updated = (added, updated + 1) if id_ in known else (added + 1, updated)
                    self._store.keep_golden(connection, GoldenQuestion(id_, expected, why, by, at))
        unchanged = sum(known.get(id_) == expected for id_, (expected, _) in read.items())
        return GoldenImport(added, updated, unchanged, tuple(failed))

    def remove(self, golden_id: str) -> None:
        """Let go of a golden question.

        Raises:
            NotFound: there is none of this id.
        """
        self._store.remove_golden(golden_id)

    def corrections(self, state: CorrectionState | None = None) -> list[Correction]:
        """What was said of the bot's answers, newest first."""
        return self._store.corrections(state)

    def propose(
        self,
        *,
        conversation_id: str,
        message_seq: int,
        question: str,
        shown_article_id: str | None,
        right_article_id: str | None,
        add_variant: bool,
        by: str,
        at: datetime,
    ) -> Correction:
        """Keep what somebody says of the bot's answer, for an admin to decide.

        Raises:
            InvalidInput: nothing was asked, visitors may not read the article, or the bot showed that one.
        """
        if right_article_id and right_article_id == shown_article_id:
            raise InvalidInput("That is the article the bot showed.", field="right_article_id")
        made = Correction(
            id=uuid4().hex,
            conversation_id=conversation_id,
            message_seq=message_seq,
            question=checked_question(question),
            shown_article_id=shown_article_id,
            right_article_id=right_article_id or None,
            add_variant=add_variant and bool(right_article_id),
            state=CorrectionState.OPEN,
            proposed_by=by,
            proposed_at=at,
        )
        self._check_readable(made)
        with writing(self._db) as connection:
            self._store.keep_correction(connection, made)
        return made

    def confirm(
        self,
        correction_id: str,
        *,
        by: str,
        at: datetime,
        question: str | None = None,
        add_variant: bool | None = None,
    ) -> tuple[Correction, Article | None]:
        """Make a correction a golden question and, if wished, a way of asking of the right article's draft.

        `question` and `add_variant` replace what was proposed where they are given. A golden question of the
        same words that somebody added stays as it is. Gives the article if it has a new draft.

        Raises:
            InvalidInput: visitors may no longer read the article.
            NotFound: there is no such correction.
            Conflict: somebody has decided already.
        """
        asked = self._store.correction(correction_id)
        check_open(asked)
        confirmed = replace(
            asked,
            question=asked.question if question is None else checked_question(question),
            add_variant=asked.add_variant if add_variant is None else add_variant,
            state=CorrectionState.CONFIRMED,
            decided_by=by,
            decided_at=at,
        )
        self._check_readable(confirmed)
        expected = confirmed.expected
        golden = GoldenQuestion(
            golden_id(expected.question), expected, FROM_CORRECTION, by, at, confirmed.conversation_id
        )
        self._decide(confirmed, golden)
        if expected.article_id is not None:
            self._judge(expected.question, expected.article_id, right=True, source=Source.CORRECTION, at=at)
        elif confirmed.shown_article_id is not None:
            shown = confirmed.shown_article_id
            self._judge(expected.question, shown, right=False, source=Source.CORRECTION, at=at)
        if expected.article_id is None or not confirmed.add_variant:
            return confirmed, None
        return confirmed, self._with_variant(expected.article_id, expected.question, by, at)

    def dismiss(self, correction_id: str, *, by: str, at: datetime) -> Correction:
        """Let a correction be.

        Raises:
            NotFound: there is no such correction.
            Conflict: somebody has decided already.
        """
        asked = self._store.correction(correction_id)
        check_open(asked)
        dismissed = replace(asked, state=CorrectionState.DISMISSED, decided_by=by, decided_at=at)
        self._decide(dismissed, None)
        return dismissed

    def erase(self, conversation_id: str) -> int:
        """Delete what corrections keep of a conversation, and the golden questions they became; how many.

        A way of asking that an admin has taken into an article stays: it is the article's text.
        """
        return self._store.erase(conversation_id)

    def _decide(self, decided: Correction, golden: GoldenQuestion | None) -> None:
        with writing(self._db) as connection:
            if not self._store.decide_correction(connection, decided):
                raise Conflict("Somebody else has just decided this.")
            if golden is not None:
                self._store.keep_golden(connection, golden)

    def _with_variant(self, article_id: str, variant: str, by: str, at: datetime) -> Article | None:
        newest = self._articles.article(article_id, latest=True)
        content = _asked_also(newest.content, variant)
        if content.digest == newest.content.digest:
            return None
        return self._editor.save_draft(article_id, content, by=by, at=at)

    def _check_readable(self, correction: Correction) -> None:
        if correction.right_article_id is None:
            return
        try:
            self._articles.article_for_visitors(correction.right_article_id)
        except NotFound as error:
            raise InvalidInput(
                "The right article has to be published for everyone.", field="right_article_id"
            ) from error

    def _check_articles(self, expected: Sequence[Expectation]) -> None:
        if self._missing(expected):
            raise InvalidInput("There is no such article.", field="article_id")

    def _missing(self, expected: Sequence[Expectation]) -> set[str]:
        named = {one.article_id for one in expected if one.article_id is not None}
        return named - self._articles.known(sorted(named)).keys()


def _asked_also(content: Content, variant: str) -> Content:
    """The content with one more way of asking; the same if it was among them."""
    facts = {name: getattr(content, name) for name in content.__dataclass_fields__}
    return written(**facts | {"variants": (*content.variants, variant)})
