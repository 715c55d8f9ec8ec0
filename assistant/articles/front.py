"""The first blocks of a document in, its title, author and date, and the blocks without those lines, out.

For formats whose own fields say little: what a person set under the headline.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.articles.boilerplate import SENTENCE_END, is_prose
from assistant.articles.paste import LONGEST_LABEL, read_head

DEEPEST_FRONT = 8  # blocks; a byline stands near the headline


@dataclass(frozen=True, slots=True)
class Front:
    """What the first blocks say, and all blocks but those that only say it."""

    title: str | None
    author: str | None
    date: str | None
    blocks: list[str]


def split_front(blocks: Sequence[str], title: str | None = None) -> Front:
    """Split the lines above the first paragraph into what they say of the document, and the rest.

    Without a known `title` the first line that is neither an author nor a date is one. A line stays
    in the text unless it is wholly the title, a byline or a date.
    """
    first = next((i for i, block in enumerate(blocks) if is_prose(block)), 0)
    said: dict[str, str | None] = {"title": title, "author": None, "date": None}
    kept: list[str] = []
    for i, block in enumerate(blocks):
        if i >= min(first, DEEPEST_FRONT):
            kept.append(block)
            continue
        head = read_head([block])
        if head.author or head.date:
            said = {**said, "author": said["author"] or head.author, "date": said["date"] or head.date}
        elif said["title"] is None and len(block) <= LONGEST_LABEL and not SENTENCE_END.search(block):
            said["title"] = block
        elif said["title"] is None or _fold(block) != _fold(said["title"]):
            kept.append(block)
    return Front(said["title"], said["author"], said["date"], kept or list(blocks))


def _fold(text: str | None) -> str:
    return re.sub(r"\W+", "", (text or "").casefold())
