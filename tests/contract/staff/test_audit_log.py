"""The audit log: a row is kept with the change it tells of, or not at all; on both databases."""

import contextvars
from datetime import UTC, datetime

import pytest

from bot.staff import audit
from bot.staff.accounts import Role
from bot.staff.audit import AuditLog, Deed
from bot.staff.store import StaffStore
from kb.database import Database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def log(db: Database) -> AuditLog:
    return AuditLog(db)


@pytest.fixture
def staff(db: Database) -> StaffStore:
    return StaffStore(db)


def doing(log: AuditLog, action: str, do) -> None:
    """As a request: a context of its own."""

    def run() -> None:
        log.begin(Deed(action, NOW, who_id="1", who_name="Ada"))
        do()

    contextvars.copy_context().run(run)


def add(staff: StaffStore, email: str = "kim@larkwood.example"):
    return staff.add(name="Kim", email=email, role=Role.AGENT, at=NOW)


def test_a_row_is_kept_with_the_change(log: AuditLog, staff: StaffStore) -> None:
    doing(log, "staff.add_person", lambda: add(staff))
    [entry] = log.entries()
    assert (entry.who_name, entry.action, entry.on_kind) == ("Ada", "staff.add_person", "person")
    assert entry.on_id == staff.people()[0].id
    assert entry.at == NOW


def test_a_change_that_fails_leaves_no_row(log: AuditLog, staff: StaffStore) -> None:
    add(staff)
    with pytest.raises(Exception, match="already"):
        doing(log, "staff.add_person", lambda: add(staff))
    assert log.entries() == []


def test_a_change_without_its_row_is_not_kept_either(log: AuditLog, staff: StaffStore) -> None:
    def badly() -> None:
        audit.tell(what=object())
        add(staff)

    with pytest.raises(Exception, match=r"(?i)serializable"):
        doing(log, "staff.add_person", badly)
    assert (staff.people(), log.entries()) == ([], [])


def test_an_act_of_several_changes_is_one_row(log: AuditLog, staff: StaffStore) -> None:
    doing(log, "staff.add_person", lambda: staff.invite(add(staff).id, NOW))
    assert len(log.entries()) == 1


def test_what_nobody_of_the_staff_does_is_not_in_the_log(log: AuditLog, staff: StaffStore) -> None:
    add(staff)
    assert log.entries() == []
