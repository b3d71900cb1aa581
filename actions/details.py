"""Names, e-mail addresses and phone numbers as visitors write them, in one normal form. Pure."""

import re
import unicodedata
from dataclasses import dataclass

import phonenumbers
from email_validator import EmailNotValidError, validate_email

NAME, EMAIL, PHONE = "name", "email", "phone"
_LONGEST_NAME, _MOST_WORDS = 100, 7
_ADDRESS = r"[^\s@,;<>()]+@[^\s@,;<>()]+\.[a-z]{2,}"
_GIVES_ADDRESS = re.compile(rf"(?<!new )e-?mail(?: address)?\s*(?:is|:)?\s*{_ADDRESS}", re.IGNORECASE)
_NEW_ADDRESS = re.compile(
    r"(?:\bto\b|\bnow\b|\binto\b|\bnew (?:one|e-?mail|mail|address|e-?mail address)\b(?:\s+is)?)"
    rf"\W*({_ADDRESS})",
    re.IGNORECASE,
)
_SAYS = {
    NAME: re.compile(r"\b(?:user)?names?\b|\bsurname\b|\bmarried\b|\bwedding\b", re.IGNORECASE),
    EMAIL: re.compile(r"\be-?mails?\b|\bmail address\b|\bmailbox\b", re.IGNORECASE),
    PHONE: re.compile(
        r"\bphones?\b|\bmobile\b|\bcell(?:phone)?\b|\btelephone\b|\bmy number\b", re.IGNORECASE
    ),
}
_NAMED = re.compile(
    r"\b(?P<which>(?:(?:last|family|sur|first|full|user)[ -]?)?name|surname)\s+"
    r"(?:to|is(?:\s+now)?|should be|has changed to|changed to|becomes|:)\s*(?P<name>[^,;.!?\n@\d]{2,60})",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(
    r"\s+(?:and|please|now|instead|because|since|with|from|thanks?|thank you)\b.*$", re.IGNORECASE
)
_LEADS = re.compile(
    r"^\W*(?:(?:it(?:['’]s| is| should be)|my (?:new |full |last )?name is|call me|i(?:['’]m| am)|please"
    r"|ok)\b\W*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class NamedName:
    """A name that a message gives; `last` where it is the last name only."""

    name: str
    last: bool = False


def details_in(text: str) -> list[str]:
    """Which of `name`, `email` and `phone` a message wants to change; "my e-mail is ..." wants none."""
    said = _GIVES_ADDRESS.sub(" ", text)
    found = [what for what, pattern in _SAYS.items() if pattern.search(said)]
    return [*found, *([EMAIL] if EMAIL not in found and _NEW_ADDRESS.search(text) else [])]


def new_email_in(text: str) -> str | None:
    """The address that a message wants instead of the one it had: "to ...", "my new e-mail is ..."."""
    found = _NEW_ADDRESS.findall(text)
    return found[-1].lower() if found else None


def name_in(text: str) -> NamedName | None:
    """The name that a message names as the new one: "change my last name to Smith"."""
    found = _NAMED.search(text)
    name = valid_name(_NAME_ENDS.sub("", found["name"])) if found else None
    if found is None or name is None:
        return None
    return NamedName(name, last=re.match(r"last|family|sur", found["which"], re.IGNORECASE) is not None)


def valid_name(text: str) -> str | None:
    """A person's name in one form: letters, spaces and what stands in names; None for anything else."""
    name = unicodedata.normalize("NFC", " ".join(_LEADS.sub("", text).strip(' .,!?"“”').split()))
    if not 2 <= len(name) <= _LONGEST_NAME or len(name.split()) > _MOST_WORDS:
        return None
    if not all(unicodedata.category(one)[0] in "LM" or one in " .'’-" for one in name):
        return None
    if not any(unicodedata.category(one)[0] == "L" for one in name):
        return None
    return " ".join(f"{word[0].upper()}{word[1:]}" for word in name.split()) if name.islower() else name


def valid_email(text: str) -> str | None:
    """An address that mail can go to, by its form; None for anything else."""
    try:
        return validate_email(text.strip(), check_deliverability=False).normalized.lower()
    except EmailNotValidError:
        return None


def phone_in(text: str, region: str | None = None) -> str | None:
    """The phone number in a message, as it is written internationally; None without one that can exist.

    Args:
        text: the message.
        region: the country (ISO 3166-1 alpha-2) of a number without its country's code.
    """
    for match in phonenumbers.PhoneNumberMatcher(text, region):
        return phonenumbers.format_number(match.number, phonenumbers.PhoneNumberFormat.INTERNATIONAL)
    return None
