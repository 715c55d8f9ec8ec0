"""What the page shows: everything escaped, the quoted characters marked, and nothing else."""

from __future__ import annotations

import re
from dataclasses import replace
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.articles.draft import canonical
from assistant.page.article import find_place, render_article, render_gone
from assistant.page.dates import readable_date
from assistant.page.render import render_turn
from assistant.types import Answer, Article, Chunk, Claim, Passage, Span, Support
from tests.conftest import AKTAU, TRAINING

QUOTE = "The five coastal states signed the convention in Aktau on 12 August 2018."
OTHER = "Azerbaijan and Türkiye signed their first military training agreement in 1992."
PASSAGE = Passage.of(AKTAU, Chunk.of(AKTAU, 0, 137), 1.0)
TRAINED = Passage.of(TRAINING, Chunk.of(TRAINING, 0, len(OTHER)), 1.0)
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
TWO = replace(
    ANSWER,
    claims=(
        Claim(QUOTE, (PASSAGE.cite(0, len(QUOTE)),), value="12 August 2018"),
        Claim(OTHER, (TRAINED.cite(0, len(OTHER)),), value="1992"),
    ),
    short_answer=None,
)
ARTICLES = {AKTAU.id: AKTAU, TRAINING.id: TRAINING}


def render(answer: Answer, narrowed: str | None = None) -> str:
    return render_turn("t1", answer, ARTICLES, narrowed)


def marked(html: str) -> str:
    return "".join(unescape(mark) for mark in re.findall(r"<mark>(.*?)</mark>", html, re.DOTALL))


def test_an_answer_shows_the_short_answer_the_quote_and_its_source() -> None:
    html = render(ANSWER)
    assert '<p class="short" dir="auto">12 August 2018</p>' in html
    assert "signed the convention in Aktau on <strong>12 August 2018</strong>.</q>" in html
    assert (
        "<bdi>The Aktau convention</bdi> · <bdi>A. Writer</bdi> · <bdi>Reader</bdi> · <bdi>20 June 2019</bdi>" in html
    )
    assert f'data-article="aktau" data-sha256="{AKTAU.sha256}" data-start="0" data-end="{len(QUOTE)}"' in html
    assert "Confidence 84%. Each sentence stands in its article word for word." in html


def test_a_question_as_it_was_understood_is_shown_only_where_it_differs() -> None:
    assert "Understood as" not in render(ANSWER)
    resolved = render(replace(ANSWER, understood_as="When was the convention signed?"))
    assert 'Understood as: <span dir="auto">When was the convention signed?</span>' in resolved
    assert 'data-do="reword"' in resolved


def test_what_is_not_said_shows_what_is_missing_and_the_nearest_passages() -> None:
    nothing = replace(ANSWER, claims=(), short_answer=None, missing="No article says who signed.")
    html = render(nothing, narrowed="Asked of 1 of 2 articles: since 2019.")
    assert "The articles do not say." in html
    assert "No article says who signed." in html
    assert "Asked of 1 of 2 articles: since 2019." in html
    assert 'data-do="widen"' in html
    assert ">The Aktau convention</button>" in html


def test_a_question_back_stands_in_the_place_of_an_answer() -> None:
    html = render(replace(ANSWER, claims=(), short_answer=None, asks_back="Which agreement do you mean?"))
    assert '<p class="nothing" dir="auto">Which agreement do you mean?</p>' in html
    assert "do not say" not in html


def test_a_timeline_stands_at_its_values_in_their_order() -> None:
    html = render(replace(TWO, form="timeline"))
    assert re.findall(r'<span class="when" dir="auto">([^<]+)</span>', html) == ["12 August 2018", "1992"]


def test_a_disagreement_has_a_column_for_each_value() -> None:
    html = render(replace(TWO, form="disagreement", claims=(*TWO.claims, TWO.claims[1])))
    assert re.findall(r'<p class="value" dir="auto">([^<]+)</p>', html) == ["12 August 2018", "1992"]
    assert html.count('class="side"') == 2
    assert html.count('class="cite"') == 3


def test_a_newer_state_is_called_no_disagreement() -> None:
    assert "The articles disagree." in render(replace(TWO, form="disagreement", short_answer=None))
    html = render(replace(TWO, form="disagreement", short_answer="12 August 2018"))
    assert "The articles tell of different times." in html
    assert "disagree." not in html


def test_a_list_says_how_many_there_are() -> None:
    assert "2 findings in 2 articles." in render(replace(TWO, form="list"))


def test_citations_are_numbered_through_the_whole_answer_and_parts_have_headings() -> None:
    parts = tuple(replace(claim, part=part) for claim, part in zip(TWO.claims, ("when", "with whom"), strict=True))
    html = render(replace(TWO, claims=parts))
    assert re.findall(r">(\d+)</button>", html) == ["1", "2"]
    assert re.findall(r'<h3 class="part" dir="auto">([^<]+)</h3>', html) == ["when", "with whom"]


def test_what_the_support_check_doubts_is_said() -> None:
    doubted = replace(TWO.claims[0], support=Support("not_supported", "the year differs"))
    assert "The quote does not support this: the year differs" in render(replace(ANSWER, claims=(doubted,)))


def test_a_source_that_has_changed_since_is_said() -> None:
    html = render_turn("t1", ANSWER, {"aktau": replace(AKTAU, text="Something else.")})
    assert "One source has changed since this was answered." in html
    assert 'class="cite old"' in html
    assert "has changed since" not in render(ANSWER)


def test_a_quote_has_its_articles_language_and_its_own_direction() -> None:
    html = render_turn("t1", ANSWER, {"aktau": replace(AKTAU, language="tr")})
    assert '<q class="statement" dir="auto" lang="tr">' in html


def test_a_quote_is_found_again_in_an_article_that_has_changed() -> None:
    moved = replace(AKTAU, text="New first sentence. " + AKTAU.text)
    assert find_place(moved, AKTAU.sha256, 0, len(QUOTE), QUOTE) == (
        Span(20, 20 + len(QUOTE)),
        "This article has changed since it was cited; the quote still stands in it.",
    )
    assert find_place(moved, AKTAU.sha256, 0, 5, "gone")[0] is None
    assert find_place(AKTAU, AKTAU.sha256, 0, 5, None) == (Span(0, 5), "")
    assert "&lt;b&gt;" in render_gone("<b>")


@given(text=st.text(min_size=1), start=st.integers(0, 50), length=st.integers(1, 50))
def test_exactly_the_cited_characters_are_marked_and_all_is_escaped(text: str, start: int, length: int) -> None:
    text = canonical(text + " <b>&amp; bold</b>\n\n" + text)
    place = Span(start, min(start + length, len(text)))
    article = Article(id=text, title=text, text=text, tags=(text,))
    html = render_article(article, place, [article], warning=text, removable=True)
    between_paragraphs = re.sub(r"\s*\n[^\S\n]*\n\s*", "", text[place.start : place.end])
    assert re.sub(r"\s", "", marked(html)) == re.sub(r"\s", "", between_paragraphs)
    assert "<b>" not in html
    assert "&lt;b&gt;" in html


@given(text=st.text(min_size=1).filter(lambda text: bool(canonical(text))))
def test_no_text_of_an_answer_becomes_markup(text: str) -> None:
    text = canonical(text + '"><script>alert(1)</script>')
    article = Article(id=text, title=text, text=text, author=text, publisher=text, language=text)
    passage = Passage.of(article, Chunk.of(article, 0, len(text)), 1.0)
    claim = Claim(text, (passage.cite(0, len(text)),), value=text, part=text, support=Support("cannot_tell", text))
    hostile = Answer(text, text, (claim,), text, 0.5, (passage,), text, text, note=text, missing=text)
    for answer in (hostile, replace(hostile, form="disagreement"), replace(hostile, claims=(), short_answer=None)):
        html = render_turn(text, answer, {text: article}, text)
        assert "<script" not in html
        assert html.count("<section") == 1


def test_a_heading_and_a_table_look_like_what_they_are() -> None:
    article = Article(id="a", title="T", text="Exports\n\nThe figures are these.\n\n| Year | Tonnes |\n| 2023 | 2.8 |")
    html = render_article(article, None)
    assert '<h3 dir="auto">Exports</h3>' in html
    assert '<pre dir="auto">| Year | Tonnes |\n| 2023 | 2.8 |</pre>' in html


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
