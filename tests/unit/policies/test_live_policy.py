"""The policy in force, as several processes see it."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.policies.live import LOOK_SECONDS, LivePolicy
from bot.policies.store import PolicyStore
from bot.triage.costs import Costs
from bot.triage.editing import as_cells, checked
from bot.triage.policy import DEFAULT_POLICY
from bot.triage.presets import PRESETS
from tests.databases import empty_sqlite

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BASE = replace(DEFAULT_POLICY, costs=Costs(person=7.5))


@dataclass(frozen=True)
class Ada:
    id: str = "a"
    name: str = "Ada"


class Seconds:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def store(tmp_path: Path) -> Iterator[PolicyStore]:
    db = empty_sqlite(tmp_path / "test.db")
    yield PolicyStore(db)
    db.close()


def save(store: PolicyStore, preset: str, **limits: int) -> None:
    draft = checked(preset, as_cells(PRESETS[preset].table), limits)
    store.save(draft, based_on=store.newest_number(), note="why", by=Ada(), at=NOW)


def test_without_a_saved_policy_the_base_is_in_force(store: PolicyStore) -> None:
    assert LivePolicy(store, BASE)() is BASE


def test_what_another_process_saves_is_in_force_within_half_a_second(store: PolicyStore) -> None:
    seconds = Seconds()
    elsewhere = LivePolicy(store, BASE, seconds)
    assert elsewhere() is BASE
    save(store, "chat_for_everyone", turn_limit=12)
    seconds.now += LOOK_SECONDS
    policy = elsewhere()
    assert LOOK_SECONDS <= 0.5
    assert (policy.version, policy.turn_limit) == ("chat_for_everyone-1", 12)
    assert policy.table == PRESETS["chat_for_everyone"].table


def test_what_no_admin_sets_stays_as_the_operator_set_it(store: PolicyStore) -> None:
    save(store, "save_costs")
    policy = LivePolicy(store, BASE)()
    assert (policy.costs.person, policy.sure, policy.tiers) == (7.5, BASE.sure, BASE.tiers)


def test_between_two_looks_the_database_is_left_alone(store: PolicyStore) -> None:
    seconds = Seconds()
    live = LivePolicy(store, BASE, seconds)
    live()
    save(store, "save_costs")
    seconds.now += LOOK_SECONDS / 2
    assert live() is BASE
    live.refresh()
    assert live().version == "save_costs-1"
