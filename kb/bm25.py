"""Words that articles share with a question, weighed by BM25: exact names, numbers and identifiers.

tantivy keeps the index and does the scoring (Robertson and Zaragoza, "The Probabilistic Relevance Framework:
BM25 and Beyond", 2009). A word that no article has is looked up with one letter wrong.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from kb.lexical import words
from kb.spelling import corrected

if TYPE_CHECKING:
    from kb.snapshot import Prepared

_HEAP_BYTES = 15_000_000
_ASKED_BOOST = 2.0
_SHORTEST_MISSPELT = 5
_MOST_WORDS = 64


class WordIndex:
    """BM25 over the articles of one knowledge base, in memory. Not safe for two writers at once."""

    def __init__(self) -> None:
        import tantivy

        schema = tantivy.SchemaBuilder()
        schema.add_text_field("article", stored=True, tokenizer_name="raw")
        schema.add_text_field("asked", tokenizer_name="en_stem")
        schema.add_text_field("told", tokenizer_name="en_stem")
        schema.add_text_field("spelt", tokenizer_name="default")
        self._tantivy: Any = tantivy
        self._schema: Any = schema.build()
        self._analyzer = (
            tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.simple())
            .filter(tantivy.Filter.stemmer("english"))
            .build()
        )
        self._index: Any = tantivy.Index(self._schema)
        self._writer: Any = self._index.writer(heap_size=_HEAP_BYTES, num_threads=1)

    def changed(self, put: "Iterable[Prepared]", gone: Iterable[str] = ()) -> "WordSearcher":
        """Put in articles (in place of those of the same id) and remove others.

        Earlier searchers stay as they are.
        """
        for article_id in gone:
            self._writer.delete_documents_by_term("article", article_id)
        for one in put:
            self._writer.delete_documents_by_term("article", one.article.id)
            document = self._tantivy.Document()
            document.add_text("article", one.article.id)
            for place, shown in enumerate(one.shown):
                said = " ".join(words(shown))
                document.add_text("asked" if place < one.asked else "told", said)
                document.add_text("spelt", said)
            self._writer.add_document(document)
        self._writer.commit()
        self._index.reload()
        return WordSearcher(self._tantivy, self._schema, self._analyzer, self._index.searcher())


@dataclass(frozen=True)
class WordSearcher:
    """One moment of a `WordIndex`."""

    _tantivy: Any
    _schema: Any
    _analyzer: Any
    _searcher: Any

    def best(self, text: str, count: int) -> list[tuple[str, float]]:
        """Articles that share words with `text`, best first: their ids and BM25 scores, above 0."""
        asked = list(dict.fromkeys(self._analyzer.analyze(" ".join(words(text)))))[:_MOST_WORDS]
        clauses = [clause for word in asked for clause in self._clauses(word)]
        if not clauses:
            return []
        found = self._searcher.search(self._tantivy.Query.boolean_query(clauses), count, count=False)
        return [(self._searcher.doc(address)["article"][0], float(score)) for score, address in found.hits]

    def corrected(self, text: str) -> str:
        """The text with misspelt words as the articles spell them."""
        return corrected(text, self._is_known, lambda start: self._searcher.terms_with_prefix("spelt", start))

    def _is_known(self, word: str) -> bool:
        return bool(self._searcher.doc_freq("spelt", word))

    def _clauses(self, word: str) -> list[tuple[Any, Any]]:
        query, should = self._tantivy.Query, self._tantivy.Occur.Should
        exact = {field: self._searcher.doc_freq(field, word) for field in ("asked", "told")}
        if any(exact.values()):
            return [
                (should, query.boost_query(query.term_query(self._schema, field, word), _boost(field)))
                for field, documents in exact.items()
                if documents
            ]
        if len(word) < _SHORTEST_MISSPELT or not word.isalpha():
            return []
        return [(should, query.fuzzy_term_query(self._schema, "asked", word, 1, True))]


def _boost(field: str) -> float:
    return _ASKED_BOOST if field == "asked" else 1.0
