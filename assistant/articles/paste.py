"""Plain text as people paste it from a site in, a Draft of its article out.

Such a paste begins with lines that are not the article (the site's name, the title, the author, a
date, an image credit) and ends with lines that are not either (related articles and their teasers).
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from assistant.articles.boilerplate import drop_boilerplate, is_box, is_credit, is_end, is_prose
from assistant.articles.dates import parse_date
from assistant.articles.draft import Draft, canonical

LONGEST_LABEL = 160  # characters; a longer line is no title, credit or author

_AUTHOR = re.compile(r"(?:authors?|written by|by)\s*:\s*(.+)|(?:written by|by)\s+([^.!?]+)\Z", re.IGNORECASE)
_DATE_LABEL = re.compile(r"\A(?:published|posted|updated|date)(?:\s+on)?\s*:?\s*", re.IGNORECASE)
_INITIALS = re.compile(r"(?P<short>[A-Z][A-Z&.]{1,9})\s*[-–—|:]\s*(?P<long>.+)")


@dataclass(slots=True)
class Head:
    """What the lines above the article say."""

    titles: list[str] = field(default_factory=list)
    author: str | None = None
    date: str | None = None


def read_paste(content: str) -> Draft:
    """Read a pasted article: its text from the first sentence to the last, and what stood around it."""
    blocks = _split(canonical(content))
    first = next((i for i, block in enumerate(blocks) if is_prose(block)), 0)
    head = read_head([line.strip() for block in blocks[:first] for line in block.split("\n")])
    title, publisher = _choose_title(head.titles)
    body = drop_boilerplate(blocks[first:], authors=(head.author,) if head.author else ())
    return Draft("\n\n".join(body), title=title, author=head.author, date=head.date, publisher=publisher)


def _split(text: str) -> list[str]:
    """Split at blank lines, and behind a first line that is a heading over what is not the article."""
    blocks = []
    for block in (block.strip() for block in re.split(r"\n\s*\n", text)):
        first, _, rest = block.partition("\n")
        is_heading = is_end(first.strip()) or is_box(first.strip())
        blocks += [first.strip(), rest.strip()] if rest and is_heading else [block]
    return blocks


def read_head(lines: list[str]) -> Head:
    """Read the lines above an article: who wrote it, when, and what is left for titles."""
    head = Head()
    for line in filter(None, lines):
        author = _AUTHOR.fullmatch(line) if len(line) <= LONGEST_LABEL else None
        date = parse_date(_DATE_LABEL.sub("", line))
        if author and not head.author:
            head.author = (author[1] or author[2]).strip()
        elif date:
            head.date = head.date or date
        elif not is_credit(line):
            head.titles.append(line)
    return head


def _choose_title(lines: list[str]) -> tuple[str | None, str | None]:
    """Choose the title and the publisher among the other lines above the text.

    A line that stands twice, in whatever case, is the title; else the longest line is. What stands
    above the title is the site's name.
    """
    if not lines:
        return None, None
    folded = [line.casefold() for line in lines]
    twice = [i for i, line in enumerate(folded) if folded.count(line) > 1]
    chosen = max(twice or range(len(lines)), key=lambda i: (not twice and len(lines[i]), _capitals(lines[i])))
    above = [line for line in lines[: folded.index(folded[chosen])] if line.casefold() != folded[chosen]]
    return lines[chosen], _spell_out(above[0]) if above else None


def _capitals(line: str) -> int:
    return -1 if line.isupper() else sum(character.isupper() for character in line)


def _spell_out(site: str) -> str:
    """Return a site's name without its initials in front: "CPC - Caspian Policy Center"."""
    match = _INITIALS.fullmatch(site)
    if not match:
        return site
    initials = "".join(word[0] for word in match["long"].split() if word[0].isupper())
    return match["long"] if initials == match["short"].replace(".", "").replace("&", "") else site
