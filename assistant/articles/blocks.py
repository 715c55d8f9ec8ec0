"""A tree of HTML in, its text out as a reader sees it: blocks apart, a table's row on one line.

The form is that of Markdown's text: a blank line between blocks, `- ` before a list's item.
"""

from __future__ import annotations

import re
from typing import Any

_HIDDEN = frozenset(
    "script style noscript template svg math iframe object embed form button select textarea head title".split()
)
_BLOCKS = frozenset(
    "address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer h1 h2 "
    "h3 h4 h5 h6 header hr html legend li main nav ol p pre section summary table tbody td tfoot th thead tr ul".split()
)
_LAYOUT = frozenset("table p div ul ol h1 h2 h3 h4 h5 h6 blockquote".split())
_PARAGRAPH_BREAK = "\x1e"  # stands for two line breaks in a row until the blocks are cut
_TWO_BREAKS = re.compile("(?:\x1f\\s*){2,}")


class _Blocks:
    """The blocks so far, and the one that is being read."""

    def __init__(self) -> None:
        self.done: list[str] = []
        self.parts: list[str] = []
        self.row: list[str] | None = None
        self.mark = ""

    def add(self, text: str | None) -> None:
        if text:
            self.parts.append(text.replace("\x1e", " ").replace("\x1f", " "))

    def cut(self, *, verbatim: bool = False) -> None:
        """End the block that is being read."""
        whole, self.parts = "".join(self.parts), []
        if verbatim:
            texts = [whole.replace("\x1f", "\n").strip("\n")]
        else:
            pieces = _TWO_BREAKS.sub(_PARAGRAPH_BREAK, whole).split(_PARAGRAPH_BREAK)
            texts = [" ".join(piece.replace("\x1f", " ").split()) for piece in pieces]
        for text in filter(str.strip, texts):
            if self.row is not None:
                self.row.append(text)
            else:
                self.done.append(self.mark + text)
                self.mark = ""


def read_blocks(tree: Any) -> list[str]:
    """Return the blocks of an element's text; scripts, forms and what is hidden are left out."""
    from lxml.etree import iterwalk

    blocks = _Blocks()
    tables: list[bool] = []  # of the tables that are open: is its grid a layout, not a table of data?
    walker = iterwalk(tree, events=("start", "end", "comment", "pi"))
    for event, element in walker:
        tag = element.tag if isinstance(element.tag, str) else ""
        tag = tag.rpartition("}")[2].lower()
        if event == "start":
            if tag in _HIDDEN or element.get("hidden") is not None or element.get("aria-hidden") == "true":
                walker.skip_subtree()
                continue
            _open(blocks, element, tag, tables)
        else:
            if event == "end" and tag not in _HIDDEN:
                _close(blocks, tag, tables)
            if element is not tree:
                blocks.add(element.tail)
    blocks.cut()
    return blocks.done


def _open(blocks: _Blocks, element: Any, tag: str, tables: list[bool]) -> None:
    if tag == "br":
        blocks.parts.append("\x1f")
    elif tag in _BLOCKS:
        blocks.parts.append(" ")  # the paragraphs of one cell are words apart
    if tag in _BLOCKS and (blocks.row is None or tag in ("td", "th", "tr", "table")):
        blocks.cut()
    if tag == "table":
        tables.append(blocks.row is not None or _is_layout(element))
    elif tag == "tr" and tables and not tables[-1]:
        blocks.row = []
    elif tag == "li":
        blocks.mark = "- "
    blocks.add(element.text)


def _close(blocks: _Blocks, tag: str, tables: list[bool]) -> None:
    if tag == "pre" and blocks.row is None:
        blocks.cut(verbatim=True)
    elif tag in _BLOCKS and (blocks.row is None or tag in ("td", "th", "tr", "table")):
        blocks.cut()
    if tag == "table" and tables:
        tables.pop()
    elif tag == "tr" and blocks.row is not None and tables and not tables[-1]:
        row, blocks.row = blocks.row, None
        if row:
            blocks.done.append("| " + " | ".join(row) + " |")


def _is_layout(table: Any) -> bool:
    """Say whether a table only places things: one holds another, or several blocks stand in one cell."""
    for cell in table.iter("td", "th"):
        inner = [child for child in cell.iterdescendants() if child.tag in _LAYOUT]
        if len(inner) > 1 or any(child.tag == "table" for child in inner):
            return True
    return False


def join_blocks(blocks: list[str]) -> str:
    """Join blocks to a text; the rows of a table stay together."""
    parts: list[str] = []
    for block in blocks:
        is_row = block.startswith("| ") and block.endswith(" |")
        if parts:
            parts.append("\n" if is_row and parts[-1].startswith("| ") and parts[-1].endswith(" |") else "\n\n")
        parts.append(block)
    return "".join(parts)
