"""What the page shows: everything escaped, the quoted characters marked, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.draft import canonical
from assistant.page.render import Turn, readable_date, render_article, render_conversation
from assistant.types import Answer, Article, Chunk, Claim, Passage, Span
from tests.conftest import AKTAU

QUOTE = "The five coastal states signed the convention in Aktau on 12 August 2018."
PASSAGE = Passage.of(AKTAU, Chunk.of(AKTAU, 0, 137), 1.0)
ANSWER = Answer(
    question="When was it signed?",
    understood_as="When was it signed?",
    claims=(Claim(QUOTE, (PASSAGE.cite(0, len(QUOTE)),)),),
    short_answer="12 August 2018",
    confidence=0.84,
    passages=(PASSAGE,),
    index="f" * 64,
    answerer="extractive",
)


def marked(html: str) -> str:
    return "".join(unescape(mark) for mark in re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL))


def test_an_answer_shows_the_short_answer_the_quote_and_its_source() -> None:
    html = render_conversation([Turn(ANSWER.question, ANSWER)])
    assert '<p class="short" dir="auto">12 August 2018</p>' in html
    assert "signed the convention in Aktau on <strong>12 August 2018</strong>.</q>" in html
    assert '<span class="source">The Aktau convention · Reader · 20 June 2019</span>' in html
    assert f'data-article="aktau" data-sha256="{AKTAU.sha256}" data-start="0" data-end="{len(QUOTE)}"' in html
    assert "Confidence 84%" in html


def test_a_question_as_it_was_understood_is_shown_only_where_it_differs() -> None:
    assert "Understood as" not in render_conversation([Turn(ANSWER.question, ANSWER)])
    resolved = replace(ANSWER, understood_as="When was the convention signed?")
    assert "Understood as: When was the convention signed?" in render_conversation([Turn(ANSWER.question, resolved)])


def test_what_is_not_said_shows_the_nearest_passages() -> None:
    nothing = replace(ANSWER, claims=(), short_answer=None)
    html = render_conversation([Turn(ANSWER.question, nothing)])
    assert "The articles do not say." in html
    assert ">The Aktau convention</button>" in html


def test_a_turn_may_wait_or_be_in_trouble() -> None:
    html = render_conversation([Turn("one"), Turn("two", trouble="the question has no words; ask with some")])
    assert '<p class="pending" role="status">Reading the articles…</p>' in html
    assert '<p class="trouble" role="alert">the question has no words; ask with some</p>' in html


@given(text=st.text(min_size=1), start=st.integers(0, 50), length=st.integers(1, 50))
def test_exactly_the_cited_characters_are_marked_and_all_is_escaped(text: str, start: int, length: int) -> None:
    text = canonical(text + " <b>&amp; bold</b>\n\n" + text)
    place = Span(start, min(start + length, len(text)))
    html = render_article(Article(id="a", title=text, text=text), place)
    between_paragraphs = re.sub(r"\s*\n[^\S\n]*\n\s*", "", text[place.start : place.end])
    assert re.sub(r"\s", "", marked(html)) == re.sub(r"\s", "", between_paragraphs)
    known = r"</?(?:article|h2|h3|p|pre|code|mark)\b[^<>]*>"
    assert "<" not in re.sub(known, "", html)


def test_a_heading_and_a_table_look_like_what_they_are() -> None:
    article = Article(id="a", title="T", text="Exports\n\nThe figures are these.\n\n| Year | Tonnes |\n| 2023 | 2.8 |")
    html = render_article(article, None)
    assert "<h3>Exports</h3>" in html
    assert "<pre>| Year | Tonnes |\n| 2023 | 2.8 |</pre>" in html


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//host", "file:///etc/passwd"])
def test_only_a_web_address_becomes_a_link(url: str) -> None:
    assert "href" not in render_article(replace(AKTAU, url=url), None)
    assert 'href="https://example.org/a?b=1&amp;c=2"' in render_article(
        replace(AKTAU, url="https://example.org/a?b=1&c=2"), None
    )


@pytest.mark.parametrize(
    ("date", "shown"),
    [
        ("2023-08-09", "9 August 2023"),
        ("2023-08", "August 2023"),
        ("2023", "2023"),
        ("0999-03-05", "5 March 999"),
        (None, None),
    ],
)
def test_a_date_is_shown_at_its_own_precision(date: str | None, shown: str | None) -> None:
    assert readable_date(date) == shown
