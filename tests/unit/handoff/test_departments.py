"""What a department may look like, and how several answer together."""

from datetime import UTC, date, datetime, timedelta

import pytest

from bot.errors import InvalidInput
from bot.handoff.departments.checks import checked, closed_day, span_of
from bot.handoff.departments.hours import Hours, Span
from bot.handoff.departments.model import Department, Departments

MONDAY = datetime(2026, 3, 2, 8, 0, tzinfo=UTC)
OFFICE = Hours("UTC", ((Span(540, 1020),),) * 5 + ((), ()))
EARLY = Hours("UTC", ((Span(480, 1020),),) * 5 + ((), ()))


def department(key="sales", **facts):
    return Department(key, "Sales", **facts)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (department("Sales!"), "key"),
        (Department("sales", "  "), "name"),
        (department(hours=Hours("Mars/Olympus")), "timezone"),
        (department(hours=Hours(week=OFFICE.week[:6])), "week"),
        (department(hours=Hours(week=((Span(540, 720), Span(700, 800)),) * 7)), "week"),
        (department(hours=Hours(country="XX")), "country"),
        (department(hours=Hours(country="US", subdivision="Bavaria")), "subdivision"),
        (department(hours=Hours(subdivision="CA")), "subdivision"),
        (department(queue_timeout=timedelta(seconds=5)), "queue_timeout_minutes"),
        (department(next_key="moon"), "next_department"),
        (department(next_key="sales"), "next_department"),
    ],
)
def test_a_department_that_would_not_work_is_refused_by_field(wrong, field):
    with pytest.raises(InvalidInput) as refusal:
        checked(wrong, {"billing": Department("billing", "Billing")})
    assert refusal.value.field == field


def test_visitors_are_never_sent_round_in_a_circle():
    others = {
        "billing": Department("billing", "Billing", next_key="support"),
        "support": Department("support", "Support", next_key="sales"),
    }
    with pytest.raises(InvalidInput, match="circle"):
        checked(department(next_key="billing"), others)


def test_times_are_read_as_people_write_them():
    assert span_of("09:00", "17:30", "Monday") == Span(540, 1050)
    assert span_of("00:00", "24:00", "Monday") == Span(0, 1440)
    assert closed_day("2026-12-24") == date(2026, 12, 24)


@pytest.mark.parametrize(
    ("opens", "closes"), [("9", "17:00"), ("25:00", "26:00"), ("24:00", "08:00"), ("09:00", "09:00")]
)
def test_what_is_no_opening_time_is_refused_with_its_day(opens, closes):
    with pytest.raises(InvalidInput, match="On Monday"):
        span_of(opens, closes, "Monday")


def test_somebody_without_a_department_finds_the_first_that_opens():
    both = Departments({"sales": department(hours=OFFICE), "billing": department("billing", hours=EARLY)})
    assert both.is_open(None, MONDAY)
    assert not both.is_open("sales", MONDAY)
    assert both.next_opening(None, MONDAY) is None
    assert both.next_opening("sales", MONDAY) == (MONDAY + timedelta(hours=1), "UTC")
    assert both.next_opening(None, MONDAY - timedelta(hours=2))[0] == MONDAY


def test_a_department_that_nobody_set_up_is_always_open():
    assert Departments({}).is_open("repairs", MONDAY)
    assert Departments({}).is_open(None, MONDAY)
    assert Departments({}).named("spare_parts").name == "Spare parts"
