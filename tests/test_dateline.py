"""The date at the headline is read, and no other date of the page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml.html import document_fromstring

from assistant.articles.dateline import date_in_address, find_dateline
from assistant.articles.headline import read_lines

TITLE = "Ports and Rails of the Sea"
TEXT = "<p>" + "The port handled more containers than in any year before it. " * 3 + "</p>"


def find(body: str, title: str | None = TITLE) -> str | None:
    return find_dateline(list(read_lines(document_fromstring(f"<html><body>{body}</body></html>"))), title)


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("29.08.2023", "2023-08-29"),
        ("01.02.2023 11:35", "2023-02-01"),
        ("Baku, 29 August 2023", "2023-08-29"),
        ("29. August 2023, Ada Writer", "2023-08-29"),
        ("August 29, 2023 | News", "2023-08-29"),
        ("Aug. 29th, 2023", "2023-08-29"),
        ("29 de agosto de 2023", "2023-08-29"),
        ("29 Ağustos 2023", "2023-08-29"),
        ("29 августа 2023", "2023-08-29"),
        ("2023年8月29日", "2023-08-29"),
        ("Tags: ports <br> 2023-08-29 <br> by the editors", "2023-08-29"),
        ("Updated 29 August 2023", None),
        ("Stand: 29.08.2023", None),
        ("最終更新日：2023年8月29日", None),
        ("12 August 2023 – 29 August 2023", None),
        ("03/04/2023", None),
        ("99.99.2023", None),
        ("The agreement of 29 August 2023 was signed by both states, whose ministers had met four times.", None),
    ],
)
def test_a_line_that_is_a_date_is_the_articles_at_its_headline(line: str, date: str | None) -> None:
    assert find(f"<h1>{TITLE}</h1><p>{line}</p>{TEXT}") == date
    assert find(f"<p>{line}</p><h1>{TITLE}</h1>{TEXT}") == date


@pytest.mark.parametrize(
    ("opening", "date"),
    [
        ("BAKU, 29 August 2023 – The minister opened the new quay.", "2023-08-29"),
        ("29.8.2023 - The minister opened the new quay.", "2023-08-29"),
        ("Baku, (29.08.2023). The minister opened the new quay.", "2023-08-29"),
        ("On 29 August 2023 the minister opened the quay, and forty guests came from the whole of the region.", None),
    ],
)
def test_a_paragraph_may_open_with_place_and_date(opening: str, date: str | None) -> None:
    assert find(f"<h1>{TITLE}</h1><p>{opening}</p>{TEXT}") == date


@pytest.mark.parametrize(
    "around",
    [
        "<nav><p>29 August 2023</p></nav>",
        "<aside><p>29 August 2023</p></aside>",
        "<footer>29 August 2023</footer>",
        '<div class="related-articles"><p>29 August 2023</p></div>',
        '<div class="comments"><p>Published 29 August 2023</p></div>',
    ],
)
def test_a_date_of_something_else_is_not_the_articles(around: str) -> None:
    assert find(f"<h1>{TITLE}</h1>{around}{TEXT}") is None


def test_the_day_of_reading_in_a_sites_head_is_not_the_articles() -> None:
    assert find(f"<div>Tuesday, 29 August 2023</div><nav>Home</nav><h1>{TITLE}</h1>{TEXT}") is None


def test_far_from_the_headline_a_date_is_the_articles_where_its_line_says_so() -> None:
    assert find(f"<h1>{TITLE}</h1>{TEXT * 20}<p>29 August 2023</p>") is None
    assert find(f"<h1>{TITLE}</h1>{TEXT * 20}<p>Published on 29 August 2023</p>") == "2023-08-29"
    two = "<p>Published on 29 August 2023</p><p>Published on 30 August 2023</p>"
    assert find(f"<h1>{TITLE}</h1>{TEXT * 20}{two}") is None


def test_a_headline_that_has_a_date_is_not_a_dateline() -> None:
    assert find("<h1>Summit, 29 August 2023</h1><p>Text.</p>", "Summit, 29 August 2023") is None


@pytest.mark.parametrize(
    ("url", "date"),
    [
        ("https://example.org/2023/08/29/ports", "2023-08-29"),
        ("https://example.org/news/2023-08-29-ports.html", "2023-08-29"),
        ("https://example.org/news/29-08-2023", "2023-08-29"),
        ("https://example.org/news/03-04-2023", None),
        ("https://example.org/2023/08/ports", None),
        ("https://example.org/2023/13/29/ports", None),
        ("https://example.org/12023/08/291", None),
        ("https://example.org/ports?day=/2023/08/29/", None),
        ("https://[/2023/08/29/", None),
        (None, None),
    ],
)
def test_a_day_in_an_address_is_a_date(url: str | None, date: str | None) -> None:
    assert date_in_address(url) == date


@given(st.text())
def test_any_page_has_a_date_or_none(content: str) -> None:
    date = find(f"<h1>{TITLE}</h1><p>{content}</p>")
    assert date is None or date[:4].isdigit()
