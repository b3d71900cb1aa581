"""The sample shop's mails: subject and text of each."""

from dataclasses import dataclass

from bot.backoffice.port import Address


@dataclass(frozen=True)
class Letter:
    """A mail that has not been addressed yet."""

    subject: str
    text: str


def address_changed(name: str, address: Address, shop: str) -> Letter:
    """The address in an account was changed."""
    return Letter(
        "Your address was changed",
        f"Hello {name},\n\nthe address in your {shop} account is now:\n\n{address.one_line()}\n\n"
        "If this wasn't you, answer this mail and we'll look into it at once.\n",
    )


def password_link(name: str, link: str) -> Letter:
    """A link to set a new password."""
    return Letter(
        "Set a new password",
        f"Hello {name},\n\nset a new password here within one hour:\n\n{link}\n\n"
        "If you didn't ask for this, do nothing.\n",
    )


def no_account_for_password(shop: str) -> Letter:
    """A new password was asked for, but nobody has an account with this address."""
    return Letter(
        "Set a new password",
        f"Hello,\n\nsomebody asked for a new password for this address at {shop}, but there is no account "
        "with it. Perhaps you used another address? If it wasn't you, do nothing.\n",
    )


def code(name: str, digits: str) -> Letter:
    """A one-time code."""
    return Letter(
        "Your code",
        f"Hello {name},\n\nyour code is {digits}.\n\nIt works for ten minutes, in the chat you asked from. "
        "We never ask for it by phone. If you didn't ask for it, do nothing.\n",
    )


def no_account_for_code() -> Letter:
    """A code was asked for, but nobody has an account with this address."""
    return Letter(
        "Your code",
        "Hello,\n\nsomebody wanted to prove in our chat that this address is theirs, but there is no account "
        "with it. Perhaps you used another address? If it wasn't you, do nothing.\n",
    )
