"""Takes the pictures of the page: every state of it, on a desk, on a phone, and in the dark.

python -m tests.screenshots FOLDER
"""

from __future__ import annotations

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, expect, sync_playwright

from assistant.index import open_index
from tests.browser import ARGUMENTS, find_browser
from tests.samples import keep, starter_answers
from tests.serving import ROOT, serve

ANSWERED = "when was the first military training agreement?"
UNANSWERED = "When did Azerbaijan win the football World Cup?"
SETTLE = 600  # milliseconds for the article to scroll and the list of conversations to come
INDEX = ROOT / "data" / "index"


class Camera:
    """Takes pictures of one page into a folder, under one prefix."""

    def __init__(self, browser: Browser, address: str, folder: Path, name: str, width: int, height: int) -> None:
        scheme = "dark" if name == "dark" else "light"
        self.page: Page = browser.new_page(viewport={"width": width, "height": height}, color_scheme=scheme)  # type: ignore[arg-type]  # its two literals
        self.address, self.folder, self.name = address, folder, name

    def visit(self, query: str = "") -> None:
        self.page.goto(self.address + query)
        expect(self.page.locator("#desk.ready #holdings")).not_to_be_empty(timeout=30_000)

    def ask(self, question: str, found: str) -> None:
        self.page.locator("#question").fill(question)
        self.page.locator("#question").press("Enter")
        expect(self.page.locator(found).last).to_be_visible()

    def take(self, state: str) -> None:
        self.page.wait_for_timeout(SETTLE)
        self.page.screenshot(path=self.folder / f"{self.name}-{state}.png")


def take_all(camera: Camera, kept: dict[str, str]) -> None:
    """Take every state."""
    page, phone = camera.page, camera.name == "phone"
    camera.visit()
    camera.take("empty")
    page.evaluate(
        "document.body.insertAdjacentHTML('beforeend', '<style>.stages li::before{animation:none!important}</style>')"
    )
    page.route("**/page/ask", lambda route: None)  # an answer that does not come
    page.locator("#question").fill(ANSWERED)
    page.locator("#question").press("Enter")
    camera.take("loading")
    page.unroute("**/page/ask")
    camera.visit()
    camera.ask(ANSWERED, ".turn .short")
    camera.take("answer")
    if phone:
        page.locator("button.cite").first.click()
    else:
        page.locator("button.cite").first.hover()
    camera.take("article")
    if phone:
        page.locator("#close-reader").click()
    camera.ask(UNANSWERED, ".turn .nothing")
    camera.take("not-found")
    page.get_by_role("button", name="Export").first.click()
    camera.take("export")
    page.keyboard.press("Escape")
    for form, id in kept.items():
        camera.visit(f"?c={id}")
        expect(page.locator(".turn")).to_be_visible()
        camera.take(form)
    camera.visit("?tags=azerbaijan&since=2022")
    page.locator("#show-narrow").click()
    camera.take("narrow")
    page.locator("#show-browse").click()
    camera.take("browse")
    page.locator("#shelf-bar [data-view=map]").click()
    expect(page.locator("svg.map")).to_be_visible()
    camera.take("map")
    page.close()


def main() -> None:
    """Take all pictures into the folder that is named."""
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as scratch:
        file = Path(scratch) / "conversations.sqlite"
        kept = {form: keep(file, [reply]) for form, reply in starter_answers(open_index(INDEX)).items()}
        with serve(INDEX, "--conversations", str(file), "--allow-upload") as address, sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=find_browser(), args=ARGUMENTS)
            for name, width, height in (("desk", 1440, 860), ("dark", 1440, 860), ("phone", 400, 800)):
                take_all(Camera(browser, address, folder, name, width, height), {str(k): v for k, v in kept.items()})
            browser.close()


if __name__ == "__main__":
    main()
