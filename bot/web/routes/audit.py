"""The audit log, for admins."""

from datetime import UTC, datetime
from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Query

from bot.staff.audit import Entry, Wanted
from bot.web import audited, schemas
from bot.web.security import Admin, TheParts

router = APIRouter(prefix="/api/v1/admin/audit", tags=["audit log"])
_MARK_LENGTH = 8
Id = Annotated[str | None, Query(max_length=100)]


@router.get("")
async def audit_log(
    _admin: Admin,
    parts: TheParts,
    who: Id = None,
    action: Annotated[str | None, Query(max_length=60)] = None,
    on_kind: Annotated[str | None, Query(max_length=30)] = None,
    on_id: Id = None,
    since: Annotated[datetime | None, Query(alias="from")] = None,
    until: Annotated[datetime | None, Query(alias="to")] = None,
    before: Annotated[int | None, Query(ge=1, le=schemas.MAX_SEQ)] = None,
    limit: Annotated[int, Query(ge=1, le=500)] = 100,
) -> schemas.AuditLog:
    """What the staff did, the newest first; `before` is the id of the row that was read last."""
    wanted = Wanted(who, action, on_kind, on_id, _aware(since), _aware(until), before)

    def find() -> schemas.AuditLog:
        found = parts.audit.entries(wanted, limit + 1)
        names = {person.id: person.name for person in parts.staff.people()}
        return schemas.AuditLog(
            entries=[_entry(one, names) for one in found[:limit]],
            actions=[schemas.AuditAction(key=key, title=audited.title(key)) for key in parts.audit.actions()],
            more=len(found) > limit,
        )

    return await to_thread.run_sync(find)


def _aware(at: datetime | None) -> datetime | None:
    """A time without a zone is read as UTC."""
    return at if at is None or at.tzinfo else at.replace(tzinfo=UTC)


def _entry(one: Entry, names: dict[str, str]) -> schemas.AuditEntry:
    return schemas.AuditEntry(
        id=one.id,
        at=one.at,
        who_id=one.who_id,
        who=one.who_name,
        action=one.action,
        title=audited.title(one.action),
        on_kind=one.on_kind,
        on_id=one.on_id,
        on_name=names.get(one.on_id or "") if one.on_kind == "person" else None,
        address=one.address_key[:_MARK_LENGTH] if one.address_key else None,
        facts=dict(one.facts),
    )
