"""What goes over the wire about the audit log."""

from datetime import datetime

from pydantic import BaseModel

from bot.web.schemas.common import Json


class AuditEntry(BaseModel):
    """What somebody of the staff did; `address` is a mark that is the same for the same network address."""

    id: int
    at: datetime
    who_id: str | None
    who: str
    action: str
    title: str
    on_kind: str | None
    on_id: str | None
    on_name: str | None
    address: str | None
    facts: Json


class AuditAction(BaseModel):
    """A kind of action that occurs in the log."""

    key: str
    title: str


class AuditLog(BaseModel):
    """Rows of the audit log, the newest first; `more` says that older ones fit, too."""

    entries: list[AuditEntry]
    actions: list[AuditAction]
    more: bool
