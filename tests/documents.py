"""Small real documents, made by the tests that read them: PDF, DOCX, EPUB and zip."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Put:
    """A line of a PDF: its text, its lower left corner in points from the page's, and its size."""

    text: str
    x: float
    y: float
    size: float = 10


def make_pdf(pages: Sequence[Sequence[Put]], about: Mapping[str, str] | None = None) -> bytes:
    """Make a PDF of A4 pages with lines at given places, set in Helvetica."""
    objects = [
        "<< /Type /Catalog /Pages 2 0 R /Lang (en-GB) >>",
        "",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    kids = []
    for page in pages:
        content = "".join(f"BT /F1 {put.size} Tf {put.x} {put.y} Td ({_escape(put.text)}) Tj ET\n" for put in page)
        kids.append(f"{len(objects) + 1} 0 R")
        objects.append(
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents {len(objects) + 2} 0 R "
            "/Resources << /Font << /F1 3 0 R >> >> >>"
        )
        objects.append(f"<< /Length {len(content.encode('cp1252'))} >>\nstream\n{content}endstream")
    objects[1] = f"<< /Type /Pages /Kids [{' '.join(kids)}] /Count {len(kids)} >>"
    objects.append("<< " + " ".join(f"/{name} ({_escape(value)})" for name, value in (about or {}).items()) + " >>")
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += f"{number} 0 obj\n{body}\nendobj\n".encode("cp1252")
    start = len(out)
    out += f"xref\n0 {len(objects) + 1}\n0000000000 65535 f \n".encode()
    out += b"".join(f"{place:010} 00000 n \n".encode() for place in places)
    out += f"trailer << /Size {len(objects) + 1} /Root 1 0 R /Info {len(objects)} 0 R >>\n".encode()
    out += f"startxref\n{start}\n%%EOF\n".encode()
    return bytes(out)


def _escape(text: str) -> str:
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")


def set_lines(
    lines: Sequence[str], *, x: float = 72, top: float = 760, size: float = 10, pitch: float = 13
) -> list[Put]:
    """Set lines one under the other; an empty one leaves a gap."""
    return [Put(line, x, top - i * pitch, size) for i, line in enumerate(lines) if line]


def make_zip(entries: Mapping[str, bytes | str]) -> bytes:
    """Make a zip of files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in entries.items():
            archive.writestr(name, content)
    return out.getvalue()


def make_epub(chapters: Mapping[str, str], about: str = "") -> bytes:
    """Make an EPUB of XHTML chapters, in their order, with a table of contents before them."""
    items = "".join(
        f'<item id="c{i}" href="{name}" media-type="application/xhtml+xml"/>' for i, name in enumerate(chapters)
    )
    spine = "".join(f'<itemref idref="c{i}"/>' for i in range(len(chapters)))
    return make_zip(
        {
            "mimetype": "application/epub+zip",
            "META-INF/container.xml": '<container xmlns="urn:oasis:names:tc:opendocument:xmlns:container"><rootfiles>'
            '<rootfile full-path="book/package.opf"/></rootfiles></container>',
            "book/package.opf": '<package xmlns="http://www.idpf.org/2007/opf" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:opf="http://www.idpf.org/2007/opf">'
            f'<metadata>{about}</metadata><manifest><item id="nav" href="nav.xhtml" properties="nav" '
            f'media-type="application/xhtml+xml"/>{items}</manifest><spine><itemref idref="nav"/>'
            f"{spine}</spine></package>",
            "book/nav.xhtml": "<html><body><nav><ol><li>Contents</li></ol></nav></body></html>",
            **{f"book/{name}": content for name, content in chapters.items()},
        }
    )
