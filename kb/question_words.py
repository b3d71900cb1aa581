"""The words of a question or a cell: folded, without what means nothing, and the stems of their forms."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any

_WORD = re.compile(r"[^\W_]+")
STOP_WORDS = frozenset(
    {
        "a", "an", "and", "any", "are", "as", "at", "be", "by", "can", "did", "do", "does", "for", "from",
        "get", "has", "have", "how", "i", "if", "in", "into", "is", "it", "its", "long", "me", "more",
        "much", "my", "no", "not", "of", "on", "one", "or", "our", "out", "take", "takes", "than", "that",
        "the", "their", "then", "there", "they", "this", "to", "up", "us", "was", "we", "what", "when",
        "where", "which", "will", "with", "without", "would", "you", "your",
    }
)  # fmt: skip


@dataclass(frozen=True)
class Word:
    """A word of a question: as it was typed, folded (lower case, no accents), and its stem."""

    typed: str
    folded: str
    stem: str


@dataclass(frozen=True)
class Question:
    """A question made ready to be compared with tables."""

    text: str
    words: tuple[Word, ...]

    @cached_property
    def stems(self) -> frozenset[str]:
        """The stems of the words that mean something."""
        return frozenset(word.stem for word in self.words if word.folded not in STOP_WORDS)

    @cached_property
    def forms(self) -> frozenset[str]:
        """Those words and their stems: a misspelt word has another stem than the word it was meant to be."""
        return self.stems | {word.folded for word in self.words if word.folded not in STOP_WORDS}


@lru_cache(maxsize=256)
def question_of(text: str) -> Question:
    """A question's words."""
    return Question(text, tuple(_word(word) for word in _WORD.findall(text)))


def folded_words(text: str) -> list[str]:
    """The words of a text in lower case, without accents."""
    return [_folded(word) for word in _WORD.findall(text)]


@lru_cache(maxsize=16_384)
def stem_of(word: str) -> str:
    """What the forms of an English word have in common."""
    return str(_stemmer().stemWord(word))


def stems_of(text: str) -> frozenset[str]:
    """The stems of the words that mean something."""
    return frozenset(stem_of(word) for word in folded_words(text) if word not in STOP_WORDS)


@lru_cache(maxsize=1)
def _stemmer() -> Any:
    import snowballstemmer

    return snowballstemmer.stemmer("english")


def _word(typed: str) -> Word:
    folded = _folded(typed)
    return Word(typed, folded, stem_of(folded))


def _folded(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word.lower())
    return "".join(letter for letter in plain if not unicodedata.combining(letter))
