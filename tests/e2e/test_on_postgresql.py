"""The same product on PostgreSQL and Redis, Rasa's tracker included."""

import os
import re
import signal
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, expect
from redis import Redis
from redis.exceptions import ConnectionError as NoRedis

from tests.databases import POSTGRES, postgres_server
from tests.e2e.pages import Chat, Desk, launched
from tests.e2e.product import Product, Staff, Visitor

REDIS = "redis://127.0.0.1:6379/8"
ANGRY = "Your courier smashed my 870 dollar mirror. I want my money back or I call my lawyer"
MARK = "--class=firstline-dies"


@pytest.fixture(scope="module")
def on_postgres(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    try:
        Redis.from_url(REDIS).ping()
    except NoRedis:
        reason = f"no Redis at {REDIS}"
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    with postgres_server() as server:
        product = Product(
            tmp_path_factory.mktemp("postgres"),
            FIRSTLINE_DATABASE_URL=f"{POSTGRES}/{server.create()}",
            FIRSTLINE_REDIS_URL=REDIS,
            FIRSTLINE_AGENT_AWAY_MINUTES="0.5",
        )
        yield product.start()
        product.stop()


def test_an_address_changes_in_several_turns_though_rasa_is_killed_between_them(on_postgres: Product) -> None:
    visitor = Visitor.open(on_postgres)
    visitor.ask("i moved, new adress is 12 elm st, springfield, 97477, united states")
    visitor.ask("ada.moreno@example.com")
    on_postgres.kill("rasa")
    on_postgres.wait_ready()
    visitor.ask(visitor.code_from_mailbox())
    assert visitor.state()["identity"] == "verified"
    visitor.pick("yes")
    assert "12 Elm St" in httpx.get(f"{on_postgres.url}/mailbox", timeout=10).text
    report = on_postgres.run("report", "--json")
    assert report.returncode == 0, report.stderr


def kill_everything_marked(mark: str) -> int:
    """Kill -9 every process whose command holds the mark; how many there were."""
    killed = 0
    for command in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            if mark.encode() in command.read_bytes():
                os.kill(int(command.parent.name), signal.SIGKILL)
                killed += 1
        except (FileNotFoundError, ProcessLookupError):
            continue
    return killed


def test_an_agents_browser_dies_and_the_visitor_is_told_and_reaches_a_colleague(
    browser: Browser, on_postgres: Product
) -> None:
    admin = Staff(on_postgres).set_up(on_postgres.setup_token, "Ada Admin", "ada@larkwood.example")
    admin.colleague("Dora Died", "dora@larkwood.example")
    colleague = admin.colleague("Cal Colleague", "cal@larkwood.example")
    desk = Desk.of(launched(browser.browser_type, MARK), on_postgres, "dora@larkwood.example")
    desk.go_on_duty()
    chat = Chat.on(browser, on_postgres)
    chat.ask(ANGRY)
    desk.rows("870 dollar mirror").get_by_role("button", name=re.compile("^Accept")).click()
    expect(chat.panel).to_contain_text("You’re talking to Dora Died")
    assert kill_everything_marked(MARK)
    expect(chat.panel).to_contain_text("the connection to Dora Died was lost", timeout=90_000)
    [held] = colleague.get("/desk/queue")["items"]
    colleague.be("online")
    colleague.post(f"/desk/conversations/{held['conversation_id']}/accept")
    expect(chat.panel).to_contain_text("You’re talking to Cal Colleague")
    expect(chat.said.first).to_have_text(ANGRY)
    chat.page.context.close()
