"""The knowledge's life in the real pages: the publish gate, the way back, and an answer that was wrong."""

import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.e2e.pages import open_page
from tests.e2e.product import PASSWORD, Product, Staff, Visitor, wait_until

QUESTION = "How long is the warranty?"
ARTICLE = "/admin/articles/warranty-terms"


@pytest.fixture
def golden(admin: Staff) -> Iterator[None]:
    """The question has to be answered from the article on the warranty; all is as before afterwards."""
    before = admin.get(ARTICLE)["version"]
    kept = admin.post("/admin/golden", question=QUESTION, article_id="warranty-terms", why="asked daily")
    yield
    admin.http.delete(f"/admin/golden/{kept['questions'][0]['id']}")
    admin.post(f"{ARTICLE}/versions/{before}/restore", publish=True)


@pytest.fixture
def page(browser: Browser, product: Product, admin: Staff) -> Iterator[Page]:
    """The admin page with the admin signed in."""
    page = open_page(browser, product, "/admin", viewport={"width": 1280, "height": 900})
    page.get_by_label("E-mail").fill("ada@larkwood.example")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("navigation", name="Jobs")).to_be_visible()
    yield page
    page.context.close()


def open_article(page: Page) -> None:
    page.get_by_role("link", name="Knowledge").click()
    page.get_by_label("Find an article").fill("warranty covers")
    page.get_by_role("link", name="What the warranty covers").click()


def test_a_publication_that_would_break_an_answer_is_stopped_made_nevertheless_and_taken_back(
    page: Page, admin: Staff, golden: None
) -> None:
    open_article(page)
    page.get_by_label("Title").fill("What we promise")
    page.get_by_label("Short answer").fill("")
    page.get_by_label("Article", exact=True).fill("We stand behind what we make.")
    page.get_by_label("Way to ask 1", exact=True).fill("your promise")
    while page.get_by_role("button", name="Remove way 2", exact=True).count():
        page.get_by_role("button", name="Remove way 2", exact=True).click()
    page.get_by_role("button", name="Publish", exact=True).click()

    stopped = page.get_by_role("dialog", name="Not published: answers would get worse")
    expect(stopped).to_contain_text(QUESTION)
    expect(stopped).to_contain_text("Answers with What the warranty covers")
    go_on = stopped.get_by_role("button", name="Publish nevertheless")
    expect(go_on).to_be_disabled()
    assert admin.get(ARTICLE)["status"] == "published"
    assert admin.get(ARTICLE)["published_version"] < admin.get(ARTICLE)["version"]

    stopped.get_by_label("Why it should go on nevertheless").fill("the lawyers want it so")
    go_on.click()
    expect(page.get_by_text("Live now: version")).to_be_visible()

    page.get_by_role("link", name="Versions").click()
    versions = page.get_by_role("region", name="All versions")
    expect(versions).to_contain_text("although 1 golden question broke: “the lawyers want it so”")
    versions.get_by_role("button", name=re.compile("^Version 1")).click()
    page.get_by_role("button", name="Go back to this").click()
    page.get_by_role("menuitem", name="Publish it at once").click()
    expect(page.get_by_text("is live again")).to_be_visible()
    assert admin.post("/admin/search", text=QUESTION)["hits"][0]["title"] == "What the warranty covers"


def test_an_answer_called_wrong_at_the_desk_becomes_a_golden_question(
    page: Page, browser: Browser, product: Product, admin: Staff
) -> None:
    kim = admin.colleague("Kim Corrects", "kim.corrects@larkwood.example")
    kim.be("online")
    visitor = Visitor.open(product)
    visitor.ask("do you sell gift cards? I am Jo Miller")
    for _ in range(2):
        visitor.ask("I want to talk to a person")
    wait_until(lambda: kim.waiting(visitor.id), what="the visitor in the queue")
    kim.post(f"/desk/conversations/{visitor.id}/accept")

    desk = open_page(browser, product, "/desk", viewport={"width": 1280, "height": 900})
    desk.get_by_label("E-mail").fill("kim.corrects@larkwood.example")
    desk.get_by_label("Password").fill(PASSWORD)
    desk.get_by_role("button", name="Sign in").click()
    desk.get_by_role("button", name=re.compile("My chats")).click()
    desk.locator(".dk-row").first.click()
    desk.get_by_role("button", name="Wrong answer?").first.click()
    dialog = desk.get_by_role("dialog", name="What would have been right?")
    expect(dialog.get_by_label("The visitor asked")).to_have_value(re.compile("Jo Miller"))
    dialog.get_by_label("The visitor asked").fill("do you sell gift cards?")
    dialog.get_by_text("No article", exact=True).click()
    dialog.get_by_role("button", name="Send").click()
    expect(desk.get_by_text("An admin will look at it.")).to_be_visible()
    desk.context.close()
    kim.be("offline")

    page.get_by_role("link", name="Knowledge").click()
    page.get_by_role("link", name="Corrections").click()
    expect(page.get_by_label("The visitor asked")).to_have_value("do you sell gift cards?")
    page.get_by_role("button", name="Confirm", exact=True).click()
    expect(page.get_by_text("Nothing to decide")).to_be_visible()
    page.get_by_role("link", name="Golden questions").click()
    row = page.get_by_role("row").filter(has_text="do you sell gift cards?")
    expect(row).to_contain_text("No answer")
    row.get_by_role("button", name=re.compile("^Remove")).click()
    expect(row).to_have_count(0)
