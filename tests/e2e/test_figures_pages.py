"""The figures' pages: what a card says is what its list holds, and what the command says."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Browser, Page, expect

from bench.demo_month import demo
from bot.bootstrap import Firstline
from bot.ledger.append import append_all
from bot.settings import PROJECT_ROOT, load_settings
from bot.triage import load_reasons
from tests.e2e.product import Product, Staff
from tests.e2e.test_accessible_pages import is_good, sign_in

DAYS = 4


@pytest.fixture(scope="module")
def period(product: Product, admin: Staff) -> tuple[str, str]:
    """Some days long ago with made-up episodes; the first and the last."""
    end = datetime(2026, 2, 1, tzinfo=UTC)
    reasons = load_reasons(PROJECT_ROOT / "data" / "reasons.yml")
    firstline = Firstline(load_settings(data_dir=product.data_dir))
    with firstline.db.write() as connection:
        append_all(connection, demo(reasons, end, episodes=90, days=DAYS, articles=("return-policy",)))
    firstline.close()
    return f"{end - timedelta(days=DAYS):%Y-%m-%d}", f"{end - timedelta(days=1):%Y-%m-%d}"


@pytest.fixture
def page(browser: Browser, product: Product, admin: Staff) -> Iterator[Page]:
    context = browser.new_context(
        base_url=product.url, reduced_motion="reduce", viewport={"width": 1280, "height": 900}
    )
    opened = context.new_page()
    sign_in(opened, admin)
    yield opened
    context.close()


def listed(page: Page) -> int:
    """How many episodes the open drawer lists, all pages of them."""
    drawer = page.get_by_role("dialog")
    rows = drawer.locator(".ov-episodes li")
    expect(rows.first).to_be_visible()
    more = drawer.get_by_role("button", name="Show more")
    while more.count():
        before = rows.count()
        more.click()
        expect(rows).not_to_have_count(before)
    return rows.count()


def close(page: Page) -> None:
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_a_cards_count_is_its_list_and_the_commands(
    page: Page, product: Product, period: tuple[str, str]
) -> None:
    first, last = period
    after = (datetime.fromisoformat(last) + timedelta(days=1)).strftime("%Y-%m-%d")
    told = json.loads(product.run("report", "--from", first, "--to", after, "--json").stdout)
    page.goto(f"/admin#/overview?from={first}&to={last}")
    for rate in told["deflection"]:
        card = page.get_by_role("region", name=f"Deflection, {rate['name']}")
        sample = card.get_by_role("button", name=re.compile("open the episodes"))
        expect(sample).to_contain_text(f"{rate['numerator']:.0f} of {rate['denominator']:.0f}")
        sample.click()
        assert listed(page) == rate["numerator"] > 0
        close(page)
    for row in told["outcomes"]:
        if row["count"] and row["outcome"] != "pending":
            page.locator(f".ov-outcome-row:has(.st-outcome-{row['outcome']})").click()
            assert listed(page) == row["count"]
            close(page)


def test_an_episode_opens_to_its_story_and_the_evidence(page: Page, period: tuple[str, str]) -> None:
    page.goto(f"/admin#/overview?from={period[0]}&to={period[1]}")
    page.locator(".ov-outcome-row").first.click()
    page.locator(".ov-episode").first.click()
    drawer = page.get_by_role("dialog")
    expect(drawer.locator(".ov-timeline li[data-evidence]").first).to_be_visible()
    expect(drawer.get_by_role("heading", name=re.compile("^The case"))).to_be_visible()
    is_good(page)


def test_a_filter_stands_in_the_address_and_survives_a_reload(page: Page, period: tuple[str, str]) -> None:
    page.goto(f"/admin#/overview/reasons?from={period[0]}&to={period[1]}")
    cell = page.locator(".fg-table tbody tr").first
    title = cell.locator(".fg-row-title").inner_text()
    episodes = int(cell.locator("td").nth(1).locator("button").inner_text().split(":")[0])
    page.get_by_role("textbox", name="reason").or_(page.get_by_role("combobox", name="reason")).click()
    page.get_by_role("option", name=f"{title} ({episodes})").click()
    expect(page.locator(".fg-table tbody tr")).to_have_count(1)
    assert "reason=" in page.url
    page.reload()
    expect(page.locator(".fg-table tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Overview", exact=True).last.click()
    expect(page.get_by_role("button", name="All episodes")).to_be_visible()


def test_an_hour_of_the_heat_map_opens_by_keyboard(page: Page, period: tuple[str, str]) -> None:
    page.goto(f"/admin#/overview/hours?from={period[0]}&to={period[1]}")
    hour = page.locator("button.fg-heat-cell").first
    number = int(re.search(r": (\d+)", hour.get_attribute("aria-label") or "")[1])  # type: ignore[index]
    hour.press("Enter")
    assert listed(page) == number


def test_on_paper_there_is_no_navigation_and_nothing_is_cut_off(page: Page, period: tuple[str, str]) -> None:
    page.goto(f"/admin#/overview?from={period[0]}&to={period[1]}")
    expect(page.get_by_role("heading", name="Episodes by day")).to_be_visible()
    page.emulate_media(media="print")
    for hidden in (".ad-side", ".fg-filter", ".fg-tabs", ".fg-exports"):
        expect(page.locator(hidden)).to_be_hidden()
    expect(page.locator(".fg-printed")).to_contain_text("28 Jan 2026 to 31 Jan 2026")
    assert page.evaluate("getComputedStyle(document.querySelector('.ad-main')).overflow") == "visible"
    assert page.pdf(format="A4").count(b"/Type /Page\n") >= 2
