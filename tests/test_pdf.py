"""A PDF's text is read in the order a reader reads it, and every character knows its page."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from assistant.articles import read_articles
from assistant.articles.draft import make_article
from assistant.articles.pdf import read_pdf
from assistant.index import build_index, open_index
from assistant.types import Chunk, Passage, UnreadableArticle
from tests.documents import Put, make_pdf, set_lines
from tests.word_encoder import WordEncoder

FIRST = [
    "The five coastal states signed the convention in Aktau after more than twenty",
    "years of talks about the sea. It gives each state territorial waters of fifteen nau-",
    "tical miles, and a long-term arrangement for fishing. Ratification took the longest",
    "in the south, where the line between the sectors is still to be drawn and the two",
]
SECOND = [
    "governments speak of it twice a year. The last round of these talks ended without",
    "a result in the spring.",
]
LEFT = [f"Left {word} goes on through the narrow column" for word in ("one", "two", "three", "four", "five")]
RIGHT = [f"right {word} goes on through the other column" for word in ("one", "two", "three", "four", "five")]


def read(*pages: list[Put], **about: str) -> str:
    return read_pdf(make_pdf(pages, about)).text


def test_a_paragraph_goes_on_over_the_page_and_words_cut_at_line_ends_are_whole() -> None:
    assert read(set_lines(FIRST), set_lines(SECOND)) == (
        "The five coastal states signed the convention in Aktau after more than twenty years of talks about the sea. "
        "It gives each state territorial waters of fifteen nautical miles, and a long-term arrangement for fishing. "
        "Ratification took the longest in the south, where the line between the sectors is still to be drawn and the "
        "two governments speak of it twice a year. The last round of these talks ended without a result in the spring."
    )


def test_every_character_knows_its_page() -> None:
    draft = read_pdf(make_pdf([set_lines(FIRST), [], set_lines(SECOND)]))
    article = make_article("a", draft, "A")
    start = article.text.index("governments")
    assert article.pages == ((0, 1), (start, 3))
    passage = Passage.of(article, Chunk.of(article, 0, len(article.text)), 1.0)
    assert passage.cite(0, 8).page == 1
    assert passage.cite(start - 5, start + 11).page == 1
    assert passage.cite(start, start + 11).page == 3


def test_running_heads_and_page_numbers_are_no_text() -> None:
    pages = [
        [Put("Caspian Review 4/2023", 72, 810, 8), *set_lines(lines), Put(f"Page {number} of 3", 280, 30, 8)]
        for number, lines in ((1, FIRST), (2, SECOND), (3, ["The end of it all."]))
    ]
    text = read(*pages)
    assert "Review" not in text
    assert "Page" not in text
    assert text.endswith("in the spring.\n\nThe end of it all.")


def test_a_number_in_the_text_is_no_page_number() -> None:
    assert read(set_lines([FIRST[0], "2018", "and later."])) == f"{FIRST[0]} 2018 and later."


def test_two_columns_are_read_one_after_the_other_whatever_their_order_in_the_file() -> None:
    columns = [put for pair in zip(set_lines(LEFT, x=60), set_lines(RIGHT, x=320), strict=True) for put in pair]
    head = Put("A headline over both of the columns of this page, from side to side", 60, 800, 14)
    assert read([head, *columns]).split("\n\n") == [head.text, f"{' '.join(LEFT)} {' '.join(RIGHT)}"]


def test_a_table_is_read_row_by_row() -> None:
    rows = [
        ("Port", "2021", "2022"),
        ("Aktau", "3.1", "4.2"),
        ("Baku", "5.0", "6.3"),
        ("Poti", "6.6", "7.7"),
        ("Alat", "1", "2"),
    ]
    puts = [Put(cell, 72 + 150 * i, 700 - 14 * j) for j, row in enumerate(rows) for i, cell in enumerate(row)]
    assert "Aktau 3.1 4.2 Baku 5.0 6.3" in " ".join(read(puts).split())


def test_a_hyphen_of_its_own_stays() -> None:
    lines = ["The well-known treaty and the Franco-", "British one are well-", "known in the south Cau-", "casus."]
    assert (
        read(set_lines(lines))
        == "The well-known treaty and the Franco-British one are well-known in the south Caucasus."
    )


def test_gaps_part_paragraphs() -> None:
    assert read(set_lines([FIRST[0], "years.", "", "", *SECOND])).count("\n\n") == 1


def test_a_footnote_follows_the_paragraph_that_it_interrupts() -> None:
    text = read([*set_lines(FIRST), Put("1 See the report of the secretariat, p. 12.", 72, 60, 7)], set_lines(SECOND))
    assert "the two governments speak" in text
    assert text.endswith("in the spring.\n\n1 See the report of the secretariat, p. 12.")


def test_the_largest_line_is_the_title_where_the_file_has_none() -> None:
    page = [
        Put("The Law of the Sea", 72, 800, 20),
        Put("By Ada Writer", 72, 780),
        Put("29 August 2023", 72, 766),
        *set_lines(FIRST, top=730),
    ]
    draft = read_pdf(make_pdf([page], {"Title": "Microsoft Word - draft7.docx", "CreationDate": "D:20200101120000Z"}))
    assert (draft.title, draft.author, draft.date) == ("The Law of the Sea", "Ada Writer", "2023-08-29")
    assert draft.text.startswith("The five coastal")


def test_what_the_file_says_of_itself_is_believed_but_not_when_it_was_made() -> None:
    page = [Put("Aktau and after", 72, 800, 20), *set_lines(FIRST)]
    draft = read_pdf(
        make_pdf(
            [page], {"Title": "Aktau and After", "Author": "Ada Writer; Bo Editor", "CreationDate": "D:20200101120000Z"}
        )
    )
    assert (draft.title, draft.author, draft.date, draft.language) == (
        "Aktau and After",
        "Ada Writer, Bo Editor",
        None,
        "en",
    )


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (make_pdf([[]]), "no text in it"),
        (b"%PDF-1.4\nnothing", "not a PDF, or a broken one"),
        (b"\x89PNG", "not a PDF, or a broken one"),
    ],
)
def test_what_has_no_text_is_said(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableArticle, match=reason):
        read_pdf(content)


def test_a_scan_is_said_to_be_one() -> None:
    pdf = make_pdf([[Put("x", 72, 700)]]).decode("cp1252")
    image = "BI /W 1 /H 1 /CS /G /BPC 8 ID ~ EI"
    start, end = pdf.index("stream\n") + 7, pdf.index("endstream")
    scan = pdf[:start] + f"q 500 0 0 700 50 50 cm {image} Q".ljust(end - start) + pdf[end:]
    with pytest.raises(UnreadableArticle, match=r"only pictures of pages \(a scan\); recognise its text \(OCR\) first"):
        read_pdf(scan.encode("cp1252"))


WORDS = st.lists(st.from_regex(r"[A-Za-z]{1,9}", fullmatch=True), min_size=1, max_size=9).map(" ".join)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(st.lists(WORDS, max_size=12).map(set_lines), min_size=1, max_size=4))
def test_no_word_of_a_page_is_lost_but_for_repeated_edges(pages: list[list[Put]]) -> None:
    try:
        draft = read_pdf(make_pdf(pages))
    except UnreadableArticle:
        assert not any(pages)
        return
    article = make_article("a", draft, "A")
    edges = {put.text for page in pages for put in (page[:3] + page[-3:])}
    inner = {word for page in pages for put in page[3:-3] if put.text not in edges for word in put.text.split()}
    assert inner <= set(article.text.split())
    assert all(1 <= page <= len(pages) for _, page in article.pages)


def test_pages_are_kept_in_an_index(tmp_path: Path, words: WordEncoder) -> None:
    (tmp_path / "a.pdf").write_bytes(make_pdf([set_lines(FIRST), set_lines(SECOND)]))
    (article,) = read_articles([tmp_path]).articles
    build_index([article], tmp_path / "index", encoder=words)
    assert open_index(tmp_path / "index", encoder=words).articles["a"] == article
    assert [page for _, page in article.pages] == [1, 2]
