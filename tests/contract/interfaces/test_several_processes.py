"""Two app processes on one PostgreSQL and one Redis: what happens in one is seen in the other."""

import asyncio
import os
import uuid
from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NoRedis

from bot.bootstrap import Firstline
from bot.conversation.machine import State
from bot.errors import Conflict, TooManyRequests
from bot.handoff.desk import Desk
from bot.settings import load_settings
from bot.staff.accounts import Role
from bot.web.hub import DESK, RESYNC, Hub
from bot.web.limits import Limits
from kb.articles import Content
from tests.databases import POSTGRES, Server
from tests.web.conftest import ScriptedDialogue, WordEncoder

REDIS = os.environ.get("FIRSTLINE_TEST_REDIS", "redis://127.0.0.1:6379/9")


@pytest.fixture
def redis_url() -> str:
    try:
        Redis.from_url(REDIS).ping()
    except NoRedis:
        reason = f"no Redis at {REDIS} (FIRSTLINE_TEST_REDIS)"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    return REDIS


@pytest.fixture
async def hubs(redis_url: str) -> AsyncIterator[tuple[Hub, Hub]]:
    pair = (Hub(redis_url), Hub(redis_url))
    for hub in pair:
        await hub.start()
        await asyncio.wait_for(hub.hears_others(), 5)
    yield pair
    for hub in pair:
        await hub.close()


async def test_a_live_update_reaches_the_listeners_of_every_process_once(hubs: tuple[Hub, Hub]) -> None:
    here, there = hubs
    with here.listen(DESK) as own, there.listen(DESK) as other, there.listen("conversation:x") as silent:
        await here.publish(DESK, {"type": "queue"})
        assert await asyncio.wait_for(other.get(), 5) == {"type": "queue"}
        assert await asyncio.wait_for(own.get(), 5) == {"type": "queue"}
        await here.publish(DESK, {"type": "tickets"})
        assert await asyncio.wait_for(other.get(), 5) == {"type": "tickets"}
        assert await asyncio.wait_for(own.get(), 5) == {"type": "tickets"}
        assert own.empty()
        assert silent.empty()


async def test_a_listener_that_cannot_keep_up_is_told_to_fetch_again() -> None:
    hub = Hub()
    with hub.listen(DESK) as slow:
        for _ in range(300):
            await hub.publish(DESK, {"type": "queue"})
        frames = [slow.get_nowait() for _ in range(slow.qsize())]
    assert frames[0] == RESYNC


def test_limits_are_shared(redis_url: str) -> None:
    here, there = (Limits(redis_url, {"messages": 2}) for _ in range(2))
    who = uuid.uuid4().hex
    here.check("messages", who)
    there.check("messages", who)
    with pytest.raises(TooManyRequests) as refused:
        here.check("messages", who)
    assert 0 < refused.value.retry_after <= 61


@pytest.fixture
def processes(postgres_host: Server, tmp_path: Path, redis_url: str) -> Iterator[tuple[Firstline, Firstline]]:
    name = postgres_host.create()
    settings = load_settings(data_dir=tmp_path, database_url=f"{POSTGRES}/{name}", redis_url=redis_url)
    pair = (Firstline(settings), Firstline(settings))
    for one in pair:
        one.__dict__.update(encoder=WordEncoder(), dialogue=ScriptedDialogue(), understander=None)
    yield pair
    for one in pair:
        one.close()
    postgres_host.drop(name)


def test_what_one_process_publishes_the_other_finds_at_its_next_search(
    processes: tuple[Firstline, Firstline],
) -> None:
    here, there = processes
    assert there.knowledge.search("can a piano be delivered").hits == ()
    made = here.knowledge.save_draft(
        None, Content("Do you deliver pianos?", "Yes, a piano too."), by="Ada", at=here.now()
    )
    here.knowledge.publish(made.id, by="Ada", at=here.now())
    assert there.knowledge.search("can a piano be delivered").hits[0].article_id == made.id


def test_of_two_agents_on_two_processes_one_gets_the_visitor(processes: tuple[Firstline, Firstline]) -> None:
    here, there = processes
    agents = [
        here.staff.add(name=name, email=f"{name}@b.example", role=Role.AGENT, at=here.now())
        for name in ("ada", "grace")
    ]
    here.desk.set_presence(agents[0].id, "online", here.now())
    visitor = here.conversations.start(visitor_id="v", at=here.now())
    here.desk.request_person(visitor.id, handoff_reason="visitor_request", at=here.now())
    desks: tuple[Desk, Desk] = (here.desk, there.desk)
    desks[0].accept(visitor.id, agents[0], here.now())
    with pytest.raises(Conflict):
        desks[1].accept(visitor.id, agents[1], there.now())
    assert there.conversations.get(visitor.id).state is State.ASSIGNED
