"""Messages without a word: a thumb up, a heart, question marks. Put into words, to be understood."""

from collections.abc import Mapping

_WORDS: Mapping[str, str] = {
    **dict.fromkeys("👍👌✅🆗", "ok"),
    **dict.fromkeys("👎❌🚫", "no"),
    **dict.fromkeys("🙏❤🧡💛💚💙💜🥰😍💐", "thanks"),
    **dict.fromkeys("😊🙂😀😃😄😁🎉😂🤣😉", ":)"),
    **dict.fromkeys("👋", "hi"),
    **dict.fromkeys("😡🤬😠💢🖕😤", "you are useless"),
    **dict.fromkeys("🤔😕🤷❓❔?", "what do you mean"),
}


def in_words(text: str) -> str:
    """The text; one without letters and digits becomes the words of its first sign that has some."""
    if any(character.isalnum() for character in text):
        return text
    return next((_WORDS[character] for character in text if character in _WORDS), text)
