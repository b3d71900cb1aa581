"""The same product on PostgreSQL and Redis, Rasa's tracker included."""

import os
from collections.abc import Iterator

import httpx
import pytest
from redis import Redis
from redis.exceptions import ConnectionError as NoRedis

from tests.databases import POSTGRES, postgres_server
from tests.e2e.product import Product, Visitor

REDIS = "redis://127.0.0.1:6379/8"


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
