"""The one way for something to become searchable, or cease to be: through the gate, in one transaction."""

from collections.abc import Callable

from sqlalchemy import Connection

from kb.database import Database
from kb.errors import PublishedMeanwhile
from kb.gate import Changed, Gate, GateReport
from kb.golden_store import GoldenStore
from kb.passages import units
from kb.store import ArticleStore, writing
from kb.vectors import VectorShelf

# Each time somebody is overtaken somebody else has published, so this many have to be at it at once.
MOST_TRIES = 20

Write = Callable[[Connection, GateReport], None]


class Publishing:
    """Tries what would be published at the gate, and publishes it if that is still what was tried.

    Two publications that break nothing each can break a golden question together. So the transaction that
    publishes makes sure that nothing was published and no golden question was changed since the gate looked,
    and all is tried again otherwise (optimistic concurrency control, Kung and Robinson 1981). The row of the
    generation, which each such transaction writes, puts them in order.
    """

    def __init__(
        self, db: Database, store: ArticleStore, shelf: VectorShelf, golden: GoldenStore, gate: Gate
    ) -> None:
        self._db = db
        self._store = store
        self._shelf = shelf
        self._golden = golden
        self._gate = gate

    def tried(self, changed: Changed, despite: str | None = None) -> GateReport:
        """What would become of the golden questions, if that lets it through.

        Raises:
            PublicationStopped: golden questions that are right now would be wrong.
            InvalidInput: they would be and it is to go on nevertheless, but no reason is given.
        """
        report = self.looked(changed)
        report.check(despite)
        return report

    def looked(self, changed: Changed) -> GateReport:
        """What would become of the golden questions if these articles were published, or taken out (None)."""
        return self._gate.compare(self._golden.golden(), changed)

    def publish(self, changed: Changed, write: Write, *, despite: str | None = None) -> None:
        """Let `write` publish these articles, or take them out (None), if the gate lets that through.

        `write` gets the transaction and what the gate has found; it is called again, in a new transaction,
        if something else was published meanwhile.

        Raises:
            PublicationStopped: golden questions that are right now would be wrong; nothing was written.
            InvalidInput: they would be and it is to go on nevertheless, but no reason is given.
            PublishedMeanwhile: others have published again and again meanwhile; nothing was written.
        """
        for left in reversed(range(MOST_TRIES)):
            report = self.tried(changed, despite)
            wanted = [unit for one in changed.values() if one is not None for unit in units(one.content)]
            fresh = self._shelf.missing(wanted)
            try:
                with writing(self._db) as connection:
                    self._shelf.keep(connection, fresh)
                    with self._store.next_generation(connection, tried_on=report.generation):
                        # A question that becomes golden later than this does so after the publication.
                        if self._golden.golden(connection) != report.golden:
                            raise PublishedMeanwhile(
                                "Golden questions were changed meanwhile; please try again."
                            )
                        write(connection, report)
                return
            except PublishedMeanwhile:
                if not left:
                    raise
