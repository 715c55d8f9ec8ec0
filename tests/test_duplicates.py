"""One article is kept once, two are kept twice, and the report says which and why."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from assistant.articles import Reading, read_articles
from tests.documents import make_pdf, set_lines

SENTENCES = [
    f"The {word} port of the sea shipped {number} thousand tonnes of grain in that year, the ministry reported."
    for word, number in zip(
        "old new upper lower inner outer eastern western northern southern".split(), range(11, 21), strict=True
    )
]
TEXT = "\n\n".join(" ".join(SENTENCES[i : i + 2]) for i in range(0, 10, 2))


def read(folder: Path, *records: dict[str, Any]) -> Reading:
    lines = [
        json.dumps({"id": f"a{i}", "title": "Ports of the Sea", "text": TEXT, **record})
        for i, record in enumerate(records)
    ]
    (folder / "lines.jsonl").write_text("\n".join(lines), "utf-8")
    return read_articles([folder])


def test_one_address_in_two_spellings_is_one_article(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        {"url": "http://www.example.org/ports/?utm_source=feed", "text": f"{TEXT}\n\nUpdated later."},
        {"url": "https://example.org/ports", "author": "Ada"},
    )
    assert [a.id for a in reading.articles] == ["a1"]
    (duplicate,) = reading.merged
    assert (duplicate.kept, duplicate.source.rpartition("/")[2]) == ("a1", "lines.jsonl:1")
    assert duplicate.why.startswith("the same address; ")
    assert duplicate.why.endswith("lines.jsonl:2 says more about itself (author)")


def test_one_address_with_different_texts_is_two_articles(tmp_path: Path) -> None:
    other = " ".join(
        f"Quite another thing happened on day {i} of that long journey to the mountains." for i in range(9)
    )
    reading = read(tmp_path, {"url": "https://example.org/"}, {"url": "https://example.org/", "text": other})
    assert (len(reading.articles), reading.near_duplicates) == (2, ())


def test_an_article_as_html_and_as_pdf_is_one(tmp_path: Path) -> None:
    paragraphs = "".join(f"<p>{part}</p>" for part in TEXT.split("\n\n"))
    (tmp_path / "ports.html").write_text(
        f'<html lang="en"><head><title>Ports of the Sea</title><meta name="author" content="Ada Writer"></head>'
        f"<body><article><h1>Ports of the Sea</h1>{paragraphs}</article></body></html>",
        "utf-8",
    )
    words = TEXT.replace("\n\n", " ").split()
    lines = [" ".join(words[i : i + 12]) for i in range(0, len(words), 12)]
    (tmp_path / "ports.pdf").write_bytes(
        make_pdf([set_lines(lines[:8]), set_lines(lines[8:])], {"Title": "Ports of the Sea"})
    )
    reading = read_articles([tmp_path])
    assert len(reading.articles) == 1
    assert reading.articles[0].author == "Ada Writer"
    assert reading.merged[0].why.startswith("the same title and text, but for what stands around it; ")


def test_a_reprint_with_another_headline_is_kept_and_marked(tmp_path: Path) -> None:
    reading = read(tmp_path, {}, {"title": "Grain by Sea", "text": f"{TEXT}\n\nThis was first printed elsewhere."})
    assert len(reading.articles) == 2
    (pair,) = reading.near_duplicates
    assert {pair.article, pair.like} == {"a0", "a1"}
    assert 0.9 < pair.share < 1


def test_the_same_text_under_another_headline_is_kept_and_marked(tmp_path: Path) -> None:
    reading = read(tmp_path, {}, {"title": "Grain by Sea"})
    assert (len(reading.articles), reading.near_duplicates[0].share) == (2, 1.0)


def test_two_articles_with_one_title_are_two(tmp_path: Path) -> None:
    other = " ".join(
        f"In week {i} of the talks the delegations could not agree on the agenda at all." for i in range(9)
    )
    reading = read(tmp_path, {}, {"text": other})
    assert (len(reading.articles), reading.merged, reading.near_duplicates) == (2, (), ())


def test_a_yearly_report_is_not_the_one_of_the_year_before(tmp_path: Path) -> None:
    reading = read(tmp_path, {"date": "2022-01-01"}, {"date": "2023-01-01", "text": TEXT + " It was cold."})
    assert len(reading.articles) == 2


def test_a_text_with_another_number_or_a_denial_is_another_article(tmp_path: Path) -> None:
    reading = read(
        tmp_path,
        {},
        {"text": TEXT.replace("13 thousand", "31 thousand")},
        {"text": TEXT.replace("shipped 19", "never shipped 19")},
    )
    assert (len(reading.articles), len(reading.near_duplicates)) == (3, 3)


def test_what_articles_do_not_say_is_reported(tmp_path: Path) -> None:
    reading = read(tmp_path, {"text": "One.", "date": "2023"}, {"text": "Two.", "author": "Ada"})
    assert (reading.undated, reading.without_author) == (("a1",), ("a0",))
