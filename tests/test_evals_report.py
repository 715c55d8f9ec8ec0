"""The report is one file that asks the network for nothing, and shows text as text."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import Any

import pytest

from assistant.index import build_index, open_index
from assistant.types import Article
from evals.__main__ import main
from evals.plots import Mark, Series, bars, histogram, intervals, plot
from evals.questions import Question
from evals.report import BLOCKS, explain, write_report
from evals.results import Result
from evals.run import run_questions
from tests.browser import ARGUMENTS, find_browser
from tests.word_encoder import WordEncoder

HOSTILE = '</script><script>window.pwned=1</script><img src=x onerror="window.pwned=2">'
TEXT = f"The 🚢 port of Aktau was opened in 1963, wrote {HOSTILE} at the time. It lies on the Caspian Sea."


@pytest.fixture(scope="module")
def result(tmp_path_factory: pytest.TempPathFactory) -> Result:
    folder, encoder = tmp_path_factory.mktemp("report"), WordEncoder()
    build_index([Article(id="aktau", title=f"Aktau {HOSTILE}", text=TEXT)], folder / "index", encoder=encoder)
    questions = [
        Question(
            id=f"1 {HOSTILE}", question=f"When was the port of Aktau opened {HOSTILE}?", answers=("1963",),
            articles=("aktau",), evidence=("port of Aktau was opened in 1963",), type=HOSTILE,
        ),
        Question(id="2", question="Who shot the sheriff?", answerable=False),
        Question(id="3", question="On which sea lies the port of Aktau?", answers=("Black Sea",), articles=("aktau",)),
    ]  # fmt: skip
    source = {"questions": HOSTILE, "questions_sha256": "0" * 64}
    return run_questions(
        questions, open_index(folder / "index", encoder=encoder), folder / "result.json", source=source
    )


@pytest.fixture(scope="module")
def report(result: Result) -> str:
    return write_report(result)


def embedded(report: str) -> Any:
    match = re.search(r'<script type="application/json" id="data">(.*?)</script>', report, re.DOTALL)
    assert match
    return json.loads(match.group(1))


def test_no_text_of_a_question_or_an_article_becomes_html(report: str) -> None:
    assert "<script>window" not in report
    assert "<img" not in report
    assert report.count("</script>") == report.count("<script") == 2
    assert embedded(report)["rows"][0]["id"] == f"1 {HOSTILE}"


def test_a_report_names_no_address(report: str) -> None:
    assert "default-src 'none'" in report
    assert not re.search(r"https?://|\bsrc=[\"']?/|@import|url\(", report.replace(HOSTILE, ""))


def test_gold_answer_and_citation_are_marked_where_they_stand(report: str) -> None:
    found = embedded(report)["rows"][0]["found"][0]
    marks = {(TEXT[start:end], kind) for start, end, kind in found["marks"]}
    assert ("port of Aktau was opened in 1963", "quote") in marks
    assert ("1963", "answer") in marks
    assert any(kind == "cited" for _, kind in marks)


def test_the_top_says_what_was_asked_the_chief_figures_and_the_verdicts(result: Result, report: str) -> None:
    top = report[: report.index("<h2 id=measures>")]
    assert "3 questions, 1 article, 1 chunk, asked in " in top
    assert "; 0 answers rejected by verification" in top
    assert 'title="95 % interval 1.000 to 1.000, 1 question">R@1<b>1.000</b><span class=dim>n 1</span>' in top
    assert '<i style="left: 100.0%; right: 0.0%"></i><u style="left: 100.0%"></u>' in top
    for verdict, n in result["summary"]["verdicts"].items():
        assert top.count(f"{verdict} {n} ({n / 3:.0%})") == 2  # in the bar and below it


def test_answers_are_marked_in_the_gold_quotes(report: str) -> None:
    (quote,) = embedded(report)["rows"][0]["gold_evidence"]
    assert [quote["text"][start:end] for start, end, _ in quote["marks"]] == ["1963"]


def test_a_verdict_is_explained(result: Result) -> None:
    right, other, _ = result["rows"]
    assert explain(right) == "the first claim holds “1963” in a gold article; the first relevant passage is at rank 1"
    assert explain(other | {"verdict": "rightly declined"}) == "the articles do not say it, and nothing was answered"
    assert explain(right | {"verdict": "withheld", "found": []}).endswith("no relevant passage was found")
    assert explain(right | {"verdict": "unjudged"}) == "there is no gold to judge by"


def test_the_commands_write_a_report_and_a_history(
    result: Result, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "a.json").write_text(json.dumps(result), "utf-8")
    later = result | {"begun": "2099-01-01T00:00:00Z", "commit": "f" * 40}
    (tmp_path / "b.json").write_text(json.dumps(later), "utf-8")
    runs = [str(tmp_path / "b.json"), str(tmp_path / "a.json")]
    assert main(["report", runs[0], "--out", str(tmp_path / "r.html")]) == 0
    assert main(["report", "--runs", *runs, "--out", str(tmp_path / "h.html")]) == 0
    history = (tmp_path / "h.html").read_text("utf-8")
    assert "ffffffffffff" in history
    assert "<script>window" not in history
    capsys.readouterr()
    assert main(["report", "--out", str(tmp_path / "none.html")]) == 2
    assert capsys.readouterr().err == "evals report: expected a result, or several with --runs; see --help\n"


def test_plots_say_their_figures_and_escape_their_labels() -> None:
    drawn = plot("<b>", [Series("<i>", [Mark(0.5, 0.25)]), Series("y", [])], x="<x>", y="y")
    assert "<b>" not in drawn
    assert "<i>" not in drawn
    assert "0.500, 0.250" in drawn
    drawn = bars("bars", [("<t>", 6.0)], y="y")
    assert "&lt;t&gt;: 6" in drawn
    assert re.findall(r'class="end">([^<]+)', drawn) == ["0", "2", "4", "6", "8"]  # counts stand on whole numbers
    drawn = intervals("types", {"<t>": {"mean": 0.5, "low": 0.25, "high": 0.75, "n": 8}})
    assert "&lt;t&gt;: 0.500 [0.250, 0.750]" in drawn
    assert "0.50, n 8" in drawn


@pytest.mark.parametrize(
    ("highest", "lines"),
    [
        (92, ["0", "25", "50", "75", "100"]), (3, ["0", "1", "2", "3", "4"]), (41, ["0", "20", "40", "60", "80"]),
        (0, ["0", "1", "2", "3", "4"]),
    ],
)  # fmt: skip
def test_the_lines_of_an_axis_are_round(highest: float, lines: list[str]) -> None:
    assert re.findall(r'class="end">([^<]+)', bars("b", [("x", highest)], y="y")) == lines


def test_an_axis_of_no_counts_ends_above_what_there_is() -> None:
    drawn = bars("b", [("x", 0.33)], y="seconds", whole=False)
    assert re.findall(r'class="end">([^<]+)', drawn) == ["0", "0.1", "0.2", "0.3", "0.4"]
    seconds = histogram("s", [0.1, 0.2, 1.3], end=None)
    assert "<title>0: 0</title>" in seconds
    assert "<title>1.3: 1</title>" in seconds


def test_every_measure_stands_in_one_block(result: Result, report: str) -> None:
    names = result["summary"]["measures"]
    assert all(sum(belongs(name) for _, _, belongs in BLOCKS) == 1 for name in names)
    assert report.count("passages with gold evidence") == 1


def test_a_histogram_draws_a_bar_for_each_bin() -> None:
    assert histogram("none", []).startswith("<svg")
    assert histogram("zero", [0.0, 0.0]).count("<rect") == 20


@pytest.mark.browser
def test_a_person_sorts_by_worst_and_opens_a_question(report: str, tmp_path: Path) -> None:
    from playwright.sync_api import sync_playwright

    path = find_browser()
    if path is None:
        if os.environ.get("REQUIRE_BROWSER"):
            pytest.fail("no Chromium on this machine: apt-get install chromium")
        pytest.skip("NO BROWSER: the browser tests were skipped; run: make browser")
    (tmp_path / "r.html").write_text(report, "utf-8")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 400, "height": 900})
        errors: list[str] = []
        page.on("console", lambda message: errors.append(message.text))
        page.on("pageerror", lambda error: errors.append(str(error)))
        page.goto((tmp_path / "r.html").as_uri())
        verdicts = page.locator("#questions tbody tr td:first-child").all_inner_texts()
        assert verdicts.index("right") == len(verdicts) - 1
        page.locator("#questions tbody tr").first.click()
        page.get_by_text("1 of 3").wait_for()
        page.get_by_text("next →").click()
        page.get_by_text("2 of 3").wait_for()
        page.keyboard.press("ArrowLeft")
        page.get_by_text("1 of 3").wait_for()
        page.locator("#verdict").select_option("right")
        page.locator("#questions tbody tr").first.click()
        page.locator("#question blockquote mark.answer").first.wait_for()  # of this question, not of the one before
        assert set(page.locator("#question blockquote mark.answer").all_inner_texts()) == {"1963"}
        assert "port of Aktau was opened in " in page.locator("#question mark.quote").all_inner_texts()
        assert page.evaluate("window.pwned") is None
        assert page.evaluate("document.documentElement.scrollWidth") == 400
        assert errors == []
        browser.close()
