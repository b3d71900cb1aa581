"""A stand-in for Chatwoot on a real port, as its published API documents and webhook documents describe it.

Application API v1: contacts (create, search, contact inboxes, conversations), conversations (create, show,
status, messages), inboxes (show); authentication by the header `api_access_token`; events `message_created`
and `conversation_status_changed`, signed with `X-Chatwoot-Signature: sha256=HMAC(timestamp.body)`.
"""

import asyncio
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

TOKEN, SECRET, ACCOUNT, INBOX = "a user's token", "a webhook's secret", 3, 7
_BASE = f"/api/v1/accounts/{ACCOUNT}"


class ChatwootServer:
    """Contacts and conversations in memory; `troubles` are played once each, in order."""

    def __init__(self) -> None:
        self.url = ""
        self.contacts: list[dict[str, Any]] = []
        self.conversations: dict[int, dict[str, Any]] = {}
        self.messages: dict[int, list[dict[str, Any]]] = {}
        self.events: list[dict[str, Any]] = []
        self.troubles: list[str] = []
        self.calls: list[tuple[str, str]] = []
        self._numbers = iter(range(100, 10_000))
        routes = [
            ("/inboxes/{inbox:int}", self._inbox, "GET"),
            ("/contacts", self._create_contact, "POST"),
            ("/contacts/search", self._search, "GET"),
            ("/contacts/{contact:int}/contact_inboxes", self._contact_inbox, "POST"),
            ("/contacts/{contact:int}/conversations", self._of_contact, "GET"),
            ("/conversations", self._create, "POST"),
            ("/conversations/{ref:int}", self._show, "GET"),
            ("/conversations/{ref:int}/messages", self._list, "GET"),
            ("/conversations/{ref:int}/messages", self._post, "POST"),
            ("/conversations/{ref:int}/toggle_status", self._toggle, "POST"),
        ]
        self.app = Starlette(
            routes=[Route(_BASE + path, self._guarded(do), methods=[how]) for path, do, how in routes]
        )

    # --- what agents do there

    def agent_writes(self, ref: int, text: str, agent: str = "Mia", *, private: bool = False) -> None:
        number = {"Mia": 11, "Noa": 12}.get(agent, 13)
        sender = {"id": number, "name": agent, "type": "user"}
        self._add(ref, {"content": text, "message_type": "outgoing", "private": private}, sender)

    def agent_resolves(self, ref: int) -> None:
        self._status(ref, "resolved")

    def told(self) -> list[bytes]:
        """What its webhook would have sent since this was last asked."""
        bodies = [json.dumps(event).encode() for event in self.events]
        self.events.clear()
        return bodies

    # --- calls

    def _guarded(self, do: Any) -> Any:
        async def answer(request: Request) -> Response:
            self.calls.append((request.method, request.url.path.removeprefix(_BASE)))
            if request.headers.get("api_access_token") != TOKEN:
                return JSONResponse({"errors": ["You need to sign in"]}, 401)
            trouble = self.troubles.pop(0) if self.troubles else ""
            if trouble == "fails":
                return JSONResponse({"error": "boom"}, 500)
            done = await do(request)
            if trouble == "answer lost":
                return JSONResponse({"error": "boom"}, 502)
            if trouble == "slow":
                await asyncio.sleep(2)
            return done

        return answer

    async def _inbox(self, request: Request) -> Response:
        if request.path_params["inbox"] != INBOX:
            return JSONResponse({"error": "Resource could not be found"}, 404)
        return JSONResponse({"id": INBOX, "channel_type": "Channel::Api"})

    async def _create_contact(self, request: Request) -> Response:
        given = await request.json()
        for taken in ("identifier", "email"):
            if given.get(taken) and any(one.get(taken) == given[taken] for one in self.contacts):
                body = {"message": f"{taken.title()} has already been taken", "attributes": [taken]}
                return JSONResponse(body, 422)
        source = f"source-{next(self._numbers)}"
        contact = {
            "id": next(self._numbers),
            **{name: given.get(name) for name in ("identifier", "name", "email")},
            "contact_inboxes": [{"source_id": source, "inbox": {"id": given["inbox_id"]}}],
        }
        self.contacts.append(contact)
        made = {"contact": contact, "contact_inbox": {"source_id": source, "inbox": {"id": INBOX}}}
        return JSONResponse({"payload": made})

    async def _search(self, request: Request) -> Response:
        wanted = request.query_params["q"]
        found = [one for one in self.contacts if wanted in (one["identifier"], one["email"], one["name"])]
        return JSONResponse({"meta": {"count": len(found)}, "payload": found})

    async def _contact_inbox(self, request: Request) -> Response:
        [contact] = [one for one in self.contacts if one["id"] == request.path_params["contact"]]
        made = {"source_id": f"source-{next(self._numbers)}", "inbox": {"id": INBOX}}
        contact["contact_inboxes"].append(made)
        return JSONResponse(made)

    async def _of_contact(self, request: Request) -> Response:
        contact = request.path_params["contact"]
        found = [one for one in self.conversations.values() if one["contact_id"] == contact]
        return JSONResponse({"payload": found})

    async def _create(self, request: Request) -> Response:
        given = await request.json()
        sources = [
            one["source_id"]
            for contact in self.contacts
            if contact["id"] == given["contact_id"]
            for one in contact["contact_inboxes"]
        ]
        if given.get("source_id") not in sources or given["inbox_id"] != INBOX:
            return JSONResponse({"error": "Resource could not be found"}, 404)
        ref = next(self._numbers)
        self.conversations[ref] = {
            "id": ref,
            "account_id": ACCOUNT,
            "inbox_id": INBOX,
            "contact_id": given["contact_id"],
            "status": given.get("status", "open"),
            "custom_attributes": given.get("custom_attributes", {}),
        }
        self.messages[ref] = []
        return JSONResponse(self.conversations[ref])

    async def _show(self, request: Request) -> Response:
        return JSONResponse(self.conversations[request.path_params["ref"]])

    async def _list(self, request: Request) -> Response:
        found = self.messages.get(request.path_params["ref"])
        if found is None:
            return JSONResponse({"error": "Resource could not be found"}, 404)
        # Here the API gives the type as a number.
        kinds = {"incoming": 0, "outgoing": 1}
        rows = [{**one, "message_type": kinds[one["message_type"]]} for one in found[-20:]]
        return JSONResponse({"meta": {}, "payload": rows})

    async def _post(self, request: Request) -> Response:
        given = await request.json()
        if not given.get("content"):
            return JSONResponse({"error": "Content can't be blank"}, 422)
        sender = {"id": 1, "name": "Integration", "type": "user"}
        if given.get("message_type") == "incoming":
            sender = {"id": 2, "name": "Visitor", "type": "contact"}
        return JSONResponse(self._add(request.path_params["ref"], given, sender))

    async def _toggle(self, request: Request) -> Response:
        ref, status = request.path_params["ref"], (await request.json())["status"]
        self._status(ref, status)
        return JSONResponse({"payload": {"success": True, "current_status": status, "conversation_id": ref}})

    def _add(self, ref: int, given: dict[str, Any], sender: dict[str, Any]) -> dict[str, Any]:
        message = {
            "id": next(self._numbers),
            "content": given["content"],
            "message_type": given.get("message_type", "outgoing"),
            "private": given.get("private", False),
            "content_type": "text",
            "content_attributes": given.get("content_attributes", {}),
            "sender": sender,
        }
        self.messages[ref].append(message)
        conversation = {**self.conversations[ref]}
        self.events.append(
            {"event": "message_created", **message, "conversation": conversation, "account": {"id": ACCOUNT}}
        )
        return message

    def _status(self, ref: int, status: str) -> None:
        if self.conversations[ref]["status"] == status:
            return
        self.conversations[ref]["status"] = status
        event = {"event": "conversation_status_changed", **self.conversations[ref]}
        self.events.append({**event, "account": {"id": ACCOUNT}})


def signed(raw: bytes, at: datetime, secret: str = SECRET) -> dict[str, str]:
    """The headers with which a call of the webhook comes."""
    timestamp = str(int(at.timestamp()))
    digest = hmac.new(secret.encode(), f"{timestamp}.".encode() + raw, hashlib.sha256).hexdigest()
    return {"x-chatwoot-timestamp": timestamp, "x-chatwoot-signature": f"sha256={digest}"}


@contextmanager
def running(server: ChatwootServer) -> Iterator[ChatwootServer]:
    """The stand-in on a free port of this machine."""
    runs = uvicorn.Server(uvicorn.Config(server.app, host="127.0.0.1", port=0, log_level="critical"))
    thread = threading.Thread(target=runs.run, daemon=True)
    thread.start()
    while not runs.started:
        thread.join(0.01)
        assert thread.is_alive() or runs.started
    server.url = f"http://127.0.0.1:{runs.servers[0].sockets[0].getsockname()[1]}"
    try:
        yield server
    finally:
        runs.should_exit = True
        thread.join()
