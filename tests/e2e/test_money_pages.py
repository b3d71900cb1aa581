"""What an admin sets and brings in by hand: prices, files of other channels, alerts, tokens of programs."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import httpx
import pytest
from playwright.sync_api import Browser, Page, expect

from bot.alerts.signing import SIGNATURE_HEADER, TIMESTAMP_HEADER, is_good
from tests.e2e.pages import open_page
from tests.e2e.product import Product, Staff, wait_until
from tests.e2e.test_accessible_pages import sign_in

CONTACTS = """channel,at,email,minutes,id
email,2026-03-01T10:00,ada@example.com,6,mail-1
phone,2026-03-02T11:30,bo@example.com,9,call-1
fax,2026-03-02T12:00,cy@example.com,3,fax-1
"""


@pytest.fixture
def page(browser: Browser, product: Product, admin: Staff) -> Iterator[Page]:
    opened = open_page(browser, product, "/signin", viewport={"width": 1280, "height": 900})
    sign_in(opened, admin)
    yield opened
    opened.context.close()


@contextmanager
def receiver() -> Iterator[tuple[str, list[tuple[dict[str, str], bytes]]]]:
    """Another system's webhook: its address, and what it got (headers and body)."""
    got: list[tuple[dict[str, str], bytes]] = []

    class Taking(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            got.append((dict(self.headers), self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Taking)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hook", got
    finally:
        server.shutdown()
        server.server_close()


def test_a_price_set_from_a_day_on_is_in_force_and_on_record(page: Page, admin: Staff) -> None:
    page.goto("/admin#/prices")
    page.get_by_role("button", name="Set the prices of E-mail").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Wage a minute").fill("")
    expect(dialog.get_by_text("Give a number; 0 where there is none.")).to_be_visible()
    expect(dialog.get_by_role("button", name="Set these prices")).to_be_disabled()
    dialog.get_by_label("Wage a minute").fill("0.8")
    dialog.get_by_label("Minutes each").fill("7")
    dialog.get_by_label("Why").fill("New wages.")
    dialog.get_by_role("button", name="Set these prices").click()
    expect(dialog).to_be_hidden()
    today = page.get_by_role("region", name="Today").get_by_role("row").filter(has_text="E-mail")
    expect(today).to_contain_text("$0.80")
    expect(today).to_contain_text("7 min")
    expect(page.get_by_role("region", name="What was set").get_by_role("row").nth(1)).to_contain_text(
        "New wages."
    )
    mail = next(one for one in admin.get("/admin/prices")["channels"] if one["channel"] == "email")
    assert (mail["price"]["wage_per_minute"], mail["price"]["minutes_each"]) == (0.8, 7)


def test_a_file_of_contacts_is_kept_once_and_its_bad_row_is_named(page: Page) -> None:
    page.goto("/admin#/imports")
    expect(page.get_by_text("Columns: channel")).to_be_visible()
    expect(page.get_by_role("button", name="Import", exact=True)).to_be_disabled()
    report = page.get_by_role("region", name="What came of it")
    for said in (
        "2 contacts added, 0 there already, 1 row could not be used.",
        "0 contacts added, 2 there already, 1 row could not be used.",
    ):
        file = {"name": "contacts.csv", "mimeType": "text/csv", "buffer": CONTACTS.encode()}
        page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
        page.get_by_role("button", name="Import", exact=True).click()
        expect(report.get_by_role("status")).to_have_text(said)
    bad = report.get_by_role("row").filter(has_text="One of email, phone")
    expect(bad.get_by_role("cell").first).to_have_text("3")


def test_a_file_that_is_no_table_is_refused_in_words(page: Page) -> None:
    page.goto("/admin#/imports")
    page.get_by_text("Orders", exact=True).click()
    file = {"name": "orders.csv", "mimeType": "text/csv", "buffer": b"\x00\xff\x00"}
    page.locator("input[type=file]").set_input_files(file)  # type: ignore[arg-type]
    page.get_by_role("button", name="Import", exact=True).click()
    expect(page.get_by_role("alert").filter(has_text="Nothing was imported")).to_be_visible()


def test_an_alert_gets_its_limit_and_a_webhook_that_is_tested_and_signed(page: Page) -> None:
    page.goto("/admin#/alerts")
    limit = page.get_by_label("Limit: Visitors wait too long")
    limit.fill("0")
    expect(page.get_by_text("is standard.")).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_be_disabled()
    limit.fill("90")
    page.get_by_label("Webhook", exact=True).fill("http://10.0.0.7/hook")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("FIRSTLINE_WEBHOOK_PRIVATE_HOSTS")).to_be_visible()
    with receiver() as (address, got):
        page.get_by_label("Webhook", exact=True).fill(address)
        page.get_by_role("combobox", name="E-mail").fill("ops@larkwood.example")
        page.keyboard.press("Enter")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_text("Changed by Ada Admin")).to_be_visible()
        page.reload()
        expect(limit).to_have_value("90 seconds")
        page.get_by_role("button", name="Show the secret").click()
        secret = page.locator(".al-webhook .ad-link").inner_text()
        page.get_by_role("button", name="Send a test").click()
        wait_until(lambda: got, 20, "the test message")
        headers, body = got[0]
        timestamp, signature = headers[TIMESTAMP_HEADER], headers[SIGNATURE_HEADER]
        assert is_good(secret, body, timestamp, signature, datetime.now(UTC))
        assert json.loads(body)["type"] == "test"
        sent = page.get_by_role("list", name="Messages to the webhook").get_by_role("listitem").first
        expect(sent).to_contain_text("sent")
        page.get_by_label("Webhook", exact=True).fill("")
        page.get_by_role("button", name="Save").click()
        expect(page.get_by_role("button", name="Send a test")).to_have_count(0)


def test_a_programs_token_is_shown_once_reads_figures_and_is_revoked(page: Page, product: Product) -> None:
    page.goto("/admin#/api")
    page.get_by_label("What will use it").fill("Dashboard")
    page.get_by_role("button", name="Make a token").click()
    token = page.get_by_role("status").locator(".ad-link").inner_text()

    def reads() -> int:
        bearer = {"Authorization": f"Bearer {token}"}
        return httpx.get(f"{product.api}/analytics/overview?days=7", headers=bearer, timeout=20).status_code

    assert reads() == 200
    page.reload()
    expect(page.get_by_role("row").filter(has_text="Dashboard")).not_to_contain_text("never")
    expect(page.get_by_text(token)).to_have_count(0)
    page.get_by_role("button", name="Revoke the token of Dashboard").click()
    expect(page.get_by_role("row").filter(has_text="Dashboard")).to_contain_text("revoked")
    assert reads() == 401
