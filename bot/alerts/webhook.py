"""Sends what waits for the webhook: signed, tried again while the receiver is away, given up after a day."""

from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

import httpx
import structlog
from sqlalchemy import RowMapping, select, update
from tenacity import Retrying, retry_if_exception_type, stop_after_attempt, wait_random_exponential

from bot.alerts import tables
from bot.alerts.signing import key_of, signed
from bot.alerts.store import AlertStore
from bot.errors import InvalidInput, Unavailable
from kb.database import Database
from kb.importing.guard import GuardedTransport

_log = structlog.get_logger()
_AT_ONCE = 10
_TRIES = 3
_SECONDS = 5.0
# Whoever claimed a message and died gave it back by then.
_CLAIM = timedelta(minutes=2)
_FIRST_WAIT = timedelta(seconds=30)
_LONGEST_WAIT = timedelta(hours=1)
KEEPS_TRYING = timedelta(days=1)


@dataclass(frozen=True)
class Delivery:
    """A message to the webhook: waiting, sending, sent or failed; `how` says what the receiver answered."""

    id: str
    at: datetime
    state: str
    tries: int
    how: str


class _Again(Exception):
    """The receiver may take it later."""


class Webhook:
    """Sends messages to the address in force.

    Args:
        db: where messages wait.
        store: the wishes in force.
        installation_secret: what the webhook's secrets are derived from.
        private_hosts: hosts that may have a private address.
        wait: the longest pause within a try, in seconds.
        clock: the moment that a message is signed at.
    """

    def __init__(
        self,
        db: Database,
        store: AlertStore,
        installation_secret: str,
        *,
        clock: Callable[[], datetime],
        private_hosts: Collection[str] = (),
        wait: float = 2.0,
    ) -> None:
        self._db = db
        self._store = store
        self._secret = installation_secret
        self._clock = clock
        self._private_hosts = frozenset(private_hosts)
        self._wait = wait

    def secret(self) -> str:
        """The secret in force, which the receiver checks signatures with."""
        return key_of(self._secret, self._store.kept().wishes.key)

    def check(self, url: str) -> None:
        """Refuse an address that must not be called, before it is put in force.

        Raises:
            InvalidInput: the host isn't known, or its address is private.
        """
        with self._transport() as transport:
            try:
                transport.check(httpx.URL(url))
            except (InvalidInput, httpx.InvalidURL, httpx.TransportError):
                raise InvalidInput(
                    "This address can't be used: its host isn't known or isn't public. An operator can allow "
                    "private hosts with FIRSTLINE_WEBHOOK_PRIVATE_HOSTS.",
                    field="webhook",
                ) from None

    def test(self, at: datetime) -> str:
        """Put a message in line that says no more than that it is a test; its id.

        Raises:
            InvalidInput: there is no webhook.
        """
        if not self._store.kept().wishes.webhook:
            raise InvalidInput("Save a webhook first.", field="webhook")
        id = f"test-{at:%Y%m%dT%H%M%S%f}"
        body = {"version": 1, "id": id, "type": "test", "at": at.isoformat().replace("+00:00", "Z")}
        with self._db.write() as connection:
            self._store.tell_the_webhook(connection, id, body, at)
        return id

    def deliveries(self, limit: int = 20) -> list[Delivery]:
        """The newest messages first."""
        box = tables.webhook_deliveries
        statement = select(box.c.id, box.c.at, box.c.state, box.c.tries, box.c.how)
        with self._db.read() as connection:
            rows = connection.execute(statement.order_by(box.c.at.desc(), box.c.id).limit(limit)).all()
        return [Delivery(*row) for row in rows]

    def deliver(self, now: datetime) -> int:
        """Send what is due; how many messages were dealt with."""
        url = self._store.kept().wishes.webhook
        due = self._claim(now) if url else []
        for message in due:
            self._send(url, message, now)
        return len(due)

    def _send(self, url: str, message: RowMapping, now: datetime) -> None:
        retrying = Retrying(
            stop=stop_after_attempt(_TRIES),
            wait=wait_random_exponential(multiplier=0.2, max=self._wait),
            retry=retry_if_exception_type(_Again),
            reraise=True,
        )
        try:
            how = retrying(self._once, url, message["body"].encode())
        except _Again as error:
            self._later(message, str(error), now)
        except Unavailable as error:
            _log.warning("webhook refuses a message", how=str(error))
            self._set(message, state="failed", next_try_at=None, how=str(error))
        else:
            self._set(message, state="sent", next_try_at=None, how=how)

    def _once(self, url: str, body: bytes) -> str:
        # Signed anew at each try: a message that waited long would else be refused as old.
        headers = {"Content-Type": "application/json", "User-Agent": "Firstline"}
        headers |= signed(self.secret(), body, self._clock())
        try:
            with (
                self._transport() as transport,
                httpx.Client(transport=transport, timeout=_SECONDS, follow_redirects=False) as client,
                client.stream("POST", url, content=body, headers=headers) as response,
            ):
                # The answer's words are of no interest, however many they are.
                status = response.status_code
        except InvalidInput:
            raise Unavailable("the address is private") from None
        except httpx.TransportError as error:
            raise _Again(type(error).__name__) from error
        if status in (408, 425, 429) or status >= httpx.codes.INTERNAL_SERVER_ERROR:
            raise _Again(f"status {status}")
        if not httpx.codes.is_success(status):
            raise Unavailable(f"status {status}")
        return f"status {status}"

    def _transport(self) -> GuardedTransport:
        return GuardedTransport(self._private_hosts)

    def _claim(self, now: datetime) -> list[RowMapping]:
        box = tables.webhook_deliveries
        due = (
            select(box.c.id)
            .where(box.c.state.in_(["waiting", "sending"]), box.c.next_try_at <= now)
            .order_by(box.c.at)
            .limit(_AT_ONCE)
        )
        with self._db.read() as connection:
            if connection.execute(due).first() is None:
                return []
        with self._db.write() as connection:
            ids = connection.execute(due.with_for_update(skip_locked=True)).scalars().all()
            these = box.c.id.in_(ids)
            claimed = {"state": "sending", "next_try_at": now + _CLAIM, "tries": box.c.tries + 1}
            connection.execute(update(box).where(these).values(claimed))
            return list(connection.execute(select(box).where(these).order_by(box.c.at)).mappings())

    def _later(self, message: RowMapping, how: str, now: datetime) -> None:
        if now - message["at"] >= KEEPS_TRYING:
            _log.warning("webhook given up", how=how, tries=message["tries"])
            self._set(message, state="failed", next_try_at=None, how=how)
        else:
            wait = min(_FIRST_WAIT * 2 ** (message["tries"] - 1), _LONGEST_WAIT)
            self._set(message, state="waiting", next_try_at=now + wait, how=how)

    def _set(self, message: RowMapping, **values: object) -> None:
        box = tables.webhook_deliveries
        with self._db.write() as connection:
            connection.execute(update(box).where(box.c.id == message["id"]).values(**values))
