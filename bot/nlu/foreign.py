"""Messages in languages that the bot does not speak: which one, and whether a person is asked for.

Only words that are unmistakably of one language (and no English word) tell it, so that a message too short
for statistics is still answered in the visitor's language. A request for a person needs one word for a
person together with one for speaking or wanting; naming the person is enough in four words or fewer.
"""

import re
from collections import Counter
from collections.abc import Mapping

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_OWN_WORDS: Mapping[str, str] = {
    "da": """
        jeg ikke hvor hvornår hvordan min mit ordre pakke hvad kan du hej tak
    """,
    "de": """
        ich nicht wo ist meine mein bestellung paket wie wann warum kann bitte möchte und das der
        lieferung hallo danke wieviel kostet lange dauert rückgabe rechnung
    """,
    "es": """
        dónde donde está esta mi pedido cuándo cuando cuánto cuanto cómo como quiero hola gracias envío
        envio tarda devolver devolución cuesta necesito ayuda por favor puedo paquete factura
    """,
    "fr": """
        où ou est ma mon commande je veux voudrais quand comment combien bonjour merci colis livraison
        pas retourner facture svp puis pourquoi avec une
    """,
    "it": """
        dove è il mio mia ordine quando come voglio ciao grazie spedizione quanto costa pacco posso
        aiuto perché fattura reso vorrei
    """,
    "nl": """
        waar is mijn bestelling wanneer hoe ik wil niet pakket hallo dank bedankt kan hoeveel kost lang
        duurt factuur graag een
    """,
    "pt": """
        onde está meu minha pedido quando como quero olá obrigado obrigada encomenda quanto custa não
        entrega ajuda preciso posso fatura
    """,
    "sv": """
        jag inte var är min mitt beställning paket när hur vill hej tack vad kan leverans kostar
    """,
}
_OWN = {language: frozenset(words.split()) for language, words in _OWN_WORDS.items()}
_ENGLISH_WORDS = """
a am and are as come das do for have hi i in is it kan lang me min my no on or pas the to was you
"""
_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_NEEDED = 2
_PERSON = re.compile(
    r"\b(?:persona|humano|agente|asesora?|operadora?|representante|"
    r"personne|conseill[eè]re?|humain|agent|op[eé]rateur|quelqu['’]un|"
    r"menschen?|mitarbeiter(?:in)?|person|berater(?:in)?|jemande[nm]|"
    r"operatore|umano|addetto|qualcuno|"
    r"medewerker|mens|iemand|"
    r"pessoa|atendente|"
    r"medarbetare|människa|medarbejder|menneske)\b",
    re.I,
)
_ENGLISH_TOO = frozenset({"person", "agent", "mens"})
_SPEAK = re.compile(
    r"\b(?:hablar|comunicar\w*|quiero|pasar\w*|parler|voudrais|veux|discuter|joindre|"
    r"sprechen|reden|möchte|verbinden|will|parlare|vorrei|voglio|"
    r"spreken|praten|wil|falar|quero|prata|tala|vill|tale|snakke|vil)\b",
    re.I,
)


def language_of_words(text: str) -> str | None:
    """The language (ISO 639-1) that most words belong to, if two of them do and no other has as many.

    Words that are English too don't count, and neither does a language whose words are the fewer half.
    """
    words = [word.lower() for word in _WORD.findall(text)]
    votes = Counter(
        language for word in words if word not in _ENGLISH for language, own in _OWN.items() if word in own
    )
    (best, count), *others = votes.most_common() or [("", 0)]
    tied = bool(others) and others[0][1] == count
    if "¿" in text or "¡" in text:
        return "es"
    return best if count >= _NEEDED and not tied and 2 * count >= len(words) else None


def asks_person_abroad(text: str, language: str) -> bool:
    """Whether a person is asked for in one of these languages.

    Args:
        text: the message.
        language: what it seems to be written in; needed for words that English has too.
    """
    named = _PERSON.search(text)
    if named is None or (named.group().lower() in _ENGLISH_TOO and language in ("en", "und")):
        return False
    return bool(_SPEAK.search(text)) or len(_WORD.findall(text)) <= 4
