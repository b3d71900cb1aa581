"""Which language a message is written in, as far as its length allows saying so."""

from functools import cached_property
from typing import Any

from bot.nlu.foreign import language_of_words

UNDETERMINED = "und"
SPOKEN = ("da", "de", "en", "es", "fr", "it", "nl", "pt", "sv")
"""Languages that are told apart; a choice among fewer is right more often."""
_LETTERS_NEEDED = 12
_SURE = 0.9


class LanguageGuess:
    """py3langid behind one method; its table (5 MB) is loaded at the first question."""

    @cached_property
    def _identifier(self) -> Any:
        from py3langid.langid import MODEL_FILE, LanguageIdentifier

        identifier = LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
        identifier.set_languages(SPOKEN)
        return identifier

    def of(self, text: str) -> str:
        """An ISO 639-1 code, or `und` when neither statistics nor single words tell it."""
        if sum(character.isalpha() for character in text) >= _LETTERS_NEEDED:
            language, probability = self._identifier.classify(text)
            if probability >= _SURE:
                return str(language)
        return language_of_words(text) or UNDETERMINED
