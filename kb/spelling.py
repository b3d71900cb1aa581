"""Words typed with a letter wrong, as the articles spell them.

Only what is neither English (symspellpy's list of words) nor a word of any article is taken for misspelt, and
only a word of the articles is put in its place: a question about anything else stays one.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache
from importlib.resources import files

from rapidfuzz.distance import OSA

# With what an apostrophe joins to it, so that "couldn't" is one word, and none to be put right.
_WORD = re.compile(r"[^\W_]+(?:['’][^\W_]+)*")
_SHORTEST = 5
_LONG = 9

Beginning = Callable[[str], Iterable[tuple[str, int]]]


def corrected(text: str, is_known: Callable[[str], bool], beginning: Beginning) -> str:
    """The text with its misspelt words put right; the very same text where there are none.

    `beginning` gives the articles' words with their number of articles that begin with some letters.
    """

    def right(found: re.Match[str]) -> str:
        word = found.group().lower()
        if not _is_odd(word) or is_known(word):
            return found.group()
        return _nearest(word, beginning) or found.group()

    return _WORD.sub(right, text)


@lru_cache(maxsize=1)
def english() -> frozenset[str]:
    """English words in lower case, about 83,000."""
    lines = files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    return frozenset(line.split()[0] for line in lines.splitlines() if line)


def _is_odd(word: str) -> bool:
    return len(word) >= _SHORTEST and word.isascii() and word.isalpha() and word not in english()


def _nearest(word: str, beginning: Beginning) -> str | None:
    """The commonest of the nearest words, at most a letter off, or two in a long word."""
    allowed = 2 if len(word) >= _LONG else 1
    # The first letter is seldom wrong, and so there are far fewer words to compare with.
    near = [
        (OSA.distance(word, known, score_cutoff=allowed), -count, known)
        for known, count in beginning(word[0])
        if len(known) >= _SHORTEST - 1
    ]
    best = min(near, default=(allowed + 1, 0, ""))
    return best[2] if best[0] <= allowed else None
