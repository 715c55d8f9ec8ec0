"""The page, as a researcher uses it, in headless Chromium."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, expect, sync_playwright

from assistant.articles import read_articles
from assistant.embed import SentenceEncoder
from assistant.index import build_index, open_index
from tests.browser import ARGUMENTS, find_browser
from tests.serving import ROOT, serve

SHARED = ROOT.parent / "shared"
SENTENCE = (
    "The first formal agreement on military training between Azerbaijan and Türkiye dates from 1992, "
    "the year in which the two states also established diplomatic relations."
)
HOSTILE = (
    '<img src=x onerror="window.pwned=1"> ${window.pwned=2} {{constructor}} </textarea><script>window.pwned=3</script>'
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = find_browser()
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("no Chromium on this machine: apt-get install chromium")
        pytest.skip("NO BROWSER: the browser tests were skipped; run: make browser")
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield launched
        launched.close()


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve the starter collection with one hostile article in it."""
    folder = tmp_path_factory.mktemp("page")
    hostile = {
        "id": HOSTILE,
        "title": HOSTILE,
        "author": HOSTILE,
        "text": f"The zorgon treaty was signed in 1871 {HOSTILE}.",
    }
    (folder / "hostile.jsonl").write_text(json.dumps(hostile) + "\n", "utf-8")
    articles = read_articles([ROOT / "data" / "articles", folder / "hostile.jsonl"]).articles
    build_index(articles, folder / "index", encoder=SentenceEncoder())
    with serve(folder / "index") as served:
        yield served


class Watched:
    """A page, what it asked the network for, and what its console complained of."""

    def __init__(self, page: Page, address: str) -> None:
        self.page = page
        self.elsewhere: list[str] = []
        self.complaints: list[str] = []
        page.on("request", lambda request: self._note_request(request.url, address))
        page.on("console", self._note_console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.goto(address)
        self.box = page.get_by_placeholder("Ask the articles…")
        expect(self.box).to_be_visible()

    def ask(self, question: str) -> None:
        self.box.fill(question)
        self.box.press("Enter")

    def _note_request(self, url: str, address: str) -> None:
        if not url.startswith((address, "data:", "blob:")):
            self.elsewhere.append(url)

    def _note_console(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(message.text)


@pytest.fixture(params=[1280, 400], ids=["desktop", "phone"])
def watched(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Watched]:
    page = browser.new_page(viewport={"width": request.param, "height": 800})
    watched = Watched(page, address)
    yield watched
    assert watched.elsewhere == []
    assert watched.complaints == []
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), "the page is wider than the screen"
    page.close()


def is_phone(page: Page) -> bool:
    size = page.viewport_size
    return size is not None and size["width"] < 800


def test_a_question_shows_the_short_answer_the_sentence_and_its_place_in_the_article(watched: Watched) -> None:
    page = watched.page
    watched.ask("when was the first military training agreement?")
    expect(page.locator(".turn .short")).to_have_text("1992")
    expect(page.locator(".claims q").first).to_have_text(SENTENCE)
    if is_phone(page):
        page.locator("button.cite").first.click()
    mark = page.locator("#leaf mark")
    expect(mark).to_have_text(SENTENCE)
    expect(mark).to_be_in_viewport()
    expect(page.locator("#leaf h2")).to_contain_text("Three Decades of Azerbaijani-Turkish Military Ties")
    if is_phone(page):
        page.locator("#close-reader").click()
        expect(page.locator("#reader")).to_be_hidden()


def test_an_example_is_asked_with_a_click(watched: Watched) -> None:
    watched.page.get_by_role("button", name="When was the first military training agreement?").click()
    expect(watched.page.locator(".turn .short")).to_have_text("1992")


def test_what_the_articles_do_not_say_is_said_calmly_with_the_nearest_passages(watched: Watched) -> None:
    page = watched.page
    watched.ask("Who won the 2018 World Cup?")
    expect(page.locator(".turn .nothing")).to_have_text("The articles do not say.")
    expect(page.locator(".nearest li")).to_have_count(3)
    page.locator("button.open").first.click()
    expect(page.locator("#leaf mark").first).to_be_visible()


def test_a_follow_up_shows_how_it_was_understood(watched: Watched) -> None:
    watched.ask("When was the first military training agreement between Azerbaijan and Türkiye?")
    expect(watched.page.locator(".turn .short")).to_have_text("1992")
    watched.ask("and in 2010?")
    expect(watched.page.locator(".understood")).to_contain_text("Türkiye? and in 2010?")


def test_a_question_without_words_is_answered_with_one_sentence(watched: Watched) -> None:
    watched.ask("?!")
    expect(watched.page.locator(".trouble")).to_have_text("the question has no words; ask with some")


def test_markup_in_questions_and_articles_is_shown_and_never_run(watched: Watched) -> None:
    page = watched.page
    watched.ask(f"When was the zorgon treaty signed? {HOSTILE}")
    expect(page.locator(".turn .question")).to_have_text(f"When was the zorgon treaty signed? {HOSTILE}")
    expect(page.locator(".source").first).to_contain_text(HOSTILE)
    page.locator("button.cite").first.click()
    expect(page.locator("#leaf h2")).to_have_text(HOSTILE)
    expect(page.locator("#leaf mark")).to_have_text(f"The zorgon treaty was signed in 1871 {HOSTILE}.")
    assert page.evaluate("window.pwned") is None


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
def test_the_pasted_article_alone_answers_too(browser: Browser, tmp_path: Path) -> None:
    build_index(read_articles([SHARED / "articles"]).articles, tmp_path / "index", encoder=SentenceEncoder())
    quote = open_index(tmp_path / "index").articles["guler-visit"].text
    with serve(tmp_path / "index") as address:
        watched = Watched(browser.new_page(viewport={"width": 1280, "height": 800}), address)
        watched.ask("when was the first military training agreement?")
        expect(watched.page.locator(".turn .short")).to_have_text("1992")
        shown = watched.page.locator("#leaf mark").inner_text()
        assert "first formal military training cooperation agreement in 1992" in shown
        assert shown in quote
        expect(watched.page.locator("#leaf mark")).to_be_in_viewport()
