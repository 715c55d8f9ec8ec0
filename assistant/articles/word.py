"""A Word document (DOCX) in, a Draft of its text out. The only importer of python-docx.

The text is taken from the document's XML and not from python-docx's paragraphs, which leave out what
stands in tracked insertions, content controls and text boxes. Macros and linked files are never opened.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from typing import Any

from assistant.articles.archive import open_archive
from assistant.articles.blocks import join_blocks
from assistant.articles.byline import read_names
from assistant.articles.draft import Draft
from assistant.articles.front import split_front
from assistant.types import UnreadableArticle

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_SKIPPED = frozenset(
    {
        f"{_W}del",
        f"{_W}moveFrom",
        f"{_W}instrText",
        "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback",
    }
)  # what was deleted, the code of fields, and a second copy of text boxes
_OWNERS = frozenset(
    {"python-docx", "windows user", "microsoft office user", "microsoft", "owner", "pc", "user", "unknown"}
)


def read_word(content: bytes) -> Draft:
    """Read the text of a Word document; the date of its file is not the article's, and not taken."""
    import docx

    open_archive(content).close()
    try:
        document = docx.Document(io.BytesIO(content))
    except (KeyError, ValueError) as error:  # a zip that holds something else
        raise UnreadableArticle(f"not a Word document, or a broken one: {error}") from error
    about = document.core_properties
    blocks = list(_blocks(document.element.body))
    title = about.title or next((text for style, text in blocks if style == "Title"), None)
    texts = [text for _, text in blocks] + list(_notes(document))
    front = split_front(texts, title)
    authors = read_names(name for name in about.author.split(";") if name.strip().casefold() not in _OWNERS)
    return Draft(
        text=join_blocks(front.blocks),
        title=title or front.title,
        author=", ".join(authors) or front.author,
        date=front.date,
        language=about.language or None,
        tags=about.keywords or None,
    )


def _blocks(body: Any) -> Iterator[tuple[str, str]]:
    """Give the style and the text of every paragraph, and every table's rows, in order."""
    for element in body:
        if element.tag == f"{_W}p":
            yield from _paragraph(element)
        elif element.tag == f"{_W}tbl":
            for row in element.iter(f"{_W}tr"):
                cells = [
                    " ".join(text for p in cell.iter(f"{_W}p") if (text := _text(p))) for cell in row.iter(f"{_W}tc")
                ]
                if any(cells):
                    yield "", f"| {' | '.join(cells)} |"
        elif element.tag == f"{_W}sdt":
            content = element.find(f"{_W}sdtContent")
            yield from _blocks(content if content is not None else ())


def _paragraph(paragraph: Any) -> Iterator[tuple[str, str]]:
    style = paragraph.find(f"{_W}pPr/{_W}pStyle")
    name = style.get(f"{_W}val") or "" if style is not None else ""
    text = _text(paragraph)
    if not text or name.lower().startswith("toc"):
        return
    is_item = paragraph.find(f"{_W}pPr/{_W}numPr") is not None or name.startswith("List")
    yield name, f"- {text}" if is_item and not name.startswith("Heading") else text


def _text(element: Any) -> str:
    """Return the text of an element as a reader sees it, with every tracked change accepted."""
    parts: list[str] = []
    pending = [element]
    while pending:
        here = pending.pop()
        if here.tag in _SKIPPED:
            continue
        if here.tag == f"{_W}t":
            parts.append(here.text or "")
        elif here.tag in (f"{_W}tab", f"{_W}br", f"{_W}cr"):
            parts.append(" ")
        elif here.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif here.tag == f"{_W}p" and here is not element:
            parts.append(" ")  # a text box within a paragraph
        pending += reversed(here)
    return " ".join("".join(parts).split())


def _notes(document: Any) -> Iterator[str]:
    """Give the foot- and endnotes, which stand in parts of their own."""
    from docx.oxml import parse_xml

    for part in document.part.package.iter_parts():
        if str(part.partname) in ("/word/footnotes.xml", "/word/endnotes.xml"):
            for note in parse_xml(part.blob):
                if note.get(f"{_W}type") is None and (text := _text(note)):
                    yield text
