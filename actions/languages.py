"""What is said to visitors who write in a language that the bot does not understand."""

from collections.abc import Mapping

_ENGLISH = "I only understand English so far. Please try it in English, or ask for a person."
_SAID: Mapping[str, str] = {
    "da": "Jeg forstår desværre kun engelsk. Prøv på engelsk, eller bed om en medarbejder.",
    "de": "Ich verstehe leider nur Englisch. Bitte auf Englisch, oder verlangen Sie einen Menschen.",
    "es": "Lo siento, solo entiendo inglés. Inténtelo en inglés o pida hablar con una persona.",
    "fr": "Désolé, je ne comprends que l'anglais. Essayez en anglais ou demandez à parler à une personne.",
    "it": "Mi dispiace, capisco solo l'inglese. Provi in inglese o chieda di parlare con una persona.",
    "nl": "Sorry, ik begrijp alleen Engels. Probeer het in het Engels of vraag naar een medewerker.",
    "pt": "Desculpe, só entendo inglês. Tente em inglês ou peça para falar com uma pessoa.",
    "sv": "Tyvärr förstår jag bara engelska. Försök på engelska eller be om en medarbetare.",
}


def only_english(language: str) -> str | None:
    """The apology in the visitor's language (ISO 639-1) and in English; None for English or unknown."""
    said = _SAID.get(language)
    return f"{said}\n\n{_ENGLISH}" if said else None
