"""One running product for all these tests; each test brings its own visitors."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.e2e.pages import CHROMIUM, launched
from tests.e2e.product import Product, Staff


@pytest.fixture(scope="session")
def product(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Product]:
    data_dir = tmp_path_factory.mktemp("product")
    running = Product(data_dir, FIRSTLINE_WEBHOOK_PRIVATE_HOSTS="127.0.0.1").start()
    yield running
    running.stop()


@pytest.fixture(scope="session")
def admin(product: Product) -> Staff:
    return Staff(product).set_up(product.setup_token, "Ada Admin", "ada@larkwood.example")


@pytest.fixture
def agent(admin: Staff) -> Iterator[Staff]:
    """An admin on duty; off duty again afterwards."""
    admin.be("online")
    yield admin
    admin.be("offline")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    if CHROMIUM is None:
        if os.environ.get("CI"):
            pytest.fail("Chromium is not installed; .ci/run installs it.")
        pytest.skip("Chromium is not installed (Debian: apt install chromium).")
    with sync_playwright() as playwright:
        running = launched(playwright.chromium)
        yield running
        running.close()


@pytest.fixture(scope="session")
def evaluation_data() -> Path:
    from bot.operate.evaluation_sets import DEFAULT_DATA

    folder = Path(os.environ.get("FIRSTLINE_EVAL_DATA", DEFAULT_DATA))
    if not folder.is_dir():
        pytest.skip(f"{folder}: there is no evaluation data (set FIRSTLINE_EVAL_DATA)")
    return folder
