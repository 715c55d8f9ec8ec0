"""The page, as a researcher uses it, in headless Chromium: asking, reading, narrowing, browsing, taking away."""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from assistant.articles import read_articles
from assistant.embed import SentenceEncoder
from assistant.index import build_index, open_index
from assistant.types import Index
from assistant.verification import verify
from evals.feedback import questions_from_feedback, read_feedback
from tests.page_driver import Driver, open_browser
from tests.samples import keep, starter_answers
from tests.serving import ROOT, serve

SHARED = ROOT.parent / "shared"
ASKED = "when was the first military training agreement?"
CONVENTION = "When was the Convention on the Legal Status of the Caspian Sea signed?"
SENTENCE = (
    "The first formal agreement on military training between Azerbaijan and Türkiye dates from 1992, "
    "the year in which the two states also established diplomatic relations."
)

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with open_browser() as launched:
        yield launched


@pytest.fixture(scope="module")
def index(tmp_path_factory: pytest.TempPathFactory) -> Index:
    """Give an index of the starter collection; the one that `make run` made, where it is there, saves the embedding."""
    path = tmp_path_factory.mktemp("page") / "index"
    if (ROOT / "data" / "index" / "CURRENT").exists():
        shutil.copytree(ROOT / "data" / "index", path)
    build_index(read_articles([ROOT / "data" / "articles"]).articles, path, encoder=SentenceEncoder())
    return open_index(path)


@pytest.fixture(scope="module")
def kept(index: Index) -> dict[str, str]:
    file = index.path.with_name("conversations.sqlite")
    return {str(form): keep(file, [reply]) for form, reply in starter_answers(index).items()}


@pytest.fixture(scope="module")
def address(index: Index, kept: dict[str, str]) -> Iterator[str]:
    with serve(index.path) as served:
        yield served


@pytest.fixture(params=[1440, 400], ids=["desk", "phone"])
def driver(browser: Browser, address: str, request: pytest.FixtureRequest) -> Iterator[Driver]:
    driver = Driver(browser, address, width=request.param)
    driver.visit()
    yield driver
    driver.check()
    driver.context.close()


@pytest.fixture
def desk(browser: Browser, address: str) -> Iterator[Driver]:
    driver = Driver(browser, address)
    driver.visit()
    yield driver
    driver.check()
    driver.context.close()


def is_phone(driver: Driver) -> bool:
    return bool(driver.page.evaluate("innerWidth < 860"))


def test_a_question_shows_the_short_answer_the_sentence_and_its_place_in_the_article(driver: Driver) -> None:
    page = driver.page
    driver.ask(ASKED)
    expect(page.locator(".turn .short")).to_have_text("1992")
    expect(page.locator(".statement").first).to_have_text(SENTENCE)
    if is_phone(driver):
        page.locator("button.cite").first.click()
    mark = page.locator("#leaf mark")
    expect(mark).to_have_text(SENTENCE)
    expect(mark).to_be_in_viewport()
    expect(page.locator("#leaf h2")).to_contain_text("Three Decades of Azerbaijani-Turkish Military Ties")
    if is_phone(driver):
        page.locator("#close-reader").click()
        expect(page.locator("#shelf")).to_be_hidden()


def test_from_opening_the_page_to_a_footnote_on_the_clipboard_are_two_clicks(driver: Driver) -> None:
    driver.page.get_by_role("button", name="When was the first military training agreement?", exact=True).last.click()
    driver.page.locator(".turn .copy").first.click()
    expect(driver.page.locator(".turn .copy").first).to_have_text("Copied")
    assert driver.clipboard() == (
        f"“{SENTENCE}”¹\n\n¹ Editors, “From Staff Colleges to Drones: Three Decades of Azerbaijani-Turkish Military "
        "Ties,” Caspian Policy Reader, 15 September 2023.\n"
    )


def test_what_the_articles_do_not_say_is_said_calmly_with_the_nearest_passages(driver: Driver) -> None:
    page = driver.page
    driver.ask("Who won the 2018 World Cup?")
    expect(page.locator(".turn .nothing")).to_have_text("The articles do not say.")
    expect(page.locator(".nearest li")).to_have_count(3)
    page.locator(".nearest .open").first.click()
    expect(page.locator("#leaf mark").first).to_be_visible()


def test_the_stages_are_shown_and_an_answer_can_be_stopped(desk: Driver) -> None:
    page = desk.page
    page.route("**/page/ask", lambda route: None)  # an answer that does not come
    page.locator("#question").fill(ASKED)
    page.locator("#question").press("Enter")
    expect(page.locator(".stages li")).to_have_count(3)
    expect(page.locator(".stages .now")).to_have_text("Understanding the question")
    page.locator("#stop").click()
    expect(page.locator(".turn .trouble")).to_have_text("Stopped.")
    page.unroute("**/page/ask")
    page.locator(".turn").get_by_role("button", name="Ask again").click()
    expect(page.locator(".turn .short")).to_have_text("1992")


def test_nothing_jumps_while_an_answer_comes(desk: Driver) -> None:
    desk.page.evaluate(
        """() => { window.jumped = 0; new PerformanceObserver((list) => { for (const entry of list.getEntries())
        if (!entry.hadRecentInput) window.jumped += entry.value; }).observe({ type: "layout-shift" }); }"""
    )
    desk.ask(ASKED)
    expect(desk.page.locator("#leaf mark")).to_be_visible()
    assert desk.page.evaluate("window.jumped") < 0.1  # what Web Vitals calls good


def test_a_question_is_edited_asked_again_and_a_follow_up_reworded(desk: Driver) -> None:
    page = desk.page
    desk.ask("When was the first military training agreement between Azerbaijan and Türkiye?")
    desk.ask("and in 2010?")
    follow_up = page.locator(".turn").nth(1)
    expect(follow_up.locator(".understood")).to_contain_text("between Azerbaijan and Türkiye in 2010?")
    follow_up.get_by_role("button", name="Change").click()
    follow_up.locator(".editor textarea").fill("Which agreement did Azerbaijan and Türkiye sign in 2010?")
    follow_up.locator(".editor textarea").press("Enter")
    expect(follow_up.locator(".understood span")).to_have_text(
        "Which agreement did Azerbaijan and Türkiye sign in 2010?"
    )
    expect(follow_up.locator(".question")).to_have_text("and in 2010?")
    first = page.locator(".turn").first
    first.get_by_role("button", name="Ask again").click()
    expect(page.locator(".turn.pending")).to_have_count(0)
    expect(page.locator(".turn")).to_have_count(2)
    first.get_by_role("button", name="Edit").click()
    first.locator(".editor textarea").fill(CONVENTION)
    first.get_by_role("button", name="Ask again and drop what follows").click()
    expect(page.locator(".turn .short")).to_have_text("12 August 2018")
    expect(page.locator(".turn")).to_have_count(1)


def test_conversations_are_kept_opened_by_link_renamed_searched_and_deleted(desk: Driver) -> None:
    page = desk.page
    desk.ask(CONVENTION)
    page.locator(".turn").get_by_text("Copy link").click()
    expect(page.locator(".turn").get_by_text("Copied")).to_be_visible()
    link = desk.clipboard()
    page.locator("#new").click()
    expect(page.locator(".turn")).to_have_count(0)
    desk.ask(ASKED)
    page.goto(link)
    expect(page.locator(".turn .question")).to_have_text(CONVENTION)
    expect(page.locator("#leaf mark")).to_contain_text("12 August 2018")
    page.get_by_role("button", name=f"Rename {CONVENTION}").first.click()
    page.get_by_role("textbox", name="Title").fill("Zebra pipelines")
    page.get_by_role("textbox", name="Title").press("Enter")
    page.locator("#past-search").fill("zebra")
    expect(page.locator("#past-list li")).to_have_count(1)
    page.get_by_role("button", name="Delete Zebra pipelines").click()
    page.get_by_role("button", name="Delete Zebra pipelines for good").click()
    expect(page.locator("#past-list li")).to_have_count(0)
    expect(page.locator(".turn")).to_have_count(0)


def test_a_quote_is_shown_on_hover_and_the_citations_are_walked_with_the_keyboard(
    desk: Driver, kept: dict[str, str]
) -> None:
    page = desk.visit(f"?c={kept['timeline']}")
    page.locator("button.cite").first.hover()
    expect(page.locator("#card")).to_contain_text("15 September 2023")
    expect(page.locator("#card q")).to_have_text(SENTENCE)
    page.mouse.move(2, 2)
    expect(page.locator("#step")).to_have_text("1 of 3")
    page.keyboard.press("]")
    expect(page.locator("#step")).to_have_text("2 of 3")
    expect(page.locator("#leaf mark")).to_contain_text("16 August 2010")
    page.keyboard.press("[")
    page.keyboard.press("[")
    expect(page.locator("#step")).to_have_text("3 of 3")
    expect(page.locator("#leaf h2")).to_contain_text("Shusha")
    page.keyboard.press("c")
    expect(page.locator("#copy-shown")).to_have_text("Copied")
    assert "A Year On, the Shusha Declaration" in desk.clipboard()
    page.keyboard.press("?")
    expect(page.locator("#keys-dialog")).to_be_visible()
    page.keyboard.press("Escape")
    page.keyboard.press("/")
    expect(page.locator("#question")).to_be_focused()


def test_a_disagreement_stands_in_two_columns_and_a_list_is_counted(desk: Driver, kept: dict[str, str]) -> None:
    page = desk.visit(f"?c={kept['disagreement']}")
    expect(page.locator(".side .value")).to_have_text(["17 kilometres", "11 kilometres"])
    left, right = (page.locator(".side").nth(i).bounding_box() for i in (0, 1))
    assert left and right
    assert left["y"] == right["y"]
    assert left["x"] < right["x"]
    desk.visit(f"?c={kept['list']}")
    expect(page.locator(".turn .lead")).to_have_text("3 findings in 2 articles.")
    desk.visit(f"?c={kept['timeline']}")
    expect(page.locator(".timeline .when")).to_have_text(["1992", "16 August 2010", "15 June 2021"])


def test_filters_narrow_the_answer_are_shown_and_are_in_the_link(desk: Driver) -> None:
    page = desk.page
    page.locator("#show-narrow").click()
    page.locator("#publisher").select_option("Corridor Notes")
    expect(page.locator("#chips")).to_contain_text("4 of 45 articles")
    page.locator("#since").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#chips")).to_contain_text("since 2020")
    page.locator("#tag").select_option("azerbaijan")
    expect(page.locator("#chips .chip")).to_have_count(3)
    desk.ask(ASKED)
    expect(page.locator(".turn .narrowed")).to_contain_text(
        "articles: since 2020, published by Corridor Notes, tagged azerbaijan."
    )
    shared = page.url
    page.goto("about:blank")
    page.goto(shared)
    expect(page.locator("#chips .chip")).to_have_count(3)
    page.get_by_role("button", name="Remove the filter Corridor Notes").click()
    expect(page.locator("#chips .chip")).to_have_count(2)
    assert "publisher" not in page.url


def test_the_table_is_sorted_searched_and_articles_are_chosen_in_it(desk: Driver) -> None:
    page = desk.page
    page.locator("#show-browse").click()
    expect(page.locator("#listing tbody tr")).to_have_count(45)
    page.locator("[data-sort=title]").click()
    expect(page.locator("#listing tbody .open").first).to_contain_text("A ")
    page.locator("#table-search").fill("shusha")
    expect(page.locator("#listing tbody tr")).to_have_count(1)
    page.locator("[data-choose=shusha-declaration]").check()
    expect(page.locator("#chips")).to_contain_text("1 of 45 articles")
    page.locator("#listing .open").first.click()
    expect(page.locator(".about dd").last).to_have_text(open_index_hash("shusha-declaration"))
    expect(page.locator(".related li")).to_have_count(5)
    page.get_by_role("button", name="Questions to ask").click()
    suggested = page.locator(".suggested").first
    expect(suggested).to_be_visible(timeout=20_000)
    suggested.click()
    expect(page.locator(".turn .statement").first).to_be_visible()


def open_index_hash(id: str) -> str:
    found = read_articles([ROOT / "data" / "articles" / f"{id}.md"]).articles
    return found[0].sha256


def test_the_map_opens_an_article(desk: Driver) -> None:
    page = desk.page
    page.locator("#shelf-bar [data-view=map]").click()
    expect(page.locator(".point")).to_have_count(45)
    page.locator("#colour").select_option("tag")
    expect(page.locator(".legend")).to_contain_text("azerbaijan")
    page.locator(".point").first.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#leaf h2")).to_be_visible()


def test_a_conversation_is_taken_away_and_its_json_verifies(desk: Driver, index: Index, tmp_path: Path) -> None:
    page = desk.page
    desk.ask(ASKED)
    page.locator("#show-export").click()
    page.get_by_role("radio", name="APA").check()
    taken = {}
    for format in ("docx", "md", "html", "bib", "ris", "json"):
        with page.expect_download() as download:
            page.locator(f"[data-format={format}]").click()
        taken[format] = tmp_path / download.value.suggested_filename
        download.value.save_as(taken[format])
    assert "[^1]: Editors. (2023, September 15). From Staff Colleges" in taken["md"].read_text("utf-8")
    assert taken["docx"].read_bytes().startswith(b"PK")
    assert [path.name for path in taken.values()] == [f"answers.{format}" for format in taken]
    assert verify(json.loads(taken["json"].read_text("utf-8")), index) == []


def test_what_a_reader_says_of_an_answer_becomes_a_question_of_the_evaluation(desk: Driver, index: Index) -> None:
    page = desk.page
    desk.ask("How long is the TANAP pipeline?")
    page.locator(".say summary").click()
    page.locator("[data-remark]").fill("checked by hand")
    page.locator("[data-verdict='wrong citation']").click()
    expect(page.locator(".thanks")).to_have_text("Kept on this machine. Thank you.")
    (question,) = questions_from_feedback(read_feedback(index.path.with_name("conversations.sqlite")))
    assert (question["question"], question["verdict"], question["note"], question["needs_gold"]) == (
        "How long is the TANAP pipeline?", "wrong citation", "checked by hand", True,
    )  # fmt: skip


def test_a_question_without_words_is_answered_with_one_sentence(desk: Driver) -> None:
    desk.page.locator("#question").fill("?!")
    desk.page.locator("#question").press("Enter")
    expect(desk.page.locator(".trouble")).to_have_text("the question has no words; ask with some")


@pytest.mark.skipif(not SHARED.is_dir(), reason="../shared is not here")
def test_the_pasted_article_alone_answers_too(browser: Browser, tmp_path: Path) -> None:
    build_index(read_articles([SHARED / "articles"]).articles, tmp_path / "index", encoder=SentenceEncoder())
    quote = open_index(tmp_path / "index").articles["guler-visit"].text
    with serve(tmp_path / "index") as address:
        driver = Driver(browser, address)
        page = driver.visit()
        driver.ask(ASKED)
        expect(page.locator(".turn .short")).to_have_text("1992")
        shown = page.locator("#leaf mark").inner_text()
        assert "first formal military training cooperation agreement in 1992" in shown
        assert shown in quote
        expect(page.locator("#leaf mark")).to_be_in_viewport()
