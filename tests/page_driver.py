"""A real browser on a real server: what the browser tests share."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from tests.browser import ARGUMENTS, find_browser


@contextmanager
def open_browser() -> Iterator[Browser]:
    """Start Chromium; without one the tests are skipped, or fail where REQUIRE_BROWSER is set."""
    path = find_browser()
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("no Chromium on this machine: apt-get install chromium")
        pytest.skip("NO BROWSER: the browser tests were skipped; run: make browser")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


class Driver:
    """A page, what it asked the network for, and what its console complained of."""

    def __init__(
        self, browser: Browser, address: str, *, width: int = 1440, height: int = 860, dark: bool = False
    ) -> None:
        self.address = address
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        self.context = browser.new_context(
            viewport={"width": width, "height": height},
            color_scheme="dark" if dark else "light",
            permissions=["clipboard-read", "clipboard-write"],
            accept_downloads=True,
        )
        self.page: Page = self.context.new_page()
        self.page.on("request", lambda request: self._note_request(request.url))
        self.page.on("console", self._note_console)
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def visit(self, query: str = "") -> Page:
        """Open the page, and wait until it can be used."""
        self.page.goto(self.address + query)
        expect(self.page.locator("#desk.ready #holdings")).not_to_be_empty(timeout=30_000)
        return self.page

    def ask(self, question: str) -> None:
        """Ask, and wait for what comes of it."""
        before = self.page.locator(".turn:not(.pending)").count()
        self.page.locator("#question").fill(question)
        self.page.locator("#question").press("Enter")
        expect(self.page.locator(".turn:not(.pending)")).to_have_count(before + 1, timeout=20_000)

    def clipboard(self) -> str:
        """Return the text that was copied last."""
        return str(self.page.evaluate("navigator.clipboard.readText()"))

    def check(self) -> None:
        """Nothing was asked of another machine, nothing complained, nothing is wider than the screen."""
        assert self.elsewhere == []
        assert self.complaints == []
        assert self.page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "wider than the screen"

    def _note_request(self, url: str) -> None:
        if not url.startswith((self.address, "data:", "blob:")):
            self.elsewhere.append(url)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)
