"""Departments: an admin sets them up, all of the staff know their names."""

from typing import Annotated

from anyio import to_thread
from fastapi import APIRouter, Path

from bot.errors import Conflict
from bot.handoff.departments.model import Department
from bot.web import department_views as views
from bot.web import schemas
from bot.web.parts import Parts
from bot.web.security import Admin, Agent, TheParts

router = APIRouter(prefix="/api/v1", tags=["departments"])
Key = Annotated[str, Path(max_length=40)]


@router.get("/desk/departments")
async def names(_staff: Agent, parts: TheParts) -> schemas.DepartmentNames:
    """All departments by name."""
    known = (await to_thread.run_sync(parts.departments)).by_key
    return schemas.DepartmentNames(
        departments=[schemas.DepartmentName(key=one.key, name=one.name) for one in known.values()]
    )


@router.get("/admin/departments")
async def departments(_admin: Admin, parts: TheParts) -> schemas.Departments:
    """All departments, and what they may choose from."""
    return await to_thread.run_sync(views.everything, parts, parts.now())


@router.post("/admin/departments", status_code=201)
async def add_department(body: schemas.NewDepartment, _admin: Admin, parts: TheParts) -> schemas.Department:
    """Add a department; it takes visitors at once."""

    def add() -> schemas.Department:
        made = parts.departments.add(views.as_department(body.key, body, 0), parts.now())
        return views.department(parts, made, parts.now())

    return await to_thread.run_sync(add)


@router.put("/admin/departments/{key}")
async def change_department(
    key: Key, body: schemas.DepartmentChange, _admin: Admin, parts: TheParts
) -> schemas.Department:
    """Set what a department is; in force at once, without a restart."""

    def change() -> Department:
        return parts.departments.change(views.as_department(key, body, body.version), parts.now())

    changed = await to_thread.run_sync(change)
    await parts.live.queue()
    return await to_thread.run_sync(views.department, parts, changed, parts.now())


@router.delete("/admin/departments/{key}", status_code=204)
async def remove_department(key: Key, _admin: Admin, parts: TheParts) -> None:
    """Remove a department that nothing refers to any more."""

    def remove() -> None:
        _check_unused(parts, key)
        parts.departments.remove(key)

    await to_thread.run_sync(remove)


def _check_unused(parts: Parts, key: str) -> None:
    """Refuse, with what has to be moved first.

    Raises:
        Conflict: a reason, somebody of the staff or a visitor is of this department.
    """
    if titles := [reason.title for reason in parts.reasons.shown if reason.department == key]:
        raise Conflict(f"The reason “{titles[0]}” goes to this department. Change that first.")
    if names := [one.name for one in parts.staff.people() if key in one.duties.departments]:
        raise Conflict(f"{names[0]} serves this department. Change that first.")
    if any(one.department == key for one in parts.desk.waiting(parts.now())):
        raise Conflict("Somebody waits for this department right now.")
