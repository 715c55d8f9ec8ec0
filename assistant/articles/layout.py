"""The lines of a document's pages in, its paragraphs in reading order out, each piece with its page.

Columns are read one after the other; running heads, page numbers and hyphens at line ends are gone;
a paragraph that goes on over the page is one; a footnote follows the paragraph that it interrupts.
"""

from __future__ import annotations

import re
import statistics
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

EDGE_LINES = 3  # lines at the top and the bottom of a page that may be running heads or page numbers
SAME_PLACE = 6.0  # points between the places of a running head on two pages
COLUMN_LINES = 4  # lines on either side that make a gutter
CROSSING = 0.5  # of a page's lines at most may cross a gutter: headlines, tables
COLUMN_WIDTH = 0.22  # of the text's width: narrower pieces are a table's cells
NOTE_SIZE = 0.92  # of the text's size; footnotes are set smaller
PARAGRAPH_GAP = 1.35  # times the usual distance of lines
SHORT_LINE = 0.85  # of the column's width: a sentence that ends before it ends its paragraph
LABEL_LINE = 0.5  # of it: a line that ends before it, and is not gone on with in small letters, stands alone

HYPHENS = "-\u2010\u00ad\x02\ufffe"
_SENTENCE_END = re.compile(r"[.!?:;…][\"'”’»)\]\d]*\Z")
_ITEM = re.compile(r"(?:[•●▪◦‣–*·■□]|\(?(?:\d{1,2}|[a-z])[.)])\s")
_NOTE = re.compile(r"(?:\d{1,3}|[*†‡])\s*\S")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|seite|sayfa|стр\.?|p\.)?\s*(?:\d{1,4}|[ivxlc]{1,6})(?:\s*(?:of|/|von|de|из)\s*\d{1,4})?\W*",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Line:
    """A line's text and box: points from the lower left corner of its page, and its letters' size in points."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    size: float
    page: int


@dataclass(slots=True)
class Block:
    """A paragraph: its lines in order, and whether it is a footnote."""

    lines: list[Line]
    is_note: bool = False


def read_layout(pages: Sequence[Sequence[Line]]) -> list[list[tuple[str, int]]]:
    """Return the paragraphs, each as pieces of text and the pages they stand on."""
    pages = _drop_running_heads([[line for line in page if line.text.strip()] for page in pages])
    every = [line for page in pages for line in page]
    if not every:
        return []
    words = Counter(word for line in every for word in re.findall(r"[\w’'-]+", line.text)[:-1])
    size = usual_size(every)
    blocks = [block for page in pages for column in _columns(page) for block in _paragraphs(column, size)]
    return [_join_lines(block.lines, words) for block in _join_blocks(blocks)]


def usual_size(lines: Sequence[Line]) -> float:
    """Return the size that most letters are set in."""
    sizes: Counter[float] = Counter()
    for line in lines:
        sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0]


def _drop_running_heads(pages: list[list[Line]]) -> list[list[Line]]:
    """Drop the outermost lines that stand at one place on several pages, but for their digits, and page numbers."""
    places: dict[str, list[Line]] = {}
    for line in (line for page in pages for edge in _edges(page) for line in edge):
        places.setdefault(_form(line), []).append(line)
    least = 2 if len(pages) < 6 else 3
    kept = []
    for page in pages:
        dropped: set[Line] = set()
        for edge in _edges(page):
            for line in edge:
                same = {other.page for other in places[_form(line)] if abs(other.bottom - line.bottom) <= SAME_PLACE}
                is_number = bool(_PAGE_NUMBER.fullmatch(line.text.strip()))
                if len(same) < (2 if is_number else least):
                    break
                dropped.add(line)
        kept.append([line for line in page if line not in dropped])
    return kept if any(kept) else pages


def _edges(page: list[Line]) -> tuple[list[Line], list[Line]]:
    """Return the first lines of a page from its top down, and the last ones from its bottom up."""
    ordered = sorted(page, key=lambda line: -line.top)
    return ordered[:EDGE_LINES], ordered[::-1][:EDGE_LINES]


def _form(line: Line) -> str:
    text = line.text.strip()
    return "#" if _PAGE_NUMBER.fullmatch(text) else re.sub(r"\d+", "#", text.casefold())


def _columns(lines: list[Line]) -> Iterator[list[Line]]:
    """Split a page at its gutter, and between lines that cross it; give the columns in reading order."""
    gutter = _find_gutter(lines)
    if gutter is None:
        if lines:
            yield _merge_rows(lines)
        return
    band: list[Line] = []
    crossing: list[Line] = []
    for line in sorted(lines, key=lambda line: -line.top):
        if line.left < gutter < line.right:
            yield from _split_band(band, gutter)
            band = []
            crossing.append(line)
        else:
            if crossing:
                yield _merge_rows(crossing)
                crossing = []
            band.append(line)
    if crossing:
        yield _merge_rows(crossing)
    yield from _split_band(band, gutter)


def _split_band(band: list[Line], gutter: float) -> Iterator[list[Line]]:
    yield from _columns([line for line in band if line.right <= gutter])
    yield from _columns([line for line in band if line.right > gutter])


def _find_gutter(lines: list[Line]) -> float | None:
    """Return the x of a white strip with columns of text on both sides, the one fewest lines cross."""
    if len(lines) < 2 * COLUMN_LINES:
        return None
    start, end = min(line.left for line in lines), max(line.right for line in lines)
    best: tuple[int, float] | None = None
    for x in sorted({round(line.left) - 2.0 for line in lines}):
        left = [line for line in lines if line.right <= x]
        right = [line for line in lines if line.left >= x]
        crossing = len(lines) - len(left) - len(right)
        if min(len(left), len(right)) < COLUMN_LINES or crossing > CROSSING * len(lines):
            continue
        narrow = min(statistics.median(line.right - line.left for line in side) for side in (left, right))
        beside = min(max(line.top for line in left), max(line.top for line in right)) - max(
            min(line.bottom for line in left), min(line.bottom for line in right)
        )
        is_better = best is None or crossing < best[0]
        if narrow >= COLUMN_WIDTH * (end - start) and beside > 3 * left[0].size and is_better:
            best = crossing, x
    return best[1] if best else None


def _merge_rows(lines: list[Line]) -> list[Line]:
    """Order lines from top to bottom; the pieces of one row become one line."""
    rows: list[list[Line]] = []
    for line in sorted(lines, key=lambda line: (-line.top, line.left)):
        middle = (line.top + line.bottom) / 2
        row = next((row for row in rows[-3:] if row[0].bottom < middle < row[0].top), None)
        if row is None:
            rows.append([line])
        else:
            row.append(line)
    return [_merge(sorted(row, key=lambda line: line.left)) for row in rows]


def _merge(row: list[Line]) -> Line:
    if len(row) == 1:
        return row[0]
    largest = max(row, key=lambda line: len(line.text))
    return replace(
        largest,
        text=" ".join(line.text.strip() for line in row),
        left=row[0].left,
        right=max(line.right for line in row),
    )


def _paragraphs(lines: list[Line], size: float) -> Iterator[Block]:
    """Cut a column's lines into paragraphs: at gaps, indents, items, another size, and short last lines."""
    gaps = [a.bottom - b.bottom for a, b in pairwise(lines) if 0 < a.bottom - b.bottom < 3 * a.size]
    pitch = statistics.median_low(gaps) if gaps else 0.0
    left, right = min(line.left for line in lines), max(line.right for line in lines)
    block: list[Line] = []
    for i, line in enumerate(lines):
        if block and _begins(block, line, lines[i + 1] if i + 1 < len(lines) else None, pitch, left, right):
            yield Block(block, _is_note(block, size))
            block = []
        block.append(line)
    if block:
        yield Block(block, _is_note(block, size))


def _begins(block: list[Line], line: Line, after: Line | None, pitch: float, left: float, right: float) -> bool:
    """Say whether a line begins a new paragraph."""
    last = block[-1]
    if abs(line.size - last.size) > 0.08 * max(line.size, last.size):
        return True
    if pitch and last.bottom - line.bottom > PARAGRAPH_GAP * max(pitch, 1.1 * line.size):
        return True
    if _ITEM.match(line.text) or (
        _NOTE.match(line.text) and len(block) > 0 and _NOTE.match(block[0].text) and line.size < 9
    ):
        return True
    is_end = bool(_SENTENCE_END.search(last.text.rstrip()))
    is_indented = line.left - last.left > 0.8 * line.size and (
        after is None or line.left - after.left > 0.8 * line.size
    )
    if is_indented and is_end and not _ITEM.match(block[0].text):
        return True
    length = last.right - left
    is_label = length < LABEL_LINE * (right - left) and not line.text.lstrip()[:1].islower()
    return is_label or (is_end and length < SHORT_LINE * (right - left))


def _is_note(block: list[Line], size: float) -> bool:
    return block[0].size <= NOTE_SIZE * size and bool(_NOTE.match(block[0].text))


def _join_blocks(blocks: list[Block]) -> list[Block]:
    """Join paragraphs that go on in the next column or on the next page; notes between follow them."""
    joined: list[Block] = []
    notes: list[Block] = []
    for block in blocks:
        if block.is_note:
            notes.append(block)
        elif joined and _goes_on(joined[-1].lines[-1], block.lines[0]):
            joined[-1].lines += block.lines
        else:
            joined += notes
            notes = []
            joined.append(block)
    return joined + notes


def _goes_on(last: Line, line: Line) -> bool:
    is_elsewhere = line.page != last.page or line.bottom > last.bottom
    text, after = last.text.rstrip(), line.text.lstrip()
    is_open = text[-1:] in HYPHENS or not _SENTENCE_END.search(text)
    return is_elsewhere and is_open and after[:1].islower() and abs(line.size - last.size) < 0.1 * last.size


def _join_lines(lines: Sequence[Line], words: Counter[str]) -> list[tuple[str, int]]:
    """Join a paragraph's lines to pieces, one a page."""
    pieces: list[tuple[str, int]] = []
    for line in lines:
        text = " ".join(line.text.split())
        if not pieces:
            pieces.append((text, line.page))
            continue
        before, page = pieces[-1]
        before, glue = _glue(before, text, words)
        if page == line.page:
            pieces[-1] = (before + glue + text, page)
        else:
            pieces[-1] = (before + glue, page)
            pieces.append((text, line.page))
    return [(text.translate(_LEFTOVERS), page) for text, page in pieces]


_LEFTOVERS = {ord("\x02"): "-", ord("\ufffe"): "-", ord("\u00ad"): None}


def _glue(before: str, text: str, words: Counter[str]) -> tuple[str, str]:
    """Say what stands between two lines: a space; nothing where a word was cut; its own hyphen where it has one.

    A word has its own hyphen where the document has it so elsewhere, and not without.
    """
    if before[-1:] not in HYPHENS or not before[-2:-1].isalnum() or not text[:1].isalnum():
        return before, " "
    first = re.search(r"[\w’'-]*\Z", before[:-1])
    second = re.match(r"[\w’']*", text)
    assert first and second
    whole, hyphenated = first[0] + second[0], f"{first[0]}-{second[0]}"
    if not text[0].islower() or (words[hyphenated] and not words[whole]):
        return before[:-1] + "-", ""
    return before[:-1], ""
