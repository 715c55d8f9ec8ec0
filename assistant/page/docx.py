"""Paragraphs and footnotes in, a Word document out, with footnotes that Word knows as such.

Office Open XML (ECMA-376): a zip of a few parts. Libraries that write it offer no footnotes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from typing import Protocol
from xml.sax.saxutils import escape

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_PACKAGE = "application/vnd.openxmlformats-package"
_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_TYPES = (
    f'{_HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    f'<Default Extension="rels" ContentType="{_PACKAGE}.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    + "".join(
        f'<Override PartName="/word/{part}.xml" ContentType="{_OFFICE}.{kind}+xml"/>'
        for part, kind in (("document", "document.main"), ("styles", "styles"), ("footnotes", "footnotes"))
    )
    + "</Types>"
)
_STYLES = (
    f'{_HEAD}<w:styles xmlns:w="{_WORD}">'
    '<w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/>'
    '<w:pPr><w:spacing w:after="160"/></w:pPr><w:rPr><w:sz w:val="22"/></w:rPr></w:style>'
    + "".join(
        f'<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="Normal"/>'
        f"<w:pPr>{paragraph}</w:pPr><w:rPr>{run}</w:rPr></w:style>"
        for id, name, paragraph, run in (
            ("Title", "Title", "", '<w:b/><w:sz w:val="36"/>'),
            ("Heading1", "heading 1", '<w:keepNext/><w:outlineLvl w:val="0"/>', '<w:b/><w:sz w:val="26"/>'),
            ("Answer", "Answer", "<w:keepNext/>", '<w:b/><w:sz w:val="32"/>'),
            ("Quote", "Quote", '<w:ind w:left="567" w:right="567"/>', ""),
            ("FootnoteText", "footnote text", '<w:spacing w:after="40"/>', '<w:sz w:val="18"/>'),
        )
    )
    + '<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/>'
    '<w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style></w:styles>'
)
_ROLES = {"title": "Title", "question": "Heading1", "short": "Answer", "claim": "Quote", "note": "Normal"}
_SEPARATORS = "".join(
    f'<w:footnote w:type="{kind}" w:id="{id}"><w:p><w:r><w:{element}/></w:r></w:p></w:footnote>'
    for id, kind, element in (
        (-1, "separator", "separator"),
        (0, "continuationSeparator", "continuationSeparator"),
    )
)


class Paragraph(Protocol):
    """What a document is made of."""

    @property
    def role(self) -> str:
        """A key of `_ROLES`."""

    @property
    def text(self) -> str:
        """The words."""

    @property
    def notes(self) -> tuple[int, ...]:
        """The numbers of its footnotes, from 1."""


def write_docx(paragraphs: Sequence[Paragraph], notes: Sequence[str]) -> bytes:
    """Write a document; the same content gives the same bytes."""
    mark = '<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr>'
    body = "".join(
        f'<w:p><w:pPr><w:pStyle w:val="{_ROLES[p.role]}"/></w:pPr>{_run(p.text)}'
        + "".join(f'{mark}<w:footnoteReference w:id="{number}"/></w:r>' for number in p.notes)
        + "</w:p>"
        for p in paragraphs
    )
    footnotes = "".join(
        f'<w:footnote w:id="{number}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr>{mark}<w:footnoteRef/></w:r>'
        f"{_run(' ' + note)}</w:p></w:footnote>"
        for number, note in enumerate(notes, 1)
    )
    parts = {
        "[Content_Types].xml": _TYPES,
        "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
        "word/_rels/document.xml.rels": _relations(("styles", "styles.xml"), ("footnotes", "footnotes.xml")),
        "word/document.xml": f'{_HEAD}<w:document xmlns:w="{_WORD}"><w:body>{body}<w:sectPr/></w:body></w:document>',
        "word/footnotes.xml": f'{_HEAD}<w:footnotes xmlns:w="{_WORD}">{_SEPARATORS}{footnotes}</w:footnotes>',
        "word/styles.xml": _STYLES,
    }
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _run(text: str) -> str:
    """Write a text; characters that XML cannot hold become the replacement character."""
    held = "".join(c if c in "\t\n" or " " <= c <= "\ufffd" or c >= "\U00010000" else "\ufffd" for c in text)
    held = "".join("\ufffd" if "\ud800" <= c <= "\udfff" else c for c in held)
    return f'<w:r><w:t xml:space="preserve">{escape(held)}</w:t></w:r>'


def _relations(*targets: tuple[str, str]) -> str:
    relations = "".join(
        f'<Relationship Id="rId{number}" Type="{_RELATION}/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return (
        f'{_HEAD}<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f"{relations}</Relationships>"
    )
