"""The pages as people use them: what they see and touch, by its name on the screen."""

import re
import shutil
from dataclasses import dataclass

from playwright.sync_api import Browser, BrowserType, Locator, Page, expect

from tests.e2e.product import PASSWORD, Product

TURN_MILLISECONDS = 20_000
# A machine with two products, two browsers and two cores is slow at times.
expect.set_options(timeout=15_000)
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser")
_ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)


def launched(kind: BrowserType, *further: str) -> Browser:
    """A browser of its own, its processes started with these further arguments."""
    return kind.launch(executable_path=CHROMIUM, args=[*_ARGUMENTS, *further])


def open_page(browser: Browser, product: Product, path: str = "/", **options: object) -> Page:
    """A page in a browser of its own: nobody's cookies, nobody's conversation."""
    context = browser.new_context(base_url=product.url, reduced_motion="reduce", **options)  # type: ignore[arg-type]
    context.set_default_timeout(TURN_MILLISECONDS)
    page = context.new_page()
    page.goto(path)
    return page


@dataclass
class Chat:
    """The widget on a visitor's page."""

    page: Page

    @classmethod
    def on(cls, browser: Browser, product: Product, path: str = "/", **options: object) -> "Chat":
        """The widget, opened on a page of the shop."""
        chat = cls(open_page(browser, product, path, **options))
        chat.open()
        return chat

    @property
    def launcher(self) -> Locator:
        return self.page.locator("button.launcher")

    @property
    def panel(self) -> Locator:
        return self.page.locator("firstline-widget .panel")

    @property
    def field(self) -> Locator:
        return self.page.get_by_label("Your message")

    @property
    def said(self) -> Locator:
        """What the visitor has said, whether it has been sent or not."""
        return self.page.locator(".group.visitor .bubble")

    @property
    def answers(self) -> Locator:
        """What the bot has said."""
        return self.page.locator(".group.bot .bubble")

    @property
    def from_people(self) -> Locator:
        """What agents have said."""
        return self.page.locator(".group.agent .bubble")

    @property
    def system_lines(self) -> Locator:
        return self.page.locator(".log .system")

    def button(self, name: str | re.Pattern[str]) -> Locator:
        """A button of the widget."""
        return self.page.locator("firstline-widget").get_by_role("button", name=name)

    def open(self) -> None:
        """Open the widget."""
        self.page.get_by_role("button", name=re.compile("^Open chat")).click()
        expect(self.panel).to_be_visible()

    def ask(self, text: str) -> None:
        """Say something, from wherever the widget stands."""
        home = self.page.get_by_label("Ask a question or search the help articles")
        (home if home.is_visible() else self.field).fill(text)
        self.page.keyboard.press("Enter")
        expect(self.said.last).to_have_text(text)

    def lines(self) -> list[str]:
        """Everything in the conversation, in order."""
        return self.page.locator(".log .bubble, .log .system").all_inner_texts()


@dataclass
class Desk:
    """The desk, with somebody signed in."""

    page: Page

    @classmethod
    def of(cls, browser: Browser, product: Product, email: str) -> "Desk":
        """Sign in through the page and land in the desk."""
        page = open_page(browser, product, "/desk", viewport={"width": 1280, "height": 800})
        page.get_by_label("E-mail").fill(email)
        page.get_by_label("Password").fill(PASSWORD)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/desk")
        expect(page.get_by_role("switch", name="On duty")).to_be_visible()
        return cls(page)

    def go_on_duty(self) -> None:
        """Press the switch unless it is on."""
        duty = self.page.get_by_role("switch", name="On duty")
        if duty.get_attribute("aria-checked") != "true":
            duty.click()
        expect(duty).to_be_checked()

    def rows(self, about: str) -> Locator:
        """The rows of the open list that mention something."""
        return self.page.locator(".dk-row").filter(has_text=about)

    @property
    def known(self) -> Locator:
        """The column with the packet."""
        return self.page.get_by_role("complementary", name="What is known")

    @property
    def transcript(self) -> Locator:
        return self.page.get_by_role("log", name="Transcript")

    @property
    def field(self) -> Locator:
        return self.page.get_by_label("Reply to the visitor")

    def close(self) -> None:
        """Close the open conversation as resolved."""
        self.page.get_by_role("button", name="Close", exact=True).click()
        dialog = self.page.get_by_role("dialog")
        dialog.get_by_role("button", name=re.compile("^Close")).last.click()
        expect(dialog).to_be_hidden()
