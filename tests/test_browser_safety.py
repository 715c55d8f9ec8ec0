"""The page when things go wrong: hostile texts, a server that goes away, uploads, and readers who use no mouse."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, FilePayload, Page, expect

from assistant.articles.draft import Draft, make_article
from assistant.embed import SentenceEncoder
from assistant.index import build_index, open_index
from assistant.types import Article, UnreadableArticle
from tests.page_driver import Driver, open_browser
from tests.samples import keep, make_answer
from tests.serving import ROOT, free_port, serve

NAUGHTY = ROOT.parent / "shared" / "corpora" / "bad-input" / "naughty_strings.jsonl"
HOSTILE = (
    '<img src=x onerror="window.pwned=1"> ${window.pwned=2} {{constructor}} </textarea><script>window.pwned=3</script>'
)
TREATY = "The zorgon treaty was signed in 1871"

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as launched:
        yield launched


def hostile_strings() -> list[str]:
    """Return strings that break pages: some of our own, and the shared ones where they are."""
    own = [HOSTILE, "'\"><svg onload=window.pwned=4>", "javascript:window.pwned=5", "\u202eright to left\u202c"]
    if not NAUGHTY.exists():
        return own
    return own + [json.loads(line)["text"] for line in NAUGHTY.read_text("utf-8").split("\n") if line]


def as_html_reads(text: str) -> str:
    """Return a text as a parser of HTML reads it: halves of characters, zero bytes and line ends are made even."""
    whole = text.encode("utf-8", "replace").decode()
    return whole.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")


def hostile_articles() -> list[Article]:
    articles = [make_article("zorgon", Draft(f"{TREATY} {HOSTILE}.", HOSTILE, HOSTILE, tags=[HOSTILE]), "x")]
    for number, text in enumerate(hostile_strings()):
        draft = Draft(f"{text}\n\nArticle {number}.", text, text, "2020", text, text, text, [text])
        try:
            articles.append(make_article(f"{number} {text}", draft, "x"))
        except UnreadableArticle:
            continue
    return articles


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Serve an index whose every article is hostile."""
    folder = tmp_path_factory.mktemp("hostile")
    texts: dict[str, Article] = {}
    for article in hostile_articles():
        texts.setdefault(article.sha256, article)
    build_index(list(texts.values()), folder / "index", encoder=SentenceEncoder())
    with serve(folder / "index", "--allow-upload") as served:
        yield served


@pytest.fixture
def driver(browser: Browser, address: str) -> Iterator[Driver]:
    driver = Driver(browser, address)
    driver.visit()
    yield driver
    driver.context.close()


def unharmed(driver: Driver) -> None:
    assert driver.page.evaluate("window.pwned") is None
    driver.check()


def test_markup_in_questions_and_articles_is_shown_and_never_run(driver: Driver) -> None:
    page = driver.page
    driver.ask(f"When was the zorgon treaty signed? {HOSTILE}")
    expect(page.locator(".turn .question")).to_have_text(f"When was the zorgon treaty signed? {HOSTILE}")
    expect(page.locator(".turn .source").first).to_contain_text(HOSTILE)
    page.locator("button.cite").first.click()
    expect(page.locator("#leaf h2")).to_have_text(HOSTILE)
    expect(page.locator("#leaf mark")).to_have_text(f"{TREATY} {HOSTILE}.")
    unharmed(driver)


def test_hostile_titles_authors_tags_and_texts_are_only_text(driver: Driver) -> None:
    page = driver.page
    page.locator("#show-narrow").click()
    page.locator("#show-browse").click()
    rows = page.locator("#listing tbody tr")
    expect(rows.first).to_be_visible()
    page.locator("#shelf-bar [data-view=map]").click()
    expect(page.locator("svg.map")).to_be_visible()
    opened = page.evaluate(
        """async () => { const html = await (await fetch('page/map?by=tag')).text();
        const ids = [...new DOMParser().parseFromString(html, 'text/html').querySelectorAll('[data-article]')]
          .map((point) => point.dataset.article);
        const leaf = document.getElementById('leaf');
        const read = async (id) => (await fetch('page/article?' + new URLSearchParams({ id }))).text();
        for (const id of ids) leaf.innerHTML = await read(id);
        return ids.length; }"""
    )
    assert opened >= 5
    unharmed(driver)


@pytest.mark.slow
def test_hostile_questions_and_file_names_are_only_text(driver: Driver) -> None:
    page = driver.page
    for text in hostile_strings():
        page.evaluate(
            """async (text) => { const { ask, startConversation } = await import('/page/static/conversation.js');
            startConversation(); await ask(text); }""",
            text,
        )
        if page.evaluate("(text) => text.trim()", text):
            expect(page.locator(".turn")).to_have_count(1)
            shown = page.locator(".turn .question").text_content() or ""
            assert as_html_reads(shown) == as_html_reads(text), text
    page.locator("#show-add").click()
    names = [text[:60].replace("/", "∕").replace("\0", "") + ".exe" for text in hostile_strings()]
    page.locator("#files").set_input_files(
        [FilePayload(name=name, mimeType="text/plain", buffer=b"x") for name in names if name.strip()]
    )
    expect(page.locator("#build")).to_have_text("Nothing was added.", timeout=60_000)
    assert page.evaluate("window.pwned") is None
    assert [line for line in driver.complaints if "status of 400" not in line] == []  # Chromium logs each refusal
    assert driver.elsewhere == []


def test_the_policy_allows_no_script_but_our_own(driver: Driver) -> None:
    page = driver.page
    page.evaluate(
        """() => { const script = document.createElement('script'); script.textContent = 'window.pwned = 6';
        document.body.append(script);
        document.getElementById('leaf').innerHTML = '<img src="x:y" onerror="window.pwned = 7">'; }"""
    )
    page.wait_for_timeout(200)
    assert page.evaluate("window.pwned") is None
    policy = page.request.get(driver.address).headers["content-security-policy"]
    script_sources = next(part for part in policy.split("; ") if part.startswith("script-src"))
    assert "unsafe" not in script_sources
    refused = page.request.post(
        driver.address + "/page/feedback",
        data={"turn": "x", "verdict": "good"},
        headers={"origin": "https://evil.example"},
    )
    assert refused.status == 403


def violations(page: Page) -> list[tuple[str, str]]:
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [
        (item["id"], node["html"][:200])
        for item in found
        if item["impact"] in ("serious", "critical")
        for node in item["nodes"]
    ]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_axe_finds_nothing_serious(browser: Browser, tmp_path: Path, dark: bool) -> None:
    article = make_article("zorgon", Draft(f"{TREATY}. It was renewed in 1872.", "Zorgon", "A. Writer", "2020"), "x")
    other = make_article("blarg", Draft("The blarg treaty was signed in 1900.", "Blarg", "B. Writer", "2021"), "x")
    build_index([article, other], tmp_path / "index", encoder=SentenceEncoder())
    quotes = [(article, f"{TREATY}.", "1871"), (other, other.text, "1900")]
    file = tmp_path / "conversations.sqlite"
    ids = [keep(file, [make_answer("Which?", list(quotes), form=form)]) for form in ("timeline", "disagreement")]
    with serve(tmp_path / "index", "--allow-upload") as address:
        driver = Driver(browser, address, dark=dark)
        page = driver.visit()
        found = violations(page)
        driver.ask("When was the zorgon treaty signed?")
        page.locator(".say summary").click()
        page.locator("#show-narrow").click()
        found += violations(page)
        driver.ask("Who won the 2018 World Cup?")
        page.locator("#show-browse").click()
        expect(page.locator("#listing tbody tr")).to_have_count(2)
        found += violations(page)
        page.locator("#shelf-bar [data-view=map]").click()
        expect(page.locator(".point")).to_have_count(2)
        found += violations(page)
        for button in ("#show-export", "#show-keys", "#show-add"):
            page.locator(button).click()
            found += violations(page)
            page.keyboard.press("Escape")
        for id in ids:
            driver.visit(f"?c={id}")
            expect(page.locator(".turn")).to_be_visible()
            found += violations(page)
        driver.check()
        driver.context.close()
    assert found == []


@pytest.mark.parametrize("width", [400, 700, 1000, 2000])
def test_the_page_fits_any_width(browser: Browser, address: str, width: int) -> None:
    driver = Driver(browser, address, width=width)
    driver.visit()
    driver.ask("When was the zorgon treaty signed?")
    unharmed(driver)
    driver.context.close()


def test_a_server_that_goes_away_is_said_and_its_return_too(browser: Browser, tmp_path: Path) -> None:
    article = make_article("zorgon", Draft(f"{TREATY}.", "Zorgon"), "x")
    build_index([article], tmp_path / "index", encoder=SentenceEncoder())
    port = free_port()
    with serve(tmp_path / "index", port=port) as address:
        driver = Driver(browser, address)
        page = driver.visit()
        driver.ask("When was the zorgon treaty signed?")
    page.locator("#question").fill("Who signed the zorgon treaty?")
    page.locator("#question").press("Enter")
    expect(page.locator("#banner")).to_contain_text("The server does not answer.")
    expect(page.locator(".turn .trouble")).to_contain_text("Your question is kept")
    with serve(tmp_path / "index", port=port):
        expect(page.locator("#banner")).to_have_text("The server is back.", timeout=20_000)
        page.locator(".turn").last.get_by_role("button", name="Ask again").last.click()
        expect(page.locator(".turn .trouble")).to_have_count(0)
        expect(page.locator(".turn")).to_have_count(2)
    driver.context.close()


def test_files_and_links_are_added_served_at_once_and_removed(browser: Browser, tmp_path: Path) -> None:
    build_index(
        [make_article("zorgon", Draft(f"{TREATY}.", "Zorgon"), "x")], tmp_path / "index", encoder=SentenceEncoder()
    )
    (tmp_path / "site").mkdir()
    paragraph = "The flimflam bridge was opened in 1955 and carried trains across the river for forty years. " * 5
    (tmp_path / "site" / "page.html").write_text(
        f"<html><head><title>Bridges</title></head><body><article><h1>Bridges</h1><p>{paragraph}</p></article></body></html>"
    )
    site = ThreadingHTTPServer(("127.0.0.1", 0), partial(QuietHandler, directory=str(tmp_path / "site")))
    threading.Thread(target=site.serve_forever, daemon=True).start()
    with serve(tmp_path / "index", "--allow-upload") as address:
        driver = Driver(browser, address)
        page = driver.visit()
        page.locator("#show-add").click()
        page.locator("#files").set_input_files(
            [
                FilePayload(
                    name="gas.md",
                    mimeType="text/markdown",
                    buffer=b"---\ntitle: Gas\n---\nThe wug pipeline opened in 2001.",
                ),
                FilePayload(name="virus.exe", mimeType="text/plain", buffer=b"MZ"),
            ]
        )
        expect(page.locator("#build")).to_have_text("Done: 2 articles are served.", timeout=30_000)
        expect(page.locator("#received li")).to_have_count(2)
        expect(page.locator("#received .read")).to_contain_text("gas.md read “Gas”")
        expect(page.locator("#received .skipped")).to_contain_text("skipped: .exe is not read")
        page.locator("#links").fill(f"http://127.0.0.1:{site.server_port}/page.html")
        page.locator("#add-links").click()
        expect(page.locator("#build")).to_have_text("Done: 3 articles are served.", timeout=30_000)
        page.keyboard.press("Escape")
        driver.ask("When did the wug pipeline open?")
        expect(page.locator(".turn .short")).to_have_text("2001")
        page.get_by_role("button", name="Remove this article").click()
        page.get_by_role("button", name="Remove for good?").click()
        expect(page.locator("#leaf .empty")).to_have_text("Removed. 2 articles are left.", timeout=30_000)
        page.reload()
        expect(page.locator(".turn .changed")).to_contain_text("One source has changed")
        expect(page.locator("#leaf blockquote")).to_have_text("The wug pipeline opened in 2001.")
        driver.context.close()
    site.shutdown()
    links = [article.url for article in open_index(tmp_path / "index").articles.values() if article.url]
    assert links == [f"http://127.0.0.1:{site.server_port}/page.html"]
    assert [file.suffix for file in (tmp_path / "uploads").iterdir()] == [".jsonl"]


def test_without_allow_upload_nothing_can_be_added(browser: Browser, tmp_path: Path) -> None:
    build_index(
        [make_article("zorgon", Draft(f"{TREATY}.", "Zorgon"), "x")], tmp_path / "index", encoder=SentenceEncoder()
    )
    with serve(tmp_path / "index") as address:
        driver = Driver(browser, address)
        page = driver.visit()
        expect(page.locator("#show-add")).to_be_hidden()
        assert page.request.post(f"{address}/page/uploads?name=a.md", data="x").status in (404, 405)
        assert page.request.delete(f"{address}/page/article?id=zorgon").status in (404, 405)
        driver.context.close()


class QuietHandler(SimpleHTTPRequestHandler):
    """Serves a folder without a word on stderr."""

    def log_message(self, format: str, *args: object) -> None:  # its own name
        return
