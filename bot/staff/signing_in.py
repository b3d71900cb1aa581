"""Signing in: with a password (and a second factor, where somebody has one), by the company, by a link."""

from datetime import datetime

from bot.errors import NotSignedIn, SecondFactorNeeded
from bot.staff import audit
from bot.staff.accounts import Staff
from bot.staff.second_factor import SecondFactors
from bot.staff.sessions import Device, Sessions, Way
from bot.staff.store import StaffStore
from kb.database import Database

REFUSED = "staff.sign_in_refused"
_WRONG = "E-mail or password is wrong."
_WRONG_CODE = "That code isn't right, or it was used already. Take the one that is shown now."
_NO_ACCOUNT = "There is no active account here for this e-mail address. Ask an admin to add you."


class SigningIn:
    """The ways in."""

    def __init__(
        self, db: Database, accounts: StaffStore, sessions: Sessions, second_factors: SecondFactors
    ) -> None:
        self._db = db
        self._accounts = accounts
        self._sessions = sessions
        self._second_factors = second_factors

    def with_password(
        self, email: str, password: str, code: str | None, device: Device, at: datetime
    ) -> tuple[Staff, str]:
        """The person and a new session's token.

        Raises:
            SecondFactorNeeded: the password is right, and a code is needed besides.
            NotSignedIn: something is wrong; the answer doesn't tell whether there is such an account.
        """
        person, fits = self._accounts.password_fits(email, password)
        needs_code = fits and person is not None and self._second_factors.is_on(person.id)
        if needs_code and not code:
            raise SecondFactorNeeded("Type the code that your authenticator app shows.")
        audit.on("person", person.id if person else None)
        # A transaction in every case: how long it takes must not tell who has an account.
        with self._db.write() as connection:
            wrong = None if fits and person is not None else _WRONG
            if needs_code and person is not None:
                good = self._second_factors.accepts(connection, person.id, code or "", at)
                wrong = None if good else _WRONG_CODE
            if wrong is None and person is not None:
                way = Way.SECOND_FACTOR if needs_code else Way.PASSWORD
                return person, self._sessions.open(connection, person, way, device, at)
            audit.turned_into(REFUSED)
        raise NotSignedIn(wrong or _WRONG)

    def by_company(self, email: str, device: Device, at: datetime) -> tuple[Staff, str]:
        """The person whom the company's sign-in vouches for, and a new session's token.

        Raises:
            NotSignedIn: nobody here has this e-mail address.
        """
        person = self._accounts.by_email(email)
        with self._db.write() as connection:
            if person is not None:
                return person, self._sessions.open(connection, person, Way.COMPANY, device, at)
            audit.turned_into(REFUSED)
        raise NotSignedIn(_NO_ACCOUNT)

    def by_link(
        self, token: str, *, name: str, email: str, password: str, device: Device, at: datetime
    ) -> tuple[Staff, str]:
        """Set up the account behind a one-time link; the person and a session's token.

        Raises:
            NotFound: the link is unknown, used or expired.
            InvalidInput: a field can't be used.
        """
        hashed = self._accounts.hashed(name, email, password)
        with self._db.write() as connection:
            person = self._accounts.accept_link(
                connection, token, name=name, email=email, hashed=hashed, at=at
            )
            return person, self._sessions.open(connection, person, Way.LINK, device, at)
