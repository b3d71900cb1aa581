"""Vectors of texts, computed once: kept in the database by what was encoded and by which model."""

from collections.abc import Iterable

from sqlalchemy import Connection

from kb.database import Database
from kb.encoder import SentenceEncoder, Vectors
from kb.passages import Unit
from kb.store import ArticleStore


class VectorShelf:
    """The kept vectors of one model, and the encoder for what is missing."""

    def __init__(self, db: Database, store: ArticleStore, encoder: SentenceEncoder) -> None:
        self._db = db
        self._store = store
        self._encoder = encoder

    def of(self, wanted: Iterable[Unit]) -> dict[str, Vectors]:
        """The vectors of units by digest; what is missing is encoded and kept."""
        texts = {unit.digest: unit.encoded for unit in wanted}
        found = self._store.vectors(self._encoder.name, texts)
        fresh = self._encoded({digest: text for digest, text in texts.items() if digest not in found})
        if fresh:
            # The model has changed since these articles were published.
            with self._db.write() as connection:
                self.keep(connection, fresh)
        return found | fresh

    def missing(self, wanted: Iterable[Unit]) -> dict[str, Vectors]:
        """Vectors, by digest, of the units whose vectors are not kept yet."""
        texts = {unit.digest: unit.encoded for unit in wanted}
        kept = self._store.vectors(self._encoder.name, texts)
        return self._encoded({digest: text for digest, text in texts.items() if digest not in kept})

    def keep(self, connection: Connection, fresh: dict[str, Vectors]) -> None:
        """Keep vectors in the transaction that needs them; those that are there already stay."""
        self._store.keep_vectors(connection, self._encoder.name, fresh)

    def _encoded(self, texts: dict[str, str]) -> dict[str, Vectors]:
        digests = sorted(texts)
        if not digests:
            return {}
        encoded = self._encoder.encode([texts[digest] for digest in digests])
        return dict(zip(digests, encoded, strict=True))
