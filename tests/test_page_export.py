"""What a reader takes away: footnotes in two styles, documents, references, and JSON that verifies."""

from __future__ import annotations

import io
import json
import zipfile
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from assistant.answers import answer
from assistant.page.conversations import Turn
from assistant.page.export import export
from assistant.page.footnotes import footnote
from assistant.page.references import to_bibtex, to_ris
from assistant.page.saved import answer_from_record
from assistant.records import answer_record
from assistant.types import Index
from assistant.verification import verify
from tests.conftest import AKTAU
from tests.samples import cite

QUOTE = "The five coastal states signed the convention in Aktau on 12 August 2018."
CITED = cite(AKTAU, QUOTE)
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture(scope="module")
def turn(index: Index) -> Turn:
    return Turn("Q", answer_record("1", answer("When was the convention in Aktau signed?", index)), id="abc")


@pytest.mark.parametrize(
    ("changes", "chicago", "apa"),
    [
        (
            {"author": "Ayşe Yılmaz", "url": "https://example.org/a"},
            "Ayşe Yılmaz, “The Aktau convention,” Reader, 20 June 2019, https://example.org/a.",
            "Yılmaz, A. (2019, June 20). The Aktau convention. Reader. https://example.org/a",
        ),
        (
            {"author": "Editors", "date": "2023-08"},
            "Editors, “The Aktau convention,” Reader, August 2023.",
            "Editors. (2023, August). The Aktau convention. Reader.",
        ),
        (
            {"author": "Jane Doe and John Roe", "date": "2023"},
            "Jane Doe and John Roe, “The Aktau convention,” Reader, 2023.",
            "Doe, J., & Roe, J. (2023). The Aktau convention. Reader.",
        ),
        (
            {"author": None, "date": None, "publisher": None, "title": "Who signed?", "url": "javascript:x"},
            "“Who signed?”.",
            "Who signed? (n.d.).",
        ),
    ],
)
def test_a_footnote_is_in_the_style_that_was_chosen(changes: dict[str, str | None], chicago: str, apa: str) -> None:
    cited = replace(CITED, **changes)  # type: ignore[arg-type]
    assert (footnote(cited, "chicago"), footnote(cited, "apa")) == (chicago, apa)


def test_an_answer_survives_its_record(index: Index) -> None:
    reply = answer("When was the convention in Aktau signed?", index)
    assert answer_record("1", answer_from_record(answer_record("1", reply))) == answer_record("1", reply)


def test_markdown_has_the_quote_with_its_footnote(turn: Turn) -> None:
    text = export("A *title*", [turn], "md", "chicago").decode()
    assert text.startswith("# A \\*title\\*\n\n## When was the convention in Aktau signed?\n\n**12 August 2018**\n")
    assert f"> “{QUOTE}”[^1]" in text
    assert "[^1]: A. Writer, “The Aktau convention,” Reader, 20 June 2019. Characters 0–73 of aktau" in text


def test_html_links_each_footnote_to_its_note_and_escapes_the_rest(turn: Turn) -> None:
    html = export("<script>", [turn], "html", "apa").decode()
    assert '<a href="#note-1" id="ref-1">1</a>' in html
    assert '<li id="note-1" dir="auto">Writer, A. (2019, June 20). The Aktau convention. Reader.' in html
    assert "<script>" not in html


def test_word_gets_real_footnotes(turn: Turn) -> None:
    with zipfile.ZipFile(io.BytesIO(export("T", [turn], "docx", "chicago"))) as archive:
        parts = {name: etree.fromstring(archive.read(name)) for name in archive.namelist()}
    references = [note.get(f"{WORD}id") for note in parts["word/document.xml"].iter(f"{WORD}footnoteReference")]
    notes = {note.get(f"{WORD}id"): "".join(note.itertext()) for note in parts["word/footnotes.xml"]}
    assert references[0] == "1"
    assert set(references) <= set(notes)
    assert notes["1"].startswith(" A. Writer, “The Aktau convention,” Reader, 20 June 2019.")
    assert QUOTE in "".join(parts["word/document.xml"].itertext())


def test_the_json_that_goes_with_it_verifies(turn: Turn, index: Index) -> None:
    lines = export("T", [turn, replace(turn, id="d")], "json", "chicago").decode().splitlines()
    assert [json.loads(line)["id"] for line in lines] == ["abc", "d"]
    assert [verify(json.loads(line), index) for line in lines] == [[], []]


def test_bibtex_has_one_entry_an_article_and_escapes_it() -> None:
    cited = replace(CITED, title="Oil & gas: 100%", author="Ayşe Yılmaz", url="https://example.org/a_b")
    assert to_bibtex([cited, cited]) == (
        "@misc{aktau,\n  title = {{Oil \\& gas: 100\\%}},\n  author = {Yılmaz, Ayşe},\n  year = {2019},\n"
        "  month = {6},\n  date = {2019-06-20},\n  publisher = {Reader},\n  url = {https://example.org/a_b},\n"
        f"  note = {{“{QUOTE}”}},\n}}\n"
    )


def test_ris_has_one_record_an_article() -> None:
    assert to_ris([CITED]).split("\r\n") == [
        "TY  - ELEC", "TI  - The Aktau convention", "AU  - Writer, A.", "PY  - 2019", "DA  - 2019/06/20",
        "PB  - Reader", f"N1  - “{QUOTE}”", "ER  - ", "",
    ]  # fmt: skip


@given(st.text())
def test_any_text_makes_a_document_that_can_be_read(text: str) -> None:
    record: dict[str, object] = {
        "question": text, "understood_as": text, "claims": [], "short_answer": None, "confidence": 0.0,
        "passages": [], "index": "", "answerer": "", "note": text,
    }  # fmt: skip
    with zipfile.ZipFile(io.BytesIO(export(text, [Turn(text, record)], "docx", "apa"))) as archive:
        for name in archive.namelist():
            etree.fromstring(archive.read(name))
    assert export(text, [Turn(text, record)], "html", "apa").count(b"<h1") == 1
