"""Firstline's own mails, and what a mail is before it is addressed."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Letter:
    """A mail that has not been addressed yet; `by_person` when somebody of the staff wrote it."""

    subject: str
    text: str
    by_person: bool = False


def password_page(link: str) -> Letter:
    """Where a shop's customers ask for a new password themselves."""
    return Letter(
        "Set a new password",
        f"Hello,\n\nask for a new password here, with this e-mail address:\n\n{link}\n\n"
        "If it wasn't you who asked for this, do nothing.\n",
    )


def code(name: str, digits: str) -> Letter:
    """A one-time code."""
    return Letter(
        "Your code",
        f"Hello {name},\n\nyour code is {digits}.\n\nIt works for ten minutes, in the chat you asked from. "
        "We never ask for it by phone. If you didn't ask for it, do nothing.\n",
    )


def address_code(digits: str) -> Letter:
    """A one-time code for an address that somebody says is theirs; it doesn't tell of an account."""
    return Letter(
        "Your code",
        f"Hello,\n\nyour code is {digits}.\n\nIt works for ten minutes, in the chat where this address was "
        "given. It only shows that this mailbox is yours. If it wasn't you, do nothing.\n",
    )


def no_account_for_code() -> Letter:
    """A code was asked for, but nobody has an account with this address."""
    return Letter(
        "Your code",
        "Hello,\n\nsomebody wanted to prove in our chat that this address is theirs, but there is no account "
        "with it. Perhaps you used another address? If it wasn't you, do nothing.\n",
    )
