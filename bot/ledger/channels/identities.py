"""How visitors are recognised on other channels: identifiers in one form, as keyed hashes. Pure."""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from email.utils import parseaddr
from enum import StrEnum
from unicodedata import normalize

import phonenumbers

from bot.errors import InvalidInput


class Kind(StrEnum):
    """What identifies a visitor, the most reliable first."""

    CUSTOMER = "customer_id"
    EMAIL = "email"
    PHONE = "phone"
    VISITOR = "visitor_id"


@dataclass(frozen=True)
class Identity:
    """The keyed hash of one identifier."""

    kind: Kind
    key: str


def identities(
    given: Mapping[str, str | None], keyed_hash: Callable[[str], str], region: str = "US"
) -> tuple[Identity, ...]:
    """The identities that these identifiers (by kind) give; empty ones are left out.

    Args:
        given: customer_id, email, phone, visitor_id (the widget's).
        keyed_hash: the ledger's.
        region: the country (ISO 3166) of phone numbers that are written without one.

    Raises:
        InvalidInput: an identifier can't be one; names the field, not its value.
    """
    found = []
    for kind in Kind:
        text = (given.get(kind.value) or "").strip()
        if text:
            found.append(Identity(kind, keyed_hash(_named(kind, text, region))))
    return tuple(found)


def recognised(
    given: Mapping[str, str | None], keyed_hash: Callable[[str], str], region: str = "US"
) -> tuple[Identity, ...]:
    """The same, where people may have typed anything: what can't be an identifier is left out."""
    found: list[Identity] = []
    for kind in Kind:
        with suppress(InvalidInput):
            found += identities({kind.value: given.get(kind.value)}, keyed_hash, region)
    return tuple(found)


def normalised(kind: Kind, text: str, region: str = "US") -> str:
    """An identifier in the one form in which equal ones are equal.

    Raises:
        InvalidInput: it can't be one.
    """
    text = normalize("NFKC", text).strip()
    if kind is Kind.EMAIL:
        _, address = parseaddr(text)
        local, _, host = address.rpartition("@")
        if not local or "." not in host or " " in address:
            raise InvalidInput("That is no e-mail address.", field="email")
        return f"{local.casefold()}@{host.casefold()}"
    if kind is Kind.PHONE:
        try:
            number = phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            raise InvalidInput("That is no phone number.", field="phone") from None
        if not phonenumbers.is_possible_number(number):
            raise InvalidInput("That is no phone number.", field="phone")
        return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
    return text


def _named(kind: Kind, text: str, region: str) -> str:
    # The widget's visitors are known to conversations by the hash of the bare id.
    own = normalised(kind, text, region)
    return own if kind is Kind.VISITOR else f"{kind.value} {own}"
