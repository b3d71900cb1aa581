"""Chatwoot, an open-source desk, by its published Application API (version 1) and webhooks.

What is needed there: an inbox of the type API, whose callback address is our webhook, and the access token
of a user. A visitor is a contact whose identifier is our keyed hash; each conversation there names ours in
its custom attributes, so that one that was begun is found again after a crash (decision 0025).
"""

import hashlib
import hmac
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import orjson

from bot.backoffice.transport import Answer, Patience, Transport
from bot.errors import InvalidInput, NotAllowed, Unavailable
from bot.handoff.external.port import AgentWrote, Case, Finished, Heard, Writer

_ATTRIBUTE = "firstline_conversation"
_KEY = "firstline_key"
_OLDEST_SECONDS = 300
_OK = range(200, 300)
_DONE = frozenset({"resolved"})
# As the API counts them where it doesn't name them.
_OUTGOING = ("outgoing", 1)
_LATELY = 20
# Nobody waits for these calls as they wait for a shop's.
_PATIENCE = Patience(connect=2.0, answer=8.0, tries=2, give_up=10.0, failures=5, rest=20.0)


class Chatwoot:
    """A desk at Chatwoot.

    Args:
        url: where it runs.
        account: the number of the account.
        inbox: the number of the inbox, of the type API.
        token: the access token of a user there.
        webhook_secret: with which it signs what it tells us.
        patience: how long to wait for it.
    """

    name = "chatwoot"

    def __init__(
        self,
        url: str,
        account: int,
        inbox: int,
        token: str,
        webhook_secret: str,
        patience: Patience = _PATIENCE,
    ) -> None:
        self._account = account
        self._inbox = inbox
        self._secret = webhook_secret
        self._transport = Transport(
            f"{url.rstrip('/')}/api/v1/accounts/{account}",
            headers={"api_access_token": token},
            patience=patience,
            whose="Chatwoot",
        )

    def close_connections(self) -> None:
        """Let go of the connections."""
        self._transport.close()

    def check(self) -> None:
        """Ask for the inbox."""
        _good(self._transport.call("GET", "/inboxes/{inbox}", {"inbox": str(self._inbox)}))

    def open(self, case: Case) -> str:
        """Hand a visitor over; see the port."""
        contact, source = self._contact(case)
        ref = self._opened_before(contact, case.conversation_id)
        if ref is None:
            body = {
                "source_id": source,
                "inbox_id": self._inbox,
                "contact_id": contact,
                "status": "open",
                "custom_attributes": {_ATTRIBUTE: case.conversation_id},
            }
            made = _good(self._transport.call("POST", "/conversations", body=body, repeatable=False))
            ref = str(made["id"])
        else:
            self._set_status(ref, "open")
        digest = hashlib.sha256(f"{case.brief}{case.transcript}".encode()).hexdigest()[:16]
        key = f"{case.conversation_id}-brief-{digest}"
        self._post(ref, f"{case.brief}\n\n---\n\n{case.transcript}", key, private=True)
        return ref

    def say(self, ref: str, text: str, key: str) -> None:
        """Bring what the visitor wrote; see the port."""
        self._post(ref, text, key, private=False)

    def close(self, ref: str, why: str) -> None:
        """End it with a note; see the port."""
        key = f"{ref}-closed-{hashlib.sha256(why.encode()).hexdigest()[:8]}"
        self._post(ref, why, key, private=True)
        self._set_status(ref, "resolved")

    def news(self, ref: str) -> Sequence[Heard]:
        """What agents wrote lately, and whether it is resolved; see the port."""
        heard: list[Heard] = [
            found for message in self._messages(ref) if (found := _agent_message(message, ref)) is not None
        ]
        found = _good(self._transport.call("GET", "/conversations/{ref}", {"ref": ref}))
        if found.get("status") in _DONE:
            heard.append(Finished(ref))
        return heard

    def heard(self, raw: bytes, headers: Mapping[str, str], token: str, now: datetime) -> Sequence[Heard]:
        """What a call of the webhook tells; see the port.

        Newer versions sign (`X-Chatwoot-Signature` over timestamp and body); older ones can't, so the
        callback address may carry the secret as `token` instead.
        """
        self._check_sender(raw, headers, token, now)
        try:
            told = orjson.loads(raw)
        except orjson.JSONDecodeError as error:
            raise InvalidInput("That isn't JSON.") from error
        if not isinstance(told, dict):
            raise InvalidInput("That isn't an event.")
        account = told.get("account")
        if isinstance(account, dict) and account.get("id") not in (None, self._account):
            raise NotAllowed("That is another account's.")
        return _events(told)

    # --- calls

    def _contact(self, case: Case) -> tuple[int, str]:
        """The visitor's contact there, and the source id under which this inbox knows them."""
        facts = {"inbox_id": self._inbox, "identifier": case.visitor, "name": case.name or "Visitor"}
        if case.email:
            facts["email"] = case.email
        made = self._transport.call("POST", "/contacts", body=facts)
        if made.status in _OK:
            payload = made.body["payload"]
            source = (payload.get("contact_inbox") or {}).get("source_id")
            return payload["contact"]["id"], source or self._source(payload["contact"])
        return self._known_contact(case, made)

    def _known_contact(self, case: Case, refused: Answer) -> tuple[int, str]:
        """A contact of this identifier or address that is there already."""
        for wanted in (case.visitor, case.email):
            if not wanted:
                continue
            found = _good(self._transport.call("GET", "/contacts/search", params={"q": wanted}))
            for contact in found.get("payload", []):
                if wanted in (contact.get("identifier"), contact.get("email")):
                    return contact["id"], self._source(contact)
        raise Unavailable(f"Chatwoot takes no contact (status {refused.status}).")

    def _source(self, contact: Mapping[str, Any]) -> str:
        for one in contact.get("contact_inboxes", []):
            if (one.get("inbox") or {}).get("id") == self._inbox and one.get("source_id"):
                return str(one["source_id"])
        made = self._transport.call(
            "POST",
            "/contacts/{contact}/contact_inboxes",
            {"contact": str(contact["id"])},
            body={"inbox_id": self._inbox},
        )
        return str(_good(made)["source_id"])

    def _opened_before(self, contact: int, conversation_id: str) -> str | None:
        found = _good(
            self._transport.call("GET", "/contacts/{contact}/conversations", {"contact": str(contact)})
        )
        for one in found.get("payload", []):
            if (one.get("custom_attributes") or {}).get(_ATTRIBUTE) == conversation_id:
                return str(one["id"])
        return None

    def _post(self, ref: str, text: str, key: str, *, private: bool) -> None:
        """Post a message once: what may have been heard before is looked for first."""
        if any((message.get("content_attributes") or {}).get(_KEY) == key for message in self._messages(ref)):
            return
        body = {
            "content": text,
            "message_type": "outgoing" if private else "incoming",
            "private": private,
            "content_attributes": {_KEY: key},
        }
        _good(
            self._transport.call(
                "POST", "/conversations/{ref}/messages", {"ref": ref}, body=body, repeatable=False
            )
        )

    def _messages(self, ref: str) -> list[Mapping[str, Any]]:
        found = _good(self._transport.call("GET", "/conversations/{ref}/messages", {"ref": ref}))
        return list(found.get("payload", []))[-_LATELY:]

    def _set_status(self, ref: str, status: str) -> None:
        body = {"status": status}
        _good(self._transport.call("POST", "/conversations/{ref}/toggle_status", {"ref": ref}, body=body))

    def _check_sender(self, raw: bytes, headers: Mapping[str, str], token: str, now: datetime) -> None:
        signature, timestamp = (
            headers.get("x-chatwoot-signature", ""),
            headers.get("x-chatwoot-timestamp", ""),
        )
        if not signature:
            if not hmac.compare_digest(token.encode(), self._secret.encode()):
                raise NotAllowed("This is not signed.")
            return
        digest = hmac.new(self._secret.encode(), f"{timestamp}.".encode() + raw, hashlib.sha256).hexdigest()
        if not hmac.compare_digest(signature.encode(), f"sha256={digest}".encode()):
            raise NotAllowed("The signature doesn't fit.")
        if not timestamp.isdigit() or abs(now.timestamp() - int(timestamp)) > _OLDEST_SECONDS:
            raise NotAllowed("This is too old.")


def _good(answer: Answer) -> Any:
    if answer.status not in _OK:
        raise Unavailable(f"Chatwoot refuses a call (status {answer.status}).")
    return answer.body


def _events(told: Mapping[str, Any]) -> Sequence[Heard]:
    if told.get("event") == "message_created":
        conversation = told.get("conversation")
        ref = conversation.get("id") if isinstance(conversation, dict) else None
        found = _agent_message(told, str(ref)) if isinstance(ref, int) else None
        return [found] if found is not None else []
    if told.get("event") == "conversation_status_changed" and told.get("status") in _DONE:
        return [Finished(str(told["id"]))] if isinstance(told.get("id"), int) else []
    return []


def _agent_message(message: Mapping[str, Any], ref: str) -> AgentWrote | None:
    """What an agent wrote to the visitor: no notes, none of the visitor's lines or of the system's."""
    sender = message.get("sender")
    text = message.get("content")
    if (
        message.get("message_type") not in _OUTGOING
        or message.get("private")
        or not isinstance(sender, dict)
        or sender.get("type") not in ("user", None)
        or not isinstance(text, str)
        or not text.strip()
        or not isinstance(message.get("id"), int)
    ):
        return None
    name = str(sender.get("available_name") or sender.get("name") or "")[:200]
    return AgentWrote(ref, str(message["id"]), Writer(str(sender.get("id", "desk"))[:40], name), text)
