"""The question what another policy would have cost, as an admin asks it; the answers are made-up months'."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, Route, expect

from bench.months import START, World, month
from bot.ledger.assessments import assess
from bot.ledger.terms import Terms
from bot.settings import PROJECT_ROOT
from bot.triage import DEFAULT_POLICY, decide, load_reasons
from bot.triage.inputs import from_inputs
from bot.triage.replay import Rules, replay
from bot.triage.replay.asked import policy_asked
from bot.triage.replay.result import as_json
from tests.e2e.product import Product, Staff
from tests.e2e.test_accessible_pages import is_good, sign_in

END = START + timedelta(days=30)


def answer(episodes: int) -> dict[str, Any]:
    """What `POST /admin/policy/replay` says of a month with so many episodes."""
    reasons = load_reasons(PROJECT_ROOT / "data" / "reasons.yml")
    policy = policy_asked("chat_for_everyone", None, None, DEFAULT_POLICY)
    now = END + timedelta(days=9)
    result = replay(
        assess(month(World(episodes, agents=1), reasons), now, Terms()),
        lambda inputs: decide(*from_inputs(inputs), reasons, policy).route,
        Terms(),
        start=START,
        end=END,
        rules=Rules(runs=10),
    )
    return as_json(
        result,
        policy_version=policy.version,
        now=now,
        start=START,
        end=END,
        title_of=lambda key: reasons.named(key).title,
    )


@pytest.fixture
def page(browser: Browser, product: Product, admin: Staff) -> Iterator[Page]:
    context = browser.new_context(base_url=product.url, reduced_motion="reduce")
    opened = context.new_page()
    sign_in(opened, admin)
    yield opened
    context.close()


def panel_of(page: Page) -> Locator:
    page.goto("/admin#/policy")
    return page.get_by_role("region", name="What would it have cost?")


def test_both_columns_are_shown_and_open_to_their_episodes_by_keyboard_alone(page: Page) -> None:
    made = answer(400)
    asked: list[Any] = []

    def reply(route: Route) -> None:
        asked.append(route.request.post_data_json)
        route.fulfill(json=made)

    page.route("**/api/v1/admin/policy/replay", reply)
    panel = panel_of(page)
    policy = panel.get_by_role("combobox", name="Policy").or_(panel.get_by_role("textbox", name="Policy"))
    policy.press("Enter")
    page.get_by_role("option", name="Chat for everyone").wait_for()
    policy.press("End")
    for _ in range(4):
        policy.press("ArrowDown")
    policy.press("Enter")
    panel.get_by_label("Agents on duty").fill("3")
    panel.get_by_role("button", name="Work it out").press("Enter")
    expect(panel.get_by_text(made["headline"])).to_be_visible()
    assert (asked[0]["preset"], asked[0]["agents"]) == ("chat_for_everyone", 3)
    figures = {one["title"]: one for one in made["figures"]}
    row = panel.get_by_role("row", name="Brought to a person")
    expect(row).to_contain_text(figures["Brought to a person"]["difference"])
    is_good(page)
    row.get_by_role("button", name="with this policy").press("Enter")
    drawer = page.get_by_role("dialog", name="Brought to a person, with this policy")
    expect(drawer.get_by_role("listitem")).to_have_count(100)
    expect(drawer.get_by_role("listitem").first).to_contain_text("New.")
    is_good(page)
    page.keyboard.press("Escape")
    expect(drawer).to_have_count(0)


def test_too_little_on_record_is_said_with_what_is_missing(page: Page) -> None:
    page.route("**/api/v1/admin/policy/replay", lambda route: route.fulfill(json=answer(7)))
    panel = panel_of(page)
    panel.get_by_role("button", name="Work it out").click()
    expect(panel.get_by_text("Not enough on record yet")).to_be_visible()
    expect(panel.get_by_text("this period has 7 of them")).to_be_visible()
    is_good(page)


def test_a_failure_says_so_and_can_be_tried_again(page: Page) -> None:
    page.route("**/api/v1/admin/policy/replay", lambda route: route.fulfill(status=503, json={}))
    panel = panel_of(page)
    panel.get_by_role("button", name="Work it out").click()
    expect(panel.get_by_role("alert")).to_contain_text("This could not be loaded")
    page.unroute("**/api/v1/admin/policy/replay")
    page.route("**/api/v1/admin/policy/replay", lambda route: route.fulfill(json=answer(7)))
    panel.get_by_role("button", name="Try again").click()
    expect(panel.get_by_text("Not enough on record yet")).to_be_visible()
