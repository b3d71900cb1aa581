"""The product's one error tree: rooted in `kb.errors`, given its HTTP meaning in `bot.web.problems`."""

from kb.errors import (
    Conflict,
    FirstlineError,
    InvalidInput,
    NotFound,
    Outdated,
    PublicationStopped,
    Unavailable,
)

__all__ = [
    "BackofficeUnavailable",
    "Blocked",
    "Conflict",
    "DialogueUnavailable",
    "FirstlineError",
    "InvalidInput",
    "NotAllowed",
    "NotFound",
    "NotSignedIn",
    "Outdated",
    "Overtaken",
    "PublicationStopped",
    "Refused",
    "SecondFactorNeeded",
    "SettingsError",
    "TooManyRequests",
    "TransitionRefused",
    "Unavailable",
]


class NotSignedIn(FirstlineError):
    """Nobody is signed in, or the session or token has expired."""


class SecondFactorNeeded(NotSignedIn):
    """The password is right; a code of the second factor is needed besides."""


class NotAllowed(FirstlineError):
    """Somebody is signed in, but this is not theirs to see or do."""


class Blocked(NotAllowed):
    """The staff keeps this visitor or address out; the sentence is for the visitor."""


class TooManyRequests(FirstlineError):
    """A limit was reached; `retry_after` is in seconds."""

    def __init__(self, message: str, *, retry_after: float) -> None:
        super().__init__(message)
        self.retry_after = retry_after


class TransitionRefused(Conflict):
    """The conversation is not in a state in which this can be done."""


class Overtaken(Conflict):
    """Somebody else has changed the same thing since it was looked at."""


class Refused(Conflict):
    """The shop's rules say no; `code` is one of `bot.backoffice.refusals.RefusalCode`."""

    def __init__(self, message: str, *, code: str) -> None:
        super().__init__(message)
        self.code = code


class BackofficeUnavailable(Unavailable):
    """The shop's systems do not answer, or answered with something that can't be used."""


class DialogueUnavailable(Unavailable):
    """Rasa does not answer, or answered with an error."""


class DialogueSwitchedOff(DialogueUnavailable):
    """An admin has switched the bot off."""


class SettingsError(FirstlineError):
    """A setting has a value that can't be used; the sentence names its key."""
