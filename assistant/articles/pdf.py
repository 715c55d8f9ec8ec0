"""A PDF in, a Draft of its text with its pages out. The only importer of pypdfium2.

pdfium draws and runs nothing here: neither scripts nor forms nor attachments are opened.
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from assistant.articles.byline import read_names
from assistant.articles.draft import Draft, canonical
from assistant.articles.front import split_front
from assistant.articles.layout import Line, read_layout, usual_size
from assistant.types import UnreadableArticle

if TYPE_CHECKING:
    from pypdfium2 import PdfDocument, PdfPage

MOST_PAGES = 5_000
LEAST_TEXT = 16  # characters a page; a scan has none, or a stamp
HEADLINE = 1.15  # times the usual size
CELL_GAP = 3.0  # times the letters' height: what is further apart on one line are two pieces
LINE_STEP = 0.6  # times it: a smaller step up or down is an index or a note's number

_Letter = tuple[str, tuple[float, float, float, float], float]
"""A letter, its box (left, right, bottom, top) and its size, in points."""
_LIGATURES = {0xFB00: "ff", 0xFB01: "fi", 0xFB02: "fl", 0xFB03: "ffi", 0xFB04: "ffl", 0xFB05: "ft", 0xFB06: "st"}
_NO_TITLE = re.compile(
    r"\A(?:untitled|microsoft (?:word|powerpoint)\b.*|.*\.(?:docx?|pdf|indd|qxd|tex|rtf|pptx?)|slide \d+|title"
    r"|document\d*|\W*)\Z",
    re.IGNORECASE,
)


def read_pdf(content: bytes) -> Draft:
    """Read a PDF's text in reading order; its title and authors from its fields, else from its first page."""
    import pypdfium2

    try:
        document = pypdfium2.PdfDocument(content)
    except pypdfium2.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableArticle("it needs a password; save a copy without one") from error
        raise UnreadableArticle(f"not a PDF, or a broken one: {error}") from error
    try:
        return _read(document)
    except pypdfium2.PdfiumError as error:
        raise UnreadableArticle(f"a broken PDF: {error}") from error
    finally:
        document.close()


def _read(document: PdfDocument) -> Draft:
    if len(document) > MOST_PAGES:
        raise UnreadableArticle(f"{len(document):,} pages are more than the {MOST_PAGES:,} that an article may have")
    pages = [list(_read_lines(_open_page(document, i), i + 1)) for i in range(len(document))]
    length = sum(len(line.text) for page in pages for line in page)
    if length < LEAST_TEXT * len(pages) and any(_has_picture(_open_page(document, i)) for i in range(len(document))):
        raise UnreadableArticle("no text in it, only pictures of pages (a scan); recognise its text (OCR) first")
    if not length:
        raise UnreadableArticle("no text in it")
    about = document.get_metadata_dict()
    title = _choose_title(about.get("Title", ""), pages)
    blocks = [[(_clean(text), page) for text, page in block] for block in read_layout(pages)]
    blocks = [block for block in blocks if any(text.strip() for text, _ in block)]
    texts = ["".join(text for text, _ in block) for block in blocks]
    front = split_front(texts, title)
    kept = set(map(id, front.blocks))
    text, starts = _join([block for block, whole in zip(blocks, texts, strict=True) if id(whole) in kept])
    return Draft(
        text=text,
        title=front.title,
        author=", ".join(read_names(re.split(r";|\band\b", about.get("Author", "")))) or front.author,
        date=front.date,
        language=_read_language(document),
        tags=about.get("Keywords") or None,
        pages=starts,
    )


def _open_page(document: PdfDocument, i: int) -> PdfPage:
    import pypdfium2

    try:
        return document[i]
    except pypdfium2.PdfiumError as error:
        raise UnreadableArticle(f"a broken PDF: its page {i + 1} cannot be read") from error


def _has_picture(page: PdfPage) -> bool:
    from pypdfium2 import raw as pdfium

    found = any(True for _ in page.get_objects(filter=[pdfium.FPDF_PAGEOBJ_IMAGE], max_depth=3))
    page.close()
    return found


def _clean(text: str) -> str:
    """Return a piece of text in its canonical form, with the space that parts it from the next one."""
    return canonical(text) + " " * text.endswith(" ")


def _read_lines(page: PdfPage, number: int) -> Iterator[Line]:
    """Give a page's pieces of lines, as pdfium finds them, with their boxes."""
    textpage = page.get_textpage()
    letters: list[_Letter] = []
    last: _Letter | None = None  # the last one that is seen: spaces have odd boxes
    try:
        for letter in _read_letters(page, textpage.raw):
            if letter[0] in "\r\n" or (last and letters and _is_apart(last, letter)):
                yield from _make_line(letters, number)
                letters = []
            if letter[0] not in "\r\n":
                letters.append(letter)
            last = last if letter[0].isspace() else letter
        yield from _make_line(letters, number)
    finally:
        textpage.close()
        page.close()


def _read_letters(page: PdfPage, raw: Any) -> Iterator[_Letter]:
    """Give every letter, its box (left, right, bottom, top) as the page is shown, and its size."""
    from pypdfium2 import raw as pdfium

    width, height = page.get_width(), page.get_height()
    rotation = page.get_rotation()
    if rotation in (90, 270):
        width, height = height, width
    box, tight = pdfium.FS_RECTF(), [ctypes.c_double() for _ in range(4)]
    high = 0
    for i in range(pdfium.FPDFText_CountChars(raw)):
        code = pdfium.FPDFText_GetUnicode(raw, i)
        if 0xD800 <= code < 0xDC00:
            high = code
            continue
        if 0xDC00 <= code < 0xE000:
            code = 0x10000 + ((high - 0xD800) << 10) + (code - 0xDC00) if high else 0xFFFD
            high = 0
        if not code or code > 0x10FFFF:
            continue
        size = pdfium.FPDFText_GetFontSize(raw, i)
        pdfium.FPDFText_GetLooseCharBox(raw, i, box)  # the same for all letters of a line
        left, right, bottom, top = box.left, box.right, box.bottom, box.top
        if not 0 < top - bottom < 3 * max(size, 4.0):  # a font that says nonsense of its letters
            pdfium.FPDFText_GetCharBox(raw, i, *tight)
            left, right, bottom, top = (value.value for value in tight)
        if rotation == 90:
            left, right, bottom, top = bottom, top, width - right, width - left
        elif rotation == 180:
            left, right, bottom, top = width - right, width - left, height - top, height - bottom
        elif rotation == 270:
            left, right, bottom, top = height - top, height - bottom, left, right
        yield _LIGATURES.get(code, chr(code)), (left, right, bottom, top), size


def _is_apart(last: _Letter, letter: _Letter) -> bool:
    """Say whether a letter stands on another line than the last, or far from it on the same."""
    if letter[0].isspace():
        return False
    (_, right, bottom, top), (new_left, _, new_bottom, new_top) = last[1], letter[1]
    height = max(top - bottom, new_top - new_bottom, 4.0)
    return abs(new_bottom - bottom) > LINE_STEP * height or new_left - right > CELL_GAP * height


def _make_line(letters: Sequence[_Letter], page: int) -> Iterator[Line]:
    text = "".join(letter for letter, _, _ in letters)
    boxes = [box for letter, box, _ in letters if not letter.isspace()]
    if not boxes or not text.strip():
        return
    heights = sorted(box[3] - box[2] for box in boxes)
    sizes = sorted(size for letter, _, size in letters if not letter.isspace())
    size = sizes[len(sizes) // 2]
    if size <= 1.5:  # the size is in the text's matrix, not in its font
        size = heights[-1]
    yield Line(
        text,
        min(box[0] for box in boxes),
        max(box[1] for box in boxes),
        min(box[2] for box in boxes),
        max(box[3] for box in boxes),
        size,
        page,
    )


def _choose_title(said: str, pages: Sequence[Sequence[Line]]) -> str | None:
    """Choose the title: the file's own where its first pages show it, else the largest line, else its own."""
    said = " ".join(said.split())
    said = "" if _NO_TITLE.match(said) else said
    shown = _fold("".join(line.text for page in pages[:2] for line in page))
    if said and _fold(said) in shown:
        return said
    first = next((page for page in pages if page), [])
    usual = usual_size([line for page in pages for line in page])
    largest = max((line.size for line in first if len(_fold(line.text)) > 3), default=0.0)
    if largest >= HEADLINE * usual:
        lines = [line.text for line in first if abs(line.size - largest) < 0.5]
        return " ".join(" ".join(lines[:4]).split())
    return said or None


def _fold(text: str) -> str:
    return re.sub(r"[\W_]+", "", text.casefold())


def _read_language(document: PdfDocument) -> str | None:
    from pypdfium2 import raw as pdfium

    buffer = (ctypes.c_ushort * 32)()
    length = pdfium.FPDFCatalog_GetLanguage(document.raw, buffer, ctypes.sizeof(buffer))
    language = (
        bytes(buffer)[: max(0, length - 2)].decode("utf-16-le", "ignore") if length <= ctypes.sizeof(buffer) else ""
    )
    return language.split("-")[0].lower() if re.fullmatch(r"[A-Za-z]{2,3}(-\w+)*", language) else None


def _join(blocks: Sequence[Sequence[tuple[str, int]]]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Join paragraphs to a text; return it, and where in it which page begins to be read."""
    parts: list[str] = []
    starts: list[tuple[int, int]] = []
    length = 0
    for block in blocks:
        for i, (text, page) in enumerate(block):
            glue = "\n\n" if parts and i == 0 else ""
            if not starts or starts[-1][1] != page:
                starts.append((length + len(glue), page))
            parts += [glue, text]
            length += len(glue) + len(text)
    return "".join(parts), tuple(starts)
