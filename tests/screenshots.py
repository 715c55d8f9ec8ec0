"""Takes the pictures of the page that the documentation shows.

python -m tests.screenshots docs
"""

from __future__ import annotations

import sys
from pathlib import Path

from playwright.sync_api import Page, expect, sync_playwright

from tests.browser import ARGUMENTS, find_browser
from tests.serving import ROOT, serve

ANSWERED = "when was the first military training agreement?"
UNANSWERED = "When did Azerbaijan win the football World Cup?"


def take(page: Page, address: str, folder: Path, name: str) -> None:
    """Take the pictures of one screen width: the start, an answer, and what the articles do not say."""
    page.goto(address)
    box = page.get_by_placeholder("Ask the articles…")
    expect(box).to_be_visible()
    page.wait_for_timeout(500)
    page.screenshot(path=folder / f"{name}-start.png")
    box.fill(ANSWERED)
    box.press("Enter")
    expect(page.locator(".turn .short")).to_be_visible()
    page.wait_for_timeout(700)
    page.screenshot(path=folder / f"{name}.png")
    box.fill(UNANSWERED)
    box.press("Enter")
    expect(page.locator(".turn .nothing")).to_be_visible()
    page.wait_for_timeout(700)
    page.screenshot(path=folder / f"{name}-not-found.png")


def main() -> None:
    """Take all pictures into the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with serve(ROOT / "data" / "index") as address, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
        for name, width in (("page", 1280), ("phone", 400)):
            take(browser.new_page(viewport={"width": width, "height": 800}), address, folder, name)
        dark = browser.new_page(viewport={"width": 1280, "height": 800}, color_scheme="dark")
        take(dark, address, folder, "dark")
        browser.close()


if __name__ == "__main__":
    main()
