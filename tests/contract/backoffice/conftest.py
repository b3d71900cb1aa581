"""The adapters that must pass the port's suite, and the shop's facts that its known answers rest on."""

import itertools
import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.backoffice.outbox import Outbox
from bot.backoffice.remote.shop import RemoteShop
from bot.backoffice.sample.shop import SampleShop
from bot.backoffice.woocommerce.shop import WooShop
from kb.database import Database, metadata
from tests.contract.backoffice.loopback import Faults, serving
from tests.contract.backoffice.shop_server import SECRET, ContractCheck, shop_app
from tests.contract.backoffice.woo_server import KEY, Woo, woo_app
from tests.contract.backoffice.woo_server import SECRET as WOO_SECRET
from tests.databases import empty_sqlite, postgres_database

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
DATA = Path(__file__).parents[3] / "data"


@pytest.fixture
def now():
    return NOW


@pytest.fixture
def key():
    """A new idempotency key each time it is called."""
    numbers = itertools.count()
    return lambda: f"key {next(numbers)}"


@pytest.fixture
def database(request):
    """Which kind of database is under it."""
    return request.param


@pytest.fixture(scope="session")
def seeded_file(tmp_path_factory):
    """A SQLite file with the sample shop's past in it, made once."""
    path = tmp_path_factory.mktemp("seeded") / "firstline.db"
    database = empty_sqlite(path)
    SampleShop(database, DATA).seed(NOW)
    database.close()
    return path


@pytest.fixture(scope="session")
def seeded_database(postgres_host):
    """The name of a PostgreSQL database with the same."""
    name = postgres_host.create()
    database = postgres_database(name)
    metadata.create_all(database.engine)
    SampleShop(database, DATA).seed(NOW)
    database.close()
    return name


@pytest.fixture
def with_a_past(request, tmp_path):
    """Opens a database of a kind, sqlite or postgres, with the sample shop's past in it."""
    opened = []

    def open_database(kind):
        if kind == "postgres":
            name = request.getfixturevalue("postgres_host").create(request.getfixturevalue("seeded_database"))
            database = postgres_database(name)
        else:
            copy = shutil.copy(request.getfixturevalue("seeded_file"), tmp_path / "firstline.db")
            database = Database(f"sqlite:///{copy}")
        opened.append(database)
        return database

    yield open_database
    for database in opened:
        database.close()
        if not database.is_sqlite:
            request.getfixturevalue("postgres_host").drop(database.engine.url.database)


@pytest.fixture
def db(database, request):
    """A database whose tables are empty, but for the shop's past where a test has the shop."""
    has_a_past = {"sample_shop", "backoffice"} & set(request.fixturenames)
    return request.getfixturevalue("with_a_past" if has_a_past else "database_in")(database)


@pytest.fixture
def outbox(db):
    """Where mail goes out."""
    return Outbox(db)


@pytest.fixture
def sample_shop(db):
    """The sample shop with its past."""
    shop = SampleShop(db, DATA, public_url="https://shop.example/")
    shop.seed(NOW)
    return shop


@dataclass(frozen=True)
class Served:
    """A stand-in for a shop's system, and what goes wrong with it."""

    url: str
    faults: Faults


@pytest.fixture
def shop_server(sample_shop):
    """A shop that answers the contract, and is held to it, with the sample shop behind it."""
    faults, check = Faults(), ContractCheck()
    with serving(shop_app(sample_shop, lambda: NOW, check), faults) as url:
        yield Served(url, faults)
    assert check.violations == []


@pytest.fixture
def woo(sample_shop):
    """A WooCommerce shop with the first of the sample shop's customers, their orders, and its countries."""
    made = Woo()
    for number in range(1001, 1021):
        customer = sample_shop.customer(f"C{number}")
        made.add_customer(customer)
        for order in sample_shop.orders_of(customer.id):
            made.add_order(order)
    for destination in sample_shop.destinations():
        made.add_zone(destination)
    return made


@pytest.fixture
def woo_server(woo):
    """That shop, served."""
    faults = Faults()
    with serving(woo_app(woo, lambda: NOW), faults) as url:
        yield Served(url, faults)


@pytest.fixture
def woo_shop(db, woo_server):
    """The adapter for it."""
    shop = WooShop(db, woo_server.url, KEY, WOO_SECRET)
    yield shop
    shop.close()


@pytest.fixture
def adapter(request):
    """Which adapter is under test."""
    return request.param


@pytest.fixture
def backoffice(adapter, db, request):
    """An adapter, with the sample shop's customers and orders behind it."""
    if adapter == "http":
        shop = RemoteShop(request.getfixturevalue("shop_server").url, SECRET)
        yield shop
        shop.close()
    else:
        yield request.getfixturevalue({"sample": "sample_shop", "woocommerce": "woo_shop"}[adapter])


@pytest.fixture
def full_backoffice(backoffice):
    """An adapter that can do everything the port has."""
    return backoffice


@pytest.fixture
def mails_to(outbox):
    """What the shop mailed to an address, newest first."""
    return outbox.mails


def pytest_generate_tests(metafunc):
    """The suite runs against every adapter; what has no adapter runs on every database."""
    names = set(metafunc.fixturenames)
    if "backoffice" in names:
        kinds = [("sqlite", "sample"), ("postgres", "sample"), ("sqlite", "http")]
        if "full_backoffice" not in names:
            kinds.append(("sqlite", "woocommerce"))
        metafunc.parametrize(("database", "adapter"), kinds, indirect=True)
    elif "db" in names:
        served = names & {"shop_server", "woo_server"}
        metafunc.parametrize("database", ["sqlite"] if served else ["sqlite", "postgres"], indirect=True)
