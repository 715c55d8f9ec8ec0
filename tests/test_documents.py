"""Word documents, books and archives are read, and nothing in them leads out of them."""

from __future__ import annotations

import io
import stat
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from assistant.articles import Reading, read_articles
from assistant.articles.epub import read_epub
from assistant.articles.word import read_word
from assistant.types import UnreadableArticle
from tests.documents import make_epub, make_zip

PROSE = (
    "The five coastal states signed the treaty in Aktau on 12 August 2018, after more than "
    "twenty years of talks about the sea."
)


def make_word(*paragraphs: str, **about: str) -> bytes:
    document = docx.Document()
    for text in paragraphs:
        document.add_paragraph(text)
    for name, value in about.items():
        setattr(document.core_properties, name, value)
    return save(document)


def save(document: docx.document.Document) -> bytes:
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def reasons(reading: Reading) -> dict[str, str]:
    return {skipped.source.rpartition("/")[2].rpartition(":")[2]: skipped.reason for skipped in reading.skipped}


def test_a_word_document_says_what_it_is() -> None:
    draft = read_word(make_word("Aktau", PROSE, title="Aktau", author="Ada Writer", language="en"))
    assert (draft.title, draft.author, draft.date, draft.text) == ("Aktau", "Ada Writer", None, PROSE)


def test_the_lines_above_the_text_say_what_the_file_does_not() -> None:
    draft = read_word(make_word("The Law of the Sea", "By Ada Writer", "29 August 2023", PROSE, author="python-docx"))
    assert (draft.title, draft.author, draft.date) == ("The Law of the Sea", "Ada Writer", "2023-08-29")
    assert draft.text == PROSE


def test_headings_lists_tables_and_changes_are_read_as_a_reader_sees_them() -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = "Running head"
    document.add_heading("Ports", 1)
    document.add_paragraph("Aktau", style="List Bullet")
    table = document.add_table(2, 2)
    for i, word in enumerate(("Port", "Tonnes", "Baku", "5")):
        table.cell(i // 2, i % 2).text = word
    changed = document.add_paragraph("It was ")
    for tag, inner, word in (("del", "delText", "never "), ("ins", "t", "signed.")):
        changed._p.append(
            parse_xml(
                f'<w:{tag} {nsdecls("w")} w:id="1" w:author="a"><w:r><w:{inner}>{word}</w:{inner}></w:r></w:{tag}>'
            )
        )
    assert read_word(save(document)).text == "Ports\n\n- Aktau\n\n| Port | Tonnes |\n| Baku | 5 |\n\nIt was signed."


@pytest.mark.parametrize(
    "content", [b"PK nothing", make_zip({"a": "b"}), b"", make_zip({"[Content_Types].xml": "<a/>"})]
)
def test_what_is_no_word_document_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.docx").write_bytes(content)
    reading = read_articles([tmp_path])
    assert (reading.articles, len(reading.skipped)) == ((), 1)


def test_a_book_is_its_chapters_in_order() -> None:
    chapters = {
        "one.xhtml": f"<html><body><h1>One</h1><p>{PROSE}</p></body></html>",
        "b/two.xhtml": "<html><body><p>End.</p></body></html>",
    }
    about = (
        "<dc:title>Aktau</dc:title><dc:creator>Ada</dc:creator><dc:creator>Bo</dc:creator><dc:publisher>Press</dc:publisher>"
        '<dc:date opf:event="modification">2030-01-01</dc:date><dc:date>2019-06</dc:date><dc:language>en</dc:language>'
    )
    draft = read_epub(make_epub(chapters, about))
    assert (draft.title, draft.author, draft.date, draft.publisher) == ("Aktau", "Ada, Bo", "2019-06", "Press")
    assert draft.text == f"One\n\n{PROSE}\n\nEnd."


def test_an_external_entity_in_a_book_is_not_opened(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret words", "utf-8")
    entity = f'<!DOCTYPE x [<!ENTITY e SYSTEM "file://{tmp_path}/secret">]>'
    book = make_epub({"a.xhtml": f"{entity}<html><body><p>Seen. &e;</p></body></html>"}, "<dc:title>T</dc:title>")
    assert "secret words" not in read_epub(book).text


def test_a_book_without_text_is_said() -> None:
    with pytest.raises(UnreadableArticle, match="no text in its chapters"):
        read_epub(make_epub({"a.xhtml": "<html><body><img src='http://127.0.0.1/x.png'/></body></html>"}))


def test_an_archive_is_read_as_the_folder_it_holds(tmp_path: Path) -> None:
    inner = make_zip({"c.md": "# C\n\nOf c."})
    (tmp_path / "all.zip").write_bytes(
        make_zip(
            {"b.txt": "Of b.", "x/a.md": "# A\n\nOf a.", "x/in.zip": inner, ".hidden.md": "No.", "__MACOSX/a.md": "No."}
        )
    )
    reading = read_articles([tmp_path])
    assert {a.id: a.text for a in reading.articles} == {"all/b": "Of b.", "all/x/a": "Of a.", "all/x/in/c": "Of c."}
    assert reading.skipped == ()


def test_an_entry_that_leads_out_of_its_archive_is_refused(tmp_path: Path) -> None:
    out = io.BytesIO(
        make_zip(
            {"../up.md": "Up.", "/root.md": "Root.", "a/../../up.md": "Up.", "c:\\win.md": "Win.", "good.md": "Good."}
        )
    )
    with zipfile.ZipFile(out, "a") as archive:
        link = zipfile.ZipInfo("link.md")
        link.external_attr = (stat.S_IFLNK | 0o777) << 16
        archive.writestr(link, "/etc/passwd")
    (tmp_path / "a.zip").write_bytes(out.getvalue())
    reading = read_articles([tmp_path])
    assert [a.text for a in reading.articles] == ["Good."]
    assert sorted(s.reason for s in reading.skipped) == [
        "a link, not a file",
        *["its name leads out of the archive"] * 4,
    ]
    assert sorted(f.name for f in tmp_path.iterdir()) == ["a.zip"]


def test_an_archive_that_unpacks_to_too_much_is_refused(tmp_path: Path) -> None:
    big = make_zip({"a.txt": b"a" * (65 * 2**20)})
    (tmp_path / "a.zip").write_bytes(big)
    (tmp_path / "b.zip").write_bytes(make_zip({f"{i}.zip": big for i in range(2)}))
    nested = b"Text."
    for _ in range(6):
        nested = make_zip({"a.zip": nested})
    (tmp_path / "c.zip").write_bytes(nested)
    reading = read_articles([tmp_path])
    assert reading.articles == ()
    assert {s.reason for s in reading.skipped} == {
        "68,157,440 bytes are more than the 67,108,864 that an article may have",
        "an archive in an archive, more than 4 deep; unpack it",
    }


@pytest.mark.parametrize("content", [b"PK\x03\x04 broken", b"no zip", make_zip({"a.md": "Text."})[:-30]])
def test_a_broken_archive_is_said(tmp_path: Path, content: bytes) -> None:
    (tmp_path / "a.zip").write_bytes(content)
    assert reasons(read_articles([tmp_path]))["a.zip"].startswith("not a zip, or a broken one")


def test_an_encrypted_entry_is_said(tmp_path: Path) -> None:
    content = bytearray(make_zip({"a.md": "Text."}))
    content[content.index(b"PK\x01\x02") + 8] |= 1
    (tmp_path / "a.zip").write_bytes(bytes(content))
    assert reasons(read_articles([tmp_path])) == {"a.md": "it is encrypted; unpack it with its password"}
