"""Files of conversations, for their visitor and for the staff who may see them."""

from collections.abc import AsyncGenerator
from typing import Any

from anyio import to_thread
from fastapi import APIRouter, Request
from fastapi.responses import FileResponse
from starlette.datastructures import UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from bot.attachments.images import PREVIEW_TYPE
from bot.attachments.rules import too_large
from bot.conversation.model import Kept
from bot.errors import InvalidInput, NotFound
from bot.web import present, schemas
from bot.web.parts import Parts
from bot.web.routes.desk import check_may_see
from bot.web.security import Agent, TheParts, Visitor

router = APIRouter(prefix="/api/v1", tags=["files"])
# What a form with one file has besides the file.
_FORM_BYTES = 20_000
_FORM: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "required": ["file", "client_message_id"],
                    "properties": {
                        "file": {"type": "string", "format": "binary"},
                        "client_message_id": {"type": "string", "maxLength": 64},
                    },
                }
            }
        },
    }
}


@router.post("/conversations/{conversation_id}/files", status_code=201, openapi_extra=_FORM)
async def send_as_visitor(
    conversation_id: str, request: Request, _visitor: Visitor, parts: TheParts
) -> schemas.Message:
    """Send the person a file; the same `client_message_id` again is the same file."""
    parts.limits.check("files", conversation_id)
    name, content, sent_as = await _form(request, parts)
    kept = await to_thread.run_sync(
        parts.files.send_as_visitor, conversation_id, name, content, sent_as, parts.now()
    )
    return await _shown(parts, kept)


@router.post("/desk/conversations/{conversation_id}/files", status_code=201, openapi_extra=_FORM)
async def send_as_agent(
    conversation_id: str, request: Request, staff: Agent, parts: TheParts
) -> schemas.Message:
    """Send the visitor a file; the same `client_message_id` again is the same file."""
    name, content, sent_as = await _form(request, parts)
    kept = await to_thread.run_sync(
        parts.files.send_as_agent, conversation_id, staff, name, content, sent_as, parts.now()
    )
    return await _shown(parts, kept)


@router.get("/conversations/{conversation_id}/files/{file_id}", response_class=FileResponse)
async def for_visitor(conversation_id: str, file_id: str, _visitor: Visitor, parts: TheParts) -> FileResponse:
    """A file, to be kept by the browser and not opened in the page."""
    return await _whole(parts, conversation_id, file_id)


@router.get("/conversations/{conversation_id}/files/{file_id}/preview", response_class=FileResponse)
async def preview_for_visitor(
    conversation_id: str, file_id: str, _visitor: Visitor, parts: TheParts
) -> FileResponse:
    """A picture, small and drawn anew."""
    return await _preview(parts, conversation_id, file_id)


@router.get("/desk/conversations/{conversation_id}/files/{file_id}", response_class=FileResponse)
async def for_staff(conversation_id: str, file_id: str, staff: Agent, parts: TheParts) -> FileResponse:
    """A file, to be kept by the browser and not opened in the page."""
    check_may_see(staff, await to_thread.run_sync(parts.conversations.get, conversation_id))
    return await _whole(parts, conversation_id, file_id)


@router.get("/desk/conversations/{conversation_id}/files/{file_id}/preview", response_class=FileResponse)
async def preview_for_staff(
    conversation_id: str, file_id: str, staff: Agent, parts: TheParts
) -> FileResponse:
    """A picture, small and drawn anew."""
    check_may_see(staff, await to_thread.run_sync(parts.conversations.get, conversation_id))
    return await _preview(parts, conversation_id, file_id)


async def _form(request: Request, parts: Parts) -> tuple[str, bytes, str]:
    """The file's name, its content and the id it is sent under; stops reading where it gets too large."""
    if not parts.files.rules.types:
        raise InvalidInput("Files can't be sent here.", field="file")
    most = parts.files.rules.most_bytes
    if not request.headers.get("content-type", "").startswith("multipart/form-data"):
        raise InvalidInput("A form with a file is needed.", field="file")

    async def bounded() -> AsyncGenerator[bytes, None]:
        read = 0
        async for chunk in request.stream():
            read += len(chunk)
            if read > most + _FORM_BYTES:
                raise too_large(most)
            yield chunk

    try:
        parser = MultiPartParser(
            request.headers, bounded(), max_files=1, max_fields=4, max_part_size=_FORM_BYTES
        )
        form = await parser.parse()
    except (MultiPartException, KeyError, ValueError) as error:
        raise InvalidInput("That form can't be read.", field="file") from error
    try:
        file, sent_as = form.get("file"), form.get("client_message_id")
        if not isinstance(file, UploadFile):
            raise InvalidInput("A file is needed.", field="file")
        if not isinstance(sent_as, str):
            raise InvalidInput("client_message_id is needed.", field="client_message_id")
        return file.filename or "file", await file.read(), sent_as
    finally:
        await form.close()


async def _shown(parts: Parts, kept: Kept) -> schemas.Message:
    if kept.new:
        await parts.live.message(kept.conversation, kept.message)
        if kept.moved:
            await parts.live.state(kept.conversation.id)
    return present.message(kept.message)


async def _whole(parts: Parts, conversation_id: str, file_id: str) -> FileResponse:
    file = await to_thread.run_sync(parts.files.find, conversation_id, file_id)
    path = await to_thread.run_sync(parts.files.content, file)
    return _harmless(FileResponse(path, media_type=file.media_type, filename=file.name))


async def _preview(parts: Parts, conversation_id: str, file_id: str) -> FileResponse:
    file = await to_thread.run_sync(parts.files.find, conversation_id, file_id)
    if not file.is_image:
        raise NotFound("Only pictures have a preview.")
    path = await to_thread.run_sync(parts.files.preview, file)
    return _harmless(FileResponse(path, media_type=PREVIEW_TYPE))


def _harmless(answer: FileResponse) -> FileResponse:
    # Opened by itself, it may do nothing and load nothing.
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    answer.headers["X-Content-Type-Options"] = "nosniff"
    answer.headers["Cache-Control"] = "private, no-store"
    return answer
