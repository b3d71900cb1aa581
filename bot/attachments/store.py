"""Files of conversations: kept on disk outside whatever is served, known in the database."""

import os
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import func, insert, select

from bot.attachments.images import preview_of
from bot.attachments.rules import IMAGES, checked_type, safe_name
from bot.attachments.tables import files
from bot.conversation import messages as chat
from bot.conversation.change import Change, new_id
from bot.conversation.model import Agent, Kept
from bot.conversation.store import ConversationStore
from bot.errors import InvalidInput, NotFound
from kb.database import Database

# A file without a row is one that is being kept right now, or what is left of one that was not.
_ORPHAN_AGE = timedelta(hours=1)
_ID = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True)
class FileRules:
    """What an operator decides about files."""

    most_bytes: int
    types: frozenset[str]
    per_conversation: int = 50


@dataclass(frozen=True)
class StoredFile:
    """A file that was sent."""

    id: str
    conversation_id: str
    seq: int
    name: str
    media_type: str
    size: int
    at: datetime

    @property
    def is_image(self) -> bool:
        """Whether there is a preview to show."""
        return self.media_type in IMAGES


class FileStore:
    """Keeps files, each with the line of the conversation in which it stands.

    Args:
        db: the database.
        conversations: the store of conversations.
        folder: where the content lies; nothing in it is ever served or run as it is.
        rules: sizes and types.
    """

    def __init__(
        self, db: Database, conversations: ConversationStore, folder: Path, rules: FileRules
    ) -> None:
        self._db = db
        self._conversations = conversations
        self._folder = folder
        self.rules = rules

    def send_as_visitor(
        self, conversation_id: str, name: str, content: bytes, client_message_id: str, at: datetime
    ) -> Kept:
        """Keep a visitor's file and its line; sent again under the same id it is the same.

        Raises:
            InvalidInput: it may not be sent; says why.
            TransitionRefused: no person is there to look at it.
        """

        def say(change: Change, text: str, card: dict[str, Any]) -> Kept:
            silence = self._conversations.silence
            return chat.keep_visitor_message(change, text, client_message_id, None, silence, card=card)

        return self._send(conversation_id, name, content, client_message_id, at, say)

    def send_as_agent(
        self,
        conversation_id: str,
        agent: Agent,
        name: str,
        content: bytes,
        client_message_id: str,
        at: datetime,
    ) -> Kept:
        """Keep an agent's file and its line; sent again under the same id it is the same.

        Raises:
            InvalidInput: it may not be sent; says why.
            NotAllowed: another agent has this conversation.
            TransitionRefused: nobody has it.
        """

        def say(change: Change, text: str, card: dict[str, Any]) -> Kept:
            return chat.keep_agent_message(change, agent, text, client_message_id, card)

        return self._send(conversation_id, name, content, client_message_id, at, say)

    def find(self, conversation_id: str, file_id: str) -> StoredFile:
        """A file of this conversation.

        Raises:
            NotFound: there is none of this id in it.
        """
        same = (files.c.id == file_id, files.c.conversation_id == conversation_id)
        with self._db.read() as connection:
            row = connection.execute(select(files).where(*same)).first()
        if row is None:
            raise NotFound("There is no such file.")
        return StoredFile(**row._mapping)

    def content(self, file: StoredFile) -> Path:
        """Where a file's content lies; raises NotFound where it is gone."""
        return self._there(self._path(file.id))

    def preview(self, file: StoredFile) -> Path:
        """Where an image's preview lies; raises NotFound where there is none."""
        return self._there(self._path(file.id).with_suffix(".webp"))

    def sweep(self, now: float | None = None) -> int:
        """Delete content whose conversation is gone; how many files."""
        if not self._folder.is_dir():
            return 0
        oldest = (time.time() if now is None else now) - _ORPHAN_AGE.total_seconds()
        found = {
            path.stem: path
            for path in self._folder.glob("??/*")
            if _ID.fullmatch(path.stem) and path.stat().st_mtime < oldest
        }
        with self._db.read() as connection:
            known = set(connection.execute(select(files.c.id)).scalars())
        gone = [file_id for file_id in found if file_id not in known]
        for file_id in gone:
            self._forget(file_id)
        return len(gone)

    def _send(
        self,
        conversation_id: str,
        name: str,
        content: bytes,
        client_message_id: str,
        at: datetime,
        say: Callable[[Change, str, dict[str, Any]], Kept],
    ) -> Kept:
        chat.check_client_message_id(client_message_id)
        media_type = checked_type(content, self.rules.types, self.rules.most_bytes)
        kept_name, file_id = safe_name(name, media_type), new_id()
        is_image = media_type in IMAGES
        self._write(file_id, content, preview_of(content) if is_image else None)
        card = {
            "kind": "file",
            "file_id": file_id,
            "name": kept_name,
            "media_type": media_type,
            "size": len(content),
            "image": is_image,
        }
        new = False
        try:
            with self._conversations.changing(conversation_id, at) as change:
                kept = say(change, kept_name, card)
                new = kept.new
                if new:
                    self._check_count(change)
                    row = StoredFile(
                        file_id, conversation_id, kept.message.seq, kept_name, media_type, len(content), at
                    )
                    # The line has its place in the conversation before the row that points to it.
                    change.connection.execute(insert(files).values(vars(row)))
            return kept
        except BaseException:
            new = False
            raise
        finally:
            if not new:
                self._forget(file_id)

    def _check_count(self, change: Change) -> None:
        same = files.c.conversation_id == change.conversation.id
        count = change.connection.execute(select(func.count()).select_from(files).where(same)).scalar_one()
        if count >= self.rules.per_conversation:
            raise InvalidInput(
                f"There are {count} files in this conversation already: no more can be sent.", field="file"
            )

    def _write(self, file_id: str, content: bytes, preview: bytes | None) -> None:
        path = self._path(file_id)
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _write_safely(path, content)
        if preview is not None:
            _write_safely(path.with_suffix(".webp"), preview)

    def _path(self, file_id: str) -> Path:
        return self._folder / file_id[:2] / file_id

    def _there(self, path: Path) -> Path:
        if not path.is_file():
            raise NotFound("This file is no longer there.")
        return path

    def _forget(self, file_id: str) -> None:
        path = self._path(file_id)
        path.unlink(missing_ok=True)
        path.with_suffix(".webp").unlink(missing_ok=True)


def _write_safely(path: Path, content: bytes) -> None:
    """On disk before anybody is told; readable by its owner only, never runnable."""
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
